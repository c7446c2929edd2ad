"""What a configuration means for one target: keys with values, the device graph, its order and its packages."""
