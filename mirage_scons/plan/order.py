"""Orders of walking a graph that is given by a function from a node to those below it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import networkx as nx

Node = TypeVar("Node", bound=Hashable)


def postorder(root: Node, below: Callable[[Node], Sequence[Node]]) -> list[Node]:
    """Each node once, after those below it, which are visited in order."""
    return list(nx.dfs_postorder_nodes(_digraph(root, below), root))


def preorder(root: Node, below: Callable[[Node], Sequence[Node]]) -> list[Node]:
    """Each node once, before those below it, which are visited in order."""
    return list(nx.dfs_preorder_nodes(_digraph(root, below), root))


def _digraph(root: Node, below: Callable[[Node], Sequence[Node]]) -> nx.DiGraph[Node]:
    graph: nx.DiGraph[Node] = nx.DiGraph()
    graph.add_node(root)
    pending, expanded = [root], set()
    while pending:
        node = pending.pop()
        if node in expanded:
            continue
        expanded.add(node)
        nodes = below(node)
        graph.add_edges_from((node, other) for other in nodes)
        pending.extend(nodes)
    return graph
