"""The texts that connect devices, as templates."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.model.device import Connect, Info
from mirage_scons.model.key import Key


def connecting(template: str, **keys: Key) -> Connect:
    """The connect function of a text with ``{m}`` for the module, ``{0}``, ``{1}`` … for the arguments, and keys."""
    calls = {name: key.call() for name, key in keys.items()}

    def connect(_info: Info, module: str, args: Sequence[str]) -> str:
        return template.format(*args, m=module, **calls)

    return connect


def verbatim(text: str) -> str:
    """``text`` as a part of a template, whatever is in it."""
    return text.replace("{", "{{").replace("}", "}}")


def labels(**keys: Key | None) -> str:
    """A part of a template that gives keys as labelled arguments: ``a`` as ``~a:``, ``maybe_a`` as ``?a:``.

    Keys that are ``None`` are left out; the part ends in a space unless it is empty.
    """
    given = [(name, key) for name, key in keys.items() if key is not None]
    words = [f"?{name[6:]}:" if name.startswith("maybe_") else f"~{name}:" for name, _ in given]
    return "".join(f"{word}{key.call()} " for word, (_, key) in zip(words, given, strict=True))
