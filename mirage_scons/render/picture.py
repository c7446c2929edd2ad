"""Diagrams as pictures: SVG, and one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mirage_scons.render.diagram import Box, Diagram, Link
from mirage_scons.render.layered import Layout, Point, arrange
from mirage_scons.render.opam import dependency
from mirage_scons.render.template import fill

_CHARACTER = 7.2
_LINE = 17.0
_MARGIN = 10.0
_LONGEST = 36
"""How many characters of a line are shown in a box; all of it is among what is said of it."""
_PORTS_APART = 11.0


@dataclass(frozen=True)
class Shape:
    """A box in a picture: its middle, its size, its lines of text, and its layer."""

    box: Box
    middle: Point
    size: Point
    lines: tuple[str, ...]
    layer: int

    @property
    def corner(self) -> Point:
        """Its upper left corner."""
        return self.middle[0] - self.size[0] / 2, self.middle[1] - self.size[1] / 2

    @property
    def needs(self) -> list[str]:
        """Its packages, as an opam file has them."""
        return [dependency(package) for package in self.box.packages]

    def baseline(self, line: int) -> float:
        """Where a line of its text stands."""
        return self.corner[1] + _MARGIN / 2 + _LINE * (line + 0.78)

    def width_of(self, line: str) -> float:
        """How wide a line of text is drawn, whatever the font."""
        return len(line) * _CHARACTER


@dataclass(frozen=True)
class Stroke:
    """A link in a picture: the path, and where its label stands."""

    link: Link
    path: str
    middle: Point


@dataclass(frozen=True)
class Picture:
    """A diagram with places: ``index`` tells it from the others of a page."""

    diagram: Diagram
    index: int
    width: float
    height: float
    shapes: tuple[Shape, ...]
    strokes: tuple[Stroke, ...]

    @property
    def title(self) -> str:
        """What it shows."""
        return f"{self.diagram.name} for {self.diagram.target}"


def svg(diagram: Diagram) -> str:
    """A diagram as SVG; what is known of a box is shown where one points at it."""
    return fill("graph.svg.j2", picture=_picture(diagram, 1))


def page(diagrams: Sequence[Diagram]) -> str:
    """Diagrams as one page of HTML, with all that is known of each box, and a search."""
    return fill("graph.html.j2", pictures=[_picture(diagram, index) for index, diagram in enumerate(diagrams, 1)])


def _picture(diagram: Diagram, index: int) -> Picture:
    places = {box.number: place for place, box in enumerate(diagram.boxes)}
    texts = [_lines(box, diagram) for box in diagram.boxes]
    sizes = [_size(lines) for lines in texts]
    joined = {link: (places[link.above], places[link.below]) for link in diagram.links}
    layout = arrange(sizes, joined.values())
    ports = _ports(layout, sizes)
    shapes = [
        Shape(box, layout.middles[place], sizes[place], texts[place], layout.layers[place])
        for place, box in enumerate(diagram.boxes)
    ]
    strokes = [_stroke(link, ends, layout, sizes, ports) for link, ends in joined.items()]
    return Picture(diagram, index, layout.width, layout.height, tuple(shapes), tuple(strokes))


def _lines(box: Box, diagram: Diagram) -> tuple[str, ...]:
    keys = ", ".join(setting.name for setting in box.keys)
    if box.kind == "choice":
        return ("if", _short(keys))
    if box.kind == "application":
        return ("$",)
    if box == diagram.boxes[0]:
        return (_short(f"{diagram.name} for {diagram.target}"),)
    return tuple(filter(None, [_short(box.module), _short(keys)]))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _size(lines: Sequence[str]) -> Point:
    return max(map(len, lines)) * _CHARACTER + 2 * _MARGIN, len(lines) * _LINE + _MARGIN


def _ports(layout: Layout, sizes: Sequence[Point]) -> dict[tuple[int, int], float]:
    """Where each edge leaves the box above it: side by side, in the order of where they go."""
    leaving: dict[int, list[tuple[float, int]]] = {}
    for (above, below), path in layout.paths.items():
        leaving.setdefault(above, []).append((path[1][0], below))
    found = {}
    for above, ends in leaving.items():
        step = min(_PORTS_APART, (sizes[above][0] - 2 * _MARGIN) / len(ends))
        for place, (_, below) in enumerate(sorted(ends)):
            found[above, below] = layout.middles[above][0] + (place - (len(ends) - 1) / 2) * step
    return found


def _stroke(
    link: Link,
    ends: tuple[int, int],
    layout: Layout,
    sizes: Sequence[Point],
    ports: Mapping[tuple[int, int], float],
) -> Stroke:
    above, below = ends
    (_, top), *passed, (across, bottom) = layout.paths[ends]
    points = [(ports[ends], top + sizes[above][1] / 2), *passed, (across, bottom - sizes[below][1] / 2 - 4)]
    path = f"M{_at(points[0])}"
    for (x, y), (to, down) in pairwise(points):
        bend = (y + down) / 2
        path += f"C{_at((x, bend))} {_at((to, bend))} {_at((to, down))}"
    (x, y), (to, down) = points[0], points[1]
    return Stroke(link, path, ((x + to) / 2, (y + down) / 2))


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
