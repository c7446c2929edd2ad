"""The commands of ``mirage-scons``, one a file."""
