"""Places for the boxes of graphs: layers, no box over another, and the same for the same graph."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mirage_scons.render.layered import Edge, Layout, Point, arrange

Graph = tuple[list[Point], list[Edge]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Boxes of many sizes, and edges from a lower number to a higher one: no circle."""
    count = draw(st.integers(1, 14))
    sizes = draw(st.lists(st.tuples(st.floats(10, 200), st.floats(10, 60)), min_size=count, max_size=count))
    pairs = [(one, other) for other in range(count) for one in range(other)]
    edges = draw(st.lists(st.sampled_from(pairs), max_size=30)) if pairs else []
    return sizes, edges


def crossings(layout: Layout, edges: list[Edge]) -> int:
    """How many edges between the same two layers cross."""
    spans = [(layout.middles[one], layout.middles[other]) for one, other in edges]
    return sum(
        (one[0][0] - other[0][0]) * (one[1][0] - other[1][0]) < 0
        for place, one in enumerate(spans)
        for other in spans[:place]
    )


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_boxes_lie_within_the_picture_and_never_over_each_other(graph: Graph) -> None:
    sizes, edges = graph
    layout = arrange(sizes, edges)
    boxes = [
        (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        for (x, y), (width, height) in zip(layout.middles, sizes, strict=True)
    ]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= layout.width + 1e-6
        assert bottom <= layout.height + 1e-6
    for place, one in enumerate(boxes):
        for other in boxes[:place]:
            apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
            assert apart, (one, other)


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_every_edge_goes_down_layer_by_layer_from_one_box_to_the_other(graph: Graph) -> None:
    sizes, edges = graph
    layout = arrange(sizes, edges)
    assert set(layout.paths) == set(edges)
    for (one, other), path in layout.paths.items():
        assert path[0] == layout.middles[one]
        assert path[-1] == layout.middles[other]
        downs = [down for _, down in path]
        assert downs == sorted(set(downs))
        assert len(path) == layout.layers[other] - layout.layers[one] + 1


@given(graphs())
@settings(max_examples=30, deadline=None)
def test_a_graph_gets_the_same_places_whatever_the_order_of_its_edges(graph: Graph) -> None:
    sizes, edges = graph
    assert arrange(sizes, edges) == arrange(sizes, [*reversed(edges), *edges])


def test_lines_that_need_not_cross_do_not() -> None:
    edges = [(0, 5), (1, 4), (2, 3), (6, 0), (6, 1), (6, 2)]
    layout = arrange([(50.0, 20.0)] * 7, edges)
    assert crossings(layout, edges[:3]) == 0


def test_a_box_stands_below_the_middle_of_the_one_that_alone_uses_it() -> None:
    layout = arrange([(80.0, 20.0), (40.0, 20.0), (60.0, 20.0)], [(0, 1), (1, 2)])
    assert len({x for x, _ in layout.middles}) == 1


def test_one_box_alone_has_a_place() -> None:
    layout = arrange([(80.0, 20.0)], [])
    assert layout.middles == ((layout.width / 2, layout.height / 2),)
