"""Reads a config.py into the model."""
