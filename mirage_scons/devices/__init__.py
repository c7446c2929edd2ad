"""The devices of MirageOS, one family a file, and the targets and keys that they depend on."""
