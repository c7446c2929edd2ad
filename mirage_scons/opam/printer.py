"""Writing opam's format, as opam itself lays it out."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.opam.syntax import (
    Bound,
    Comparison,
    Field,
    File,
    Group,
    Ident,
    Item,
    Logic,
    Option,
    Prefix,
    Section,
    Update,
    Value,
)

_WIDTH = 78


def show(file: File) -> str:
    """The text of a file; reading it gives the same file."""
    return "".join(_item(item, "") for item in file.items)


def _item(item: Item, indent: str) -> str:
    if isinstance(item, Section):
        title = f" {_string(item.name)}" if item.name is not None else ""
        inner = "".join(_item(one, f"{indent}  ") for one in item.items)
        return f"{indent}{item.kind}{title} {{\n{inner}{indent}}}\n"
    return f"{indent}{item.name}: {_field(item, indent)}\n"


def _field(field: Field, indent: str) -> str:
    value = field.value
    if isinstance(value, str) and "\n" in value:
        return _long(value)
    return _laid_out(value, indent, len(indent) + len(field.name) + 2)


def _laid_out(value: Value, indent: str, column: int) -> str:
    """A value on one line if it fits there, else each element of a list on its own."""
    line = show_value(value)
    if column + len(line) <= _WIDTH:
        return line
    if isinstance(value, list):
        return _broken("[", value, "]", indent)
    if isinstance(value, Option) and isinstance(value.value, list):
        return f"{_broken('[', value.value, ']', indent)} {{{_spaced(value.conditions)}}}"
    return line


def _broken(opening: str, values: Sequence[Value], closing: str, indent: str) -> str:
    inner = f"{indent}  "
    lines = [f"{inner}{_laid_out(value, inner, len(inner))}\n" for value in values]
    return f"{opening}\n{''.join(lines)}{indent}{closing}"


def show_value(value: Value) -> str:
    """A value on one line. What has to be in parentheses is a :class:`Group`, as the parser makes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Ident):
        return value.name
    if isinstance(value, list):
        return f"[{_spaced(value)}]"
    if isinstance(value, Group):
        return f"({_spaced(value.values)})"
    return _compound(value)


def _compound(value: Option | Comparison | Bound | Logic | Prefix | Update) -> str:
    if isinstance(value, Option):
        return f"{show_value(value.value)} {{{_spaced(value.conditions)}}}"
    if isinstance(value, Bound):
        return f"{value.operator} {show_value(value.right)}"
    if isinstance(value, Prefix):
        inner = show_value(value.value)
        return f"{value.operator} {inner}" if inner.startswith("=") else f"{value.operator}{inner}"  # not !=
    return f"{show_value(value.left)} {value.operator} {show_value(value.right)}"


def _spaced(values: Sequence[Value]) -> str:
    return " ".join(map(show_value, values))


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _long(text: str) -> str:
    """A string of several lines; an escaped line end stands before one that does not begin with a line end."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"""')
    if escaped.endswith('"'):
        escaped = f'{escaped[:-1]}\\"'
    if text.startswith("\n"):
        return f'"""{escaped}"""'
    if text.startswith((" ", "\t")):  # else it would belong to the escaped line end
        escaped = f"\\x{ord(text[0]):02x}{escaped[1:]}"
    return f'"""\\\n{escaped}"""'
