"""Random files of opam's format, as hypothesis makes them: what the parser can read."""

from __future__ import annotations

from hypothesis import strategies as st

from mirage_scons.opam.syntax import (
    Bound,
    Comparison,
    Field,
    File,
    Group,
    Ident,
    Logic,
    Option,
    Prefix,
    Section,
    Update,
    Value,
)

names = st.from_regex(r"[a-z][a-z0-9_-]{0,8}(:[a-z][a-z-]{0,4})?", fullmatch=True).filter(
    lambda name: name not in ("true", "false")
)
strings = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30) | st.sampled_from(
    ['"', "\\", " \n x", "\t\n", "\n\n", 'a"""b\n', "%{os}%", "# no comment", "(* *)", 'end"\nof"']
)
atoms: st.SearchStrategy[Value] = st.one_of(strings, st.integers(-999, 9999), st.booleans(), st.builds(Ident, names))
operators = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~"])
updates = st.sampled_from(["+=", "=+", ":=", "=:", "=+="])


def _left(operator: str, parts: list[Value]) -> Value:
    value = parts[0]
    for part in parts[1:]:
        value = Logic(operator, value, part)
    return value


@st.composite
def values(draw: st.DrawFn, depth: int = 3) -> Value:
    """A value, loose or tight."""
    held = _held(depth)
    if draw(st.integers(0, 3)):
        return draw(held)
    if draw(st.booleans()):
        return Update(draw(updates), draw(atoms), draw(atoms))
    conjunctions = st.lists(held, min_size=1, max_size=3).map(lambda parts: _left("&", parts))
    return _left("|", draw(st.lists(conjunctions, min_size=1, max_size=3)))


@st.composite
def _held(draw: st.DrawFn, depth: int) -> Value:
    """What holds together more tightly than ``&``."""
    value = draw(_tight(depth))
    if depth and draw(st.booleans()):
        value = Option(value, draw(_row(depth - 1)))
    return Prefix(draw(st.sampled_from("!?")), value) if draw(st.integers(0, 4)) == 0 else value


@st.composite
def _tight(draw: st.DrawFn, depth: int) -> Value:
    kind = draw(st.integers(0, 5 if depth else 2))
    if kind == 1:
        return Comparison(draw(operators), draw(atoms), draw(atoms))
    if kind == 2:
        return Bound(draw(operators), draw(atoms))
    if kind in (3, 4):
        row = draw(_row(depth - 1))
        return row if kind == 3 else Group(row)
    return draw(atoms)


def _row(depth: int) -> st.SearchStrategy[list[Value]]:
    return st.lists(values(depth), max_size=3).filter(_reads_apart)


def _reads_apart(row: list[Value]) -> bool:
    """Whether no value of a row begins with a comparison: what stands before it would be its left side."""
    return not any(_first(value) for value in row[1:])


def _first(value: Value) -> bool:
    if isinstance(value, (Logic, Comparison, Update)):
        return _first(value.left)
    return isinstance(value, Bound) or (isinstance(value, Option) and _first(value.value))


fields = st.builds(Field, names.filter(lambda name: ":" not in name), values())
sections = st.builds(
    Section, names.filter(lambda name: ":" not in name), st.none() | strings, st.lists(fields, max_size=3)
)
files = st.builds(File, st.lists(fields | sections, max_size=5))
