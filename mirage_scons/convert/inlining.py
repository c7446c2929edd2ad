"""Local names that Python does without: a key says its doc itself, a call its argument of that name."""

from __future__ import annotations

from mirage_scons.convert.nodes import Expression, Node, s
from mirage_scons.convert.resolve import children
from mirage_scons.convert.scopes import Binder, Known
from mirage_scons.convert.translator import Translator


def is_inlined(t: Translator, binder: Binder) -> bool:
    """Whether what a local name stands for is written where it is used, which is once."""
    value = binder.value
    if value is None or not binder.is_local or len(binder.uses) != 1 or not _is_plain(t, value, True):
        return False
    use = binder.uses[0]
    if use.function is not binder.function or use.place >= len(t.file.source.text):
        return False
    free = {name.name for name in _names(value)}
    between = [one for one in binder.function.binders if value.at.end <= one.at.start < use.place]
    return not any(one.name in free for one in between)


def _is_plain(t: Translator, node: Expression, top: bool = False) -> bool:
    """Whether a value is short to write: a literal, lists and packages of these, or what an option is."""
    if isinstance(node, s.Constant):
        return True
    if isinstance(node, s.LocalOpen):
        return _is_plain(t, node.body, top)
    if isinstance(node, s.Name):
        return isinstance(t.target(node), (Known, Binder))
    if isinstance(node, (s.ListOf, s.TupleOf)):
        return all(_is_plain(t, item) for item in node.items) and getattr(node, "rest", None) is None
    if isinstance(node, s.Polymorphic):
        return node.argument is None or _is_plain(t, node.argument)
    if isinstance(node, s.Construct):
        return node.argument is None or _is_plain(t, node.argument)
    if isinstance(node, s.Apply):
        known = t.known(node.function)
        short = not top and node.at.end - node.at.start < _SHORT
        if known in _PLAIN or (short and isinstance(node.function, s.Name) and known not in _OTHERS):
            return all(_is_plain(t, argument.value) for argument in node.arguments)
    return False


_PLAIN = ("Key.Arg.info", "package", "key", "Key.v", "dep", "abstract", "^")
_OTHERS = ("ref", "!", ":=", "incr", "decr", "ignore", "raise", "failwith", "Sys.getenv", "Sys.getenv_opt", "$")
_SHORT = 40
"""How long what is written in the place of a name may be."""


def _names(node: Expression) -> list[Node]:
    found: list[Node] = []
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, s.Name):
            found.append(one)
        else:
            pending.extend(children(one))
    return found
