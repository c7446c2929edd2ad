"""Parsing an OCaml file: of tree-sitter's tree, nodes of :mod:`~mirage_scons.config_ml.syntax` are made."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mirage_scons.config_ml.parse import applications, lets  # noqa: F401 - they read their nodes, for all others
from mirage_scons.config_ml.parse.errors import check_comments, syntax_error
from mirage_scons.config_ml.parse.items import structure
from mirage_scons.config_ml.parse.tree import IncompleteError, Tree
from mirage_scons.config_ml.source import Source, Span
from mirage_scons.config_ml.syntax import Item
from mirage_scons.config_ml.trampoline import run
from mirage_scons.model.errors import ConfigError, Location

if TYPE_CHECKING:
    from tree_sitter import Parser

_DEEPEST = 20_000


@cache
def _parser() -> Parser:
    import tree_sitter  # a configuration in Python needs neither
    import tree_sitter_ocaml

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_ocaml.language_ocaml()))


def parse(source: Source) -> tuple[Item, ...]:
    """The items of a file; :class:`ConfigError` with the place for what is no OCaml, or nested too deeply."""
    root = _parser().parse(source.text).root_node
    if root.has_error:
        raise syntax_error(source, root)
    check_comments(source, root)

    def too_deep() -> ConfigError:
        return ConfigError("the file is nested too deeply", Location(str(source.path), 1))

    tree = Tree(source, root)
    try:
        items: tuple[Item, ...] = run(structure(tree, root), _DEEPEST, too_deep)
    except IncompleteError as error:
        what = f"syntax error: the {error.name.replace('_', ' ')} is missing here"
        raise ConfigError(what, tree.span(error.node).location()) from None
    return items


def comments_of(source: Source) -> list[Span]:
    """The places of the comments of a file, in order."""
    found, pending = list[Span](), [_parser().parse(source.text).root_node]
    while pending:
        node = pending.pop()
        if node.type == "comment":
            found.append(Span(source, node.start_byte, node.end_byte))
        pending.extend(reversed(node.children))
    return found
