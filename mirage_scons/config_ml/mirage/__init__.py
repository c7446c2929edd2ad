"""The modules of MirageOS: bindings onto the model and its devices."""
