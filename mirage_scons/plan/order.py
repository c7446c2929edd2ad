"""Orders of walking a graph that is given by a function from a node to those below it.

networkx has these walks, too; importing it takes longer than all else that a plan needs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def postorder(root: Node, below: Callable[[Node], Sequence[Node]]) -> list[Node]:
    """Each node once, after those below it, which are visited in order."""
    return _walk(root, below)[1]


def preorder(root: Node, below: Callable[[Node], Sequence[Node]]) -> list[Node]:
    """Each node once, before those below it, which are visited in order."""
    return _walk(root, below)[0]


def _walk(root: Node, below: Callable[[Node], Sequence[Node]]) -> tuple[list[Node], list[Node]]:
    """The nodes as they are entered, and as they are left, by a walk that goes deep first; no recursion limits it."""
    entered, left = {root: None}, []
    path = [(root, iter(below(root)))]
    while path:
        node, others = path[-1]
        for other in others:
            if other not in entered:
                entered[other] = None
                path.append((other, iter(below(other))))
                break
        else:
            path.pop()
            left.append(node)
    return list(entered), left
