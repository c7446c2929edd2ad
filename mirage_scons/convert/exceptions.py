"""Exceptions: OCaml's are the nearest of Python's."""

from __future__ import annotations

from mirage_scons.convert.cases import match
from mirage_scons.convert.nodes import Expression, Node, Pattern, s
from mirage_scons.convert.python import Block, Py, call
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.resolve import children
from mirage_scons.convert.scopes import Binder
from mirage_scons.convert.sinks import Assign, Sink
from mirage_scons.convert.translator import Translator

_CLASSES = {
    "Failure": "(ValueError, IndexError)",
    "Invalid_argument": "(ValueError, IndexError)",
    "Not_found": "LookupError",
    "Division_by_zero": "ZeroDivisionError",
    "Exit": "StopIteration",
}
_RAISED = {
    "Failure": "ValueError",
    "Invalid_argument": "ValueError",
    "Not_found": "LookupError",
    "Division_by_zero": "ZeroDivisionError",
    "Exit": "StopIteration",
}


def raised(t: Translator, node: Node, out: Block) -> Py:
    """An exception that is raised."""
    tag = t.resolution.tags[id(node)]
    if tag.binder is None and tag.name not in _RAISED:
        raise refused(f"the exception {tag.name}", node.at)
    name = t.name(tag.binder) if tag.binder is not None else _RAISED[tag.name]
    if node.argument is None:
        return Py(name)
    values = node.argument.items if tag.arity > 1 and isinstance(node.argument, s.TupleOf) else (node.argument,)
    return call(name, [value.text for value in t.all(values, out)])


def attempt(t: Translator, node: Expression, sink: Sink, out: Block) -> None:
    """``try``, or a ``match`` with cases for exceptions."""
    from mirage_scons.convert.flow import statements  # which says this in its turn

    body = out.suite("try:")
    cases = [case for case in node.cases if isinstance(case.pattern, s.ExceptionPattern)]
    if isinstance(node, s.Try):
        statements(t, node.body, sink, body)
        cases = list(node.cases)
        for case in cases:
            _handler(t, node.body, case, case.pattern, sink, out)
        return
    value = Assign(None, t.fresh("result", node.at))
    statements(t, node.subject, value, body)
    for case in cases:
        assert isinstance(case.pattern, s.ExceptionPattern)
        _handler(t, node.subject, case, case.pattern.pattern, sink, out)
    others = [case for case in node.cases if case not in cases]
    match(t, Py(value.name), others, node.at, sink, out.suite("else:"))


def _says(t: Translator, node: Expression) -> bool:
    """Whether an expression may raise what the configuration itself says."""
    if isinstance(node, s.Apply) and (
        isinstance(t.target(node.function), Binder) or t.known(node.function).rpartition(".")[2] in _RAISING
    ):
        return True
    return any(_says(t, child) for child in children(node))


_RAISING = ("failwith", "invalid_arg", "raise")


def _handler(t: Translator, node: Expression, case: Node, pattern: Pattern, sink: Sink, out: Block) -> None:
    from mirage_scons.convert.flow import statements

    if case.guard is not None:
        raise refused("a guard of an exception", case.guard.at)
    if isinstance(pattern, s.Anything):
        suite = out.suite("except Exception:")
    elif isinstance(pattern, s.ConstructPattern):
        tag = t.resolution.tags[id(pattern)]
        if tag.binder is None and tag.name not in _CLASSES:
            raise refused(f"the exception {tag.name}", pattern.at)
        name = t.name(tag.binder) if tag.binder is not None else _CLASSES[tag.name]
        argument = pattern.argument
        if argument is None or isinstance(argument, s.Anything):
            suite = out.suite(f"except {name}:")
        elif isinstance(argument, s.Bind):
            if tag.binder is None and not _says(t, node):
                raise refused(
                    "the message of an exception of OCaml's own", pattern.at, "Python's says it in other words."
                )
            error = t.fresh("error", pattern.at)
            suite = out.suite(f"except {name} as {error}:")
            said = f"str({error})" if tag.binder is None else f"{error}.args[0]"
            suite.line(f"{t.declare(argument)} = {said}")
        else:
            raise refused("this pattern of an exception", pattern.at)
    else:
        raise refused("this pattern of an exception", pattern.at)
    statements(t, case.body, sink, suite)
