"""Literals of texts in Python, and f-strings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Union

from mirage_scons.convert.python import ATOM, CONDITIONAL, POSTFIX, Py, call


def text(value: str) -> Py:
    """The literal of a text: over several lines where it has some."""
    return Py(_quoted(value, escaped(value)), ATOM, value)


def _quoted(value: str, body: str) -> str:
    if _is_long(value) and not value.endswith(('"', "\\")):
        return f'{"r" if chr(92) in value else ""}"""{value}"""'
    mark = "'" if '"' in value and "'" not in value else '"'
    return f"{mark}{body.replace(mark, chr(92) + mark)}{mark}"


def _is_long(value: str) -> bool:
    """Whether a text is easier to read over several lines: then it shows all that it holds, with no space at an end."""
    lines = value.split("\n")
    plain = all(line.isprintable() for line in lines) and all(line == line.rstrip() for line in lines[:-1])
    return "\n" in value.strip("\n") and plain and '"""' not in value


def escaped(value: str) -> str:
    """``value`` as it is written between quotes, which are left as they are."""
    shown = []
    for char in value:
        if char == "\\":
            shown.append("\\\\")
        elif char.isprintable():
            shown.append(char)
        else:
            shown.append(repr(char)[1:-1])
    return "".join(shown)


class Field:
    """What an f-string shows between braces: ``value``, which is a text or a number, with a ``format``."""

    def __init__(self, value: Py, format: str = "", is_text: bool = True) -> None:
        self.value = value
        self.format = format
        self.is_text = is_text


def joined(parts: Sequence[Union[str, Field]]) -> Py:
    """The text of which ``parts`` are the texts and values: a literal, a value itself, or an f-string."""
    merged: list[Union[str, Field]] = []
    for part in parts:
        if isinstance(part, Field) and part.value.literal is not None and not part.format:
            part = part.value.literal
        if isinstance(part, Field) and (number := re.fullmatch(r"str\(([\w.]+)\)", part.value.text)):
            part = Field(Py(number[1]), part.format, is_text=False)
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    if not merged:
        return text("")
    if len(merged) == 1:
        one = merged[0]
        if isinstance(one, str):
            return text(one)
        if not one.format:
            return one.value if one.is_text else call("str", [one.value.text])
    return _formatted(merged)


def _formatted(parts: Sequence[Union[str, Field]]) -> Py:
    written = "".join(part for part in parts if isinstance(part, str))
    values = "".join(part.value.text for part in parts if isinstance(part, Field))
    if any(sign in values for sign in ("\\", "\n", "#", "{", "}")) or ('"' in values and "'" in values):
        return _format_call(parts)
    last = parts[-1]
    if _is_long(written) and "\\" not in written and not (isinstance(last, str) and last.endswith('"')):
        return Py(f'f"""{_body(parts, lambda one: one)}"""')
    mark = "'" if '"' in values or ('"' in written and "'" not in written + values) else '"'
    if mark in values:
        return _format_call(parts)
    return Py(f"f{mark}{_body(parts, lambda one: escaped(one).replace(mark, chr(92) + mark))}{mark}")


def _body(parts: Sequence[Union[str, Field]], write: Callable[[str], str]) -> str:
    shown = []
    for part in parts:
        if isinstance(part, str):
            shown.append(write(part).replace("{", "{{").replace("}", "}}"))
        else:
            shown.append(f"{{{part.value.at(CONDITIONAL)}{':' if part.format else ''}{part.format}}}")
    return "".join(shown)


def _format_call(parts: Sequence[Union[str, Field]]) -> Py:
    form = "".join(
        part.replace("{", "{{").replace("}", "}}")
        if isinstance(part, str)
        else f"{{{':' if part.format else ''}{part.format}}}"
        for part in parts
    )
    values = ", ".join(part.value.text for part in parts if isinstance(part, Field))
    return Py(f"{text(form).text}.format({values})", POSTFIX)
