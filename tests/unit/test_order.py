"""Walks of a graph visit its nodes as networkx does."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from mirage_scons.plan.order import postorder, preorder

GRAPHS = st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=10, max_size=10)
"""For each of ten nodes those below it: with cycles, loops, and edges that are there twice."""


@given(GRAPHS)
def test_walks_are_those_of_networkx(below: list[list[int]]) -> None:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(10))
    graph.add_edges_from((node, other) for node, others in enumerate(below) for other in others)
    assert postorder(0, below.__getitem__) == list(nx.dfs_postorder_nodes(graph, 0))
    assert preorder(0, below.__getitem__) == list(nx.dfs_preorder_nodes(graph, 0))


def test_a_graph_may_be_deeper_than_recursion_goes() -> None:
    assert postorder(0, lambda node: [node + 1] if node < 10_000 else [])[0] == 10_000
