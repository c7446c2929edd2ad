"""The version that the commands state; the installer writes the one that it is asked for."""

VERSION = "v0.8.1"
