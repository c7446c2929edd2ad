"""Nodes of the syntax tree, as this package takes them.

Expressions and patterns are unions of tuples that hold each other, and mypy takes minutes to tell them apart: here they
are of no type, and so are the classes that tell them apart.
"""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml import syntax

s: Any = syntax
"""The classes of nodes, for what is to be told apart."""
Node = Any
"""A node of one class, or of some."""
Expression = Any
"""A :data:`mirage_scons.config_ml.syntax.Expression`."""
Pattern = Any
"""A :data:`mirage_scons.config_ml.syntax.Pattern`."""


def has_cases(fun: Node) -> bool:
    """Whether a function is one of cases: its last parameter is matched with them."""
    return isinstance(fun.body, s.Cases)


def cases_of(fun: Node) -> tuple[Node, ...]:
    """The cases of a function that has some."""
    found: tuple[Node, ...] = fun.body.cases
    return found


def body_of(fun: Node) -> Expression:
    """The body of a function."""
    return fun.body


def bare(node: Expression) -> Expression:
    """An expression without the local opens around it: what names in it stand for is known already."""
    while isinstance(node, s.LocalOpen):
        node = node.body
    return node
