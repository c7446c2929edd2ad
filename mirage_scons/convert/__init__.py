"""Translates a config.ml into the config.py that means the same."""
