"""What a configuration says: types, devices, keys, values and packages, as pure values."""
