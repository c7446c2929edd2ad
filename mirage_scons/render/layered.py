"""Places for the boxes of a graph that has a top and a bottom: boxes in layers, few lines that cross, short lines.

The steps are those of Sugiyama, Tagawa and Toda: layers, places in them for lines that pass, an order with few
crossings, then coordinates. Equal graphs get equal places.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

Point = tuple[float, float]
Edge = tuple[int, int]

_SWEEPS = 12
_APART = 22.0
_LAYERS_APART = 46.0
_PASSING = 8.0
"""The width of a line that passes a layer."""
_STRAIGHT = 6.0
"""How much more a line that passes a layer is to be straight than one that ends there."""


@dataclass(frozen=True)
class Layout:
    """The middle of each box, and for each edge the points that it goes through, from the box above to that below."""

    width: float
    height: float
    middles: tuple[Point, ...]
    paths: Mapping[Edge, tuple[Point, ...]]
    layers: tuple[int, ...]


@dataclass
class _Grid:
    """Boxes and passing lines in layers, as numbers: below ``boxes`` a box, else a line that passes.

    ``above`` and ``below`` say what each is joined with in the next layers, ``chains`` what each edge goes through.
    """

    boxes: int
    widths: list[float]
    layers: list[list[int]]
    above: list[list[int]]
    below: list[list[int]]
    chains: dict[Edge, list[int]]


def arrange(sizes: Sequence[Point], edges: Iterable[Edge]) -> Layout:
    """Places for boxes of ``sizes``, their widths and heights, joined by ``edges``, which make no circle."""
    grid = _grid([width for width, _ in sizes], sorted(set(edges)))
    _order(grid)
    across = _across(grid)
    rank = {one: layer for layer, members in enumerate(grid.layers) for one in members}
    tall = [max((sizes[one][1] for one in members if one < grid.boxes), default=0.0) for members in grid.layers]
    down = [sum(tall[:layer]) + layer * _LAYERS_APART + tall[layer] / 2 for layer in range(len(tall))]
    left = min(across[one] - grid.widths[one] / 2 for one in rank) - _APART
    place = {one: (across[one] - left, down[layer] + _APART) for one, layer in rank.items()}
    return Layout(
        width=max(x + grid.widths[one] / 2 for one, (x, _) in place.items()) + _APART,
        height=sum(tall) + _LAYERS_APART * (len(tall) - 1) + 2 * _APART,
        middles=tuple(place[box] for box in range(grid.boxes)),
        paths={edge: tuple(place[one] for one in chain) for edge, chain in grid.chains.items()},
        layers=tuple(rank[box] for box in range(grid.boxes)),
    )


def _grid(widths: Sequence[float], edges: Sequence[Edge]) -> _Grid:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(widths)))
    graph.add_edges_from(edges)
    layers = [sorted(members) for members in nx.topological_generations(graph)]
    rank = {box: layer for layer, members in enumerate(layers) for box in members}
    grid = _Grid(len(widths), list(widths), layers, [[] for _ in widths], [[] for _ in widths], {})
    for one, other in edges:
        chain = [one, *(_passing(grid, layer) for layer in range(rank[one] + 1, rank[other])), other]
        for upper, lower in pairwise(chain):
            grid.below[upper].append(lower)
            grid.above[lower].append(upper)
        grid.chains[one, other] = chain
    return grid


def _passing(grid: _Grid, layer: int) -> int:
    grid.widths.append(_PASSING)
    grid.above.append([])
    grid.below.append([])
    grid.layers[layer].append(len(grid.widths) - 1)
    return len(grid.widths) - 1


def _order(grid: _Grid) -> None:
    """Put each layer in an order with few crossings: by the mean of what each is joined with, down and up again."""
    best, fewest = [list(members) for members in grid.layers], _crossings(grid)
    for sweep in range(_SWEEPS):
        if sweep % 2 == 0:
            steps = [(layer, layer - 1, grid.above) for layer in range(1, len(grid.layers))]
        else:
            steps = [(layer, layer + 1, grid.below) for layer in reversed(range(len(grid.layers) - 1))]
        for layer, other, joined in steps:
            grid.layers[layer] = _by_mean(grid.layers[layer], grid.layers[other], joined)
        crossings = _crossings(grid)
        if crossings < fewest:
            best, fewest = [list(members) for members in grid.layers], crossings
    grid.layers = best


def _by_mean(members: list[int], others: list[int], joined: list[list[int]]) -> list[int]:
    at = {one: place for place, one in enumerate(others)}
    own = {one: place for place, one in enumerate(members)}
    mean = {one: sum(at[other] for other in joined[one]) / len(joined[one]) for one in members if joined[one]}
    free = len(others) / max(len(members), 1)
    return sorted(members, key=lambda one: (mean.get(one, own[one] * free), own[one]))


def _crossings(grid: _Grid) -> int:
    """How many lines cross between neighbouring layers."""
    total = 0
    for upper, lower in pairwise(grid.layers):
        at = {one: place for place, one in enumerate(lower)}
        seen: list[int] = []
        for one in upper:
            ends = sorted(at[other] for other in grid.below[one])
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _across(grid: _Grid) -> list[float]:
    """The middle of each, from left to right: near what it is joined with, in the order of its layer."""
    across = [0.0] * len(grid.widths)
    for members in grid.layers:
        _settle(grid, members, dict.fromkeys(members, 0.0), across)
    for sweep in range(_SWEEPS):
        joined = grid.above if sweep % 2 == 0 else grid.below
        for members in grid.layers if sweep % 2 == 0 else reversed(grid.layers):
            _settle(grid, members, {one: _mean(joined[one], across, across[one]) for one in members}, across)
    both = [[*up, *down] for up, down in zip(grid.above, grid.below, strict=True)]
    for members in (*grid.layers, *reversed(grid.layers)):
        _settle(grid, members, {one: _mean(both[one], across, across[one]) for one in members}, across)
    return across


def _mean(others: Sequence[int], across: Sequence[float], without: float) -> float:
    return sum(across[other] for other in others) / len(others) if others else without


def _settle(grid: _Grid, members: Sequence[int], wanted: Mapping[int, float], across: list[float]) -> None:
    """Place a layer as near to ``wanted`` as its order and widths allow: least squares, by pooling neighbours."""
    packed, places = 0.0, []
    for one in members:
        packed += grid.widths[one] / 2
        places.append(packed)
        packed += grid.widths[one] / 2 + _APART
    pools: list[tuple[float, float, int]] = []  # the weight, the place, and how many are pooled there
    for one, place in zip(members, places, strict=True):
        weight = 1.0 if one < grid.boxes else _STRAIGHT
        pool = (weight, wanted[one] - place, 1)
        while pools and pools[-1][1] >= pool[1]:
            other = pools.pop()
            whole = other[0] + pool[0]
            pool = (whole, (other[0] * other[1] + pool[0] * pool[1]) / whole, other[2] + pool[2])
        pools.append(pool)
    shifts = [shift for _, shift, count in pools for _ in range(count)]
    for one, place, shift in zip(members, places, shifts, strict=True):
        across[one] = place + shift
