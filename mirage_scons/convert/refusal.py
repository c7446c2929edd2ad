"""The error of what a config.py cannot say plainly."""

from __future__ import annotations

from mirage_scons.config_ml.source import Span
from mirage_scons.model.errors import ConfigError


def refused(what: str, at: Span, hint: str = "") -> ConfigError:
    """The error of ``what`` at a place; ``hint`` says how to write it instead."""
    other = "Write it in another way, or this part of the config.py by hand."
    return ConfigError(f"{what} is not translated to Python", at.location(), hint or other)
