"""OCaml's lexical conventions: literals, identifiers and module paths."""

from __future__ import annotations

import re

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b"}
_MODULE_PATH = re.compile(r"[A-Z][A-Za-z0-9_']*(\.[A-Z][A-Za-z0-9_']*)*")

_WORDS = (
    "and as assert asr begin class constraint do done downto else end exception external false for fun function",
    "functor if in include inherit initializer land lazy let lor lsl lsr lxor match method mod module mutable new",
    "nonrec object of open or private rec sig struct then to true try type val virtual when while with",
)
KEYWORDS = frozenset(" ".join(_WORDS).split())
"""The words that cannot be names."""


def string(text: str) -> str:
    """The OCaml string literal of ``text``: what ``Printf "%S"`` prints, bytes outside printable ASCII in decimal."""
    body = "".join(_ESCAPES.get(char) or (char if " " <= char <= "~" else _bytes(char)) for char in text)
    return f'"{body}"'


def _bytes(char: str) -> str:
    return "".join(f"\\{byte:03d}" for byte in char.encode("utf-8", "surrogateescape"))


def variant_value(tag: str) -> int:
    """What represents the constant variant ``tag`` in C (``caml_hash_variant`` of OCaml's runtime)."""
    accumulated = 0
    for byte in tag.encode():
        accumulated = (223 * accumulated + byte) & 0x7FFFFFFF
    signed = accumulated - (1 << 31) if accumulated > 0x3FFFFFFF else accumulated
    return 2 * signed + 1


def option(text: str | None) -> str:
    """``Some TEXT`` or ``None``, in parentheses, of a value that is OCaml text already."""
    return "(None)" if text is None else f"(Some {text})"


def items(texts: list[str]) -> str:
    """The OCaml list of values that are OCaml text already."""
    return f"[{'; '.join(texts)}]"


def identifier(name: str) -> str:
    """``name`` as part of an OCaml identifier: ``-`` and ``.`` become ``_``, what else is not allowed is left out."""
    return re.sub(r"[^A-Za-z0-9_]", "", re.sub(r"[-.]", "_", name))


def is_module_path(path: str) -> bool:
    """Whether ``path`` is a module path such as ``Unikernel.Hello``."""
    return _MODULE_PATH.fullmatch(path) is not None
