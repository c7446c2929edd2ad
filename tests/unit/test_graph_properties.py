"""What holds for the graph of every configuration: random well-typed terms against the rules said plainly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from mirage_scons.dsl import if_impl, key, opt, value
from mirage_scons.model.device import Device
from mirage_scons.model.impl import App, Dev, If, Impl, of_device
from mirage_scons.model.types import Functor, Type
from mirage_scons.plan.evaluate import evaluate, simplify
from mirage_scons.plan.graph import DeviceGraph, Vertex

T = Type("t")
DEVICES = [Device(f"D{number}", Functor((T,) * (number % 3), T) if number % 3 else T) for number in range(9)]
ROOT = Device("Root", T)
CHOICES = [key(f"k{number}", opt(bool, number % 2 == 0)) for number in range(3)]
Step = tuple[int, list[int], list[int], int]
STEPS = st.lists(
    st.tuples(
        st.integers(0, len(DEVICES) - 1),
        st.lists(st.integers(0, 30), min_size=2, max_size=2),
        st.lists(st.integers(0, 30), max_size=2),
        st.integers(0, 2 * len(CHOICES)),
    ),
    min_size=1,
    max_size=12,
)
CONTEXTS = st.dictionaries(st.sampled_from([key.name for key in CHOICES]), st.booleans())


def term(steps: Sequence[Step]) -> Impl:
    """A term over all steps: each is a device applied to earlier ones, or such a choice of two."""
    made: list[Impl] = [of_device(DEVICES[0])]
    for number, args, deps, chosen in steps:
        device = DEVICES[number]
        arity = len(device.type.params) if isinstance(device.type, Functor) else 0
        head: Impl = of_device(device, [made[dep % len(made)] for dep in deps])
        if chosen < len(CHOICES):
            head = if_impl(value(CHOICES[chosen]), head, of_device(DEVICES[number % 3]))
        made.append(head(*(made[arg % len(made)] for arg in args[:arity])) if arity else head)
    return of_device(ROOT, made[1:])


def copied(impl: Impl) -> Impl:
    """An equal term that shares no Python object with ``impl`` but devices and conditions."""
    if isinstance(impl, Dev):
        return Dev(impl.type, impl.device, tuple(map(copied, impl.args)), tuple(map(copied, impl.deps)))
    if isinstance(impl, App):
        return App(impl.type, copied(impl.function), tuple(map(copied, impl.args)))
    assert isinstance(impl, If)
    branches = tuple((constant, copied(branch)) for constant, branch in impl.branches)
    return If(impl.type, impl.condition, branches, copied(impl.default))


@dataclass(frozen=True)
class Tree:
    """A resolved term: equal trees are to be one vertex. Devices are equal only if they are the same."""

    device: Device
    args: tuple[Tree, ...]
    deps: tuple[Tree, ...]


def tree(impl: Impl, context: dict[str, bool], args: tuple[Tree, ...] = ()) -> Tree:
    """What ``impl`` is in ``context`` when it is applied to ``args``."""
    if isinstance(impl, If):
        return tree(impl.choose(context), context, args)
    if isinstance(impl, App):
        return tree(impl.function, context, (*(tree(arg, context) for arg in impl.args), *args))
    assert isinstance(impl, Dev)
    deps = tuple(tree(dep, context) for dep in impl.deps)
    return Tree(impl.device, (*(tree(arg, context) for arg in impl.args), *args), deps)


def numbered(node: Tree, numbers: dict[Tree, int]) -> dict[Tree, int]:
    """Numbers from 1: arguments, then dependencies, then the node, at the first visit."""
    for other in (*node.args, *node.deps):
        numbered(other, numbers)
    numbers.setdefault(node, len(numbers) + 1)
    return numbers


def connected(node: Tree, done: dict[Tree, None]) -> dict[Tree, None]:
    """The order of connecting: dependencies, then arguments, then the node, at the first visit."""
    if node not in done:
        for other in (*node.deps, *node.args):
            connected(other, done)
        done[node] = None
    return done


def collected(node: Tree, done: dict[Tree, None]) -> dict[Tree, None]:
    """The order of collecting: the node, then arguments, then dependencies, at the first visit."""
    if node not in done:
        done[node] = None
        for other in (*node.args, *node.deps):
            collected(other, done)
    return done


def graph(steps: Sequence[Step], context: dict[str, bool]) -> DeviceGraph:
    """The graph of a term with every choice made."""
    return evaluate(simplify(term(steps), context), context)


def described(graph: DeviceGraph) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """A graph as text: each vertex with what it needs, in the order of connecting."""
    return [(v.variable, variables(v.args), variables(v.deps)) for v in graph.emission()]


def variables(vertices: tuple[Vertex, ...]) -> tuple[str, ...]:
    """The variables of vertices."""
    return tuple(vertex.variable for vertex in vertices)


@given(STEPS, CONTEXTS)
def test_vertices_are_numbered_without_gaps_after_what_they_need(steps: list[Step], context: dict[str, bool]) -> None:
    vertices = graph(steps, context).emission()
    assert sorted(vertex.number for vertex in vertices) == list(range(1, len(vertices) + 1))
    assert all(other.number < vertex.number for vertex in vertices for other in (*vertex.args, *vertex.deps))


@given(STEPS, CONTEXTS)
def test_vertices_are_the_distinct_terms_with_their_numbers(steps: list[Step], context: dict[str, bool]) -> None:
    numbers = numbered(tree(term(steps), context), {})
    expected = {(number, node.device) for node, number in numbers.items()}
    assert {(vertex.number, vertex.device) for vertex in graph(steps, context).emission()} == expected


@given(STEPS, CONTEXTS)
def test_each_vertex_is_connected_once_in_order(steps: list[Step], context: dict[str, bool]) -> None:
    root = tree(term(steps), context)
    numbers = numbered(root, {})
    expected = [numbers[node] for node in connected(root, {})]
    assert [vertex.number for vertex in graph(steps, context).emission()] == expected


@given(STEPS, CONTEXTS)
def test_each_vertex_is_collected_once_in_order(steps: list[Step], context: dict[str, bool]) -> None:
    root = tree(term(steps), context)
    numbers = numbered(root, {})
    expected = [numbers[node] for node in collected(root, {})]
    assert [vertex.number for vertex in graph(steps, context).collection()] == expected


@given(STEPS, CONTEXTS)
def test_arguments_and_dependencies_are_those_of_the_term(steps: list[Step], context: dict[str, bool]) -> None:
    root = tree(term(steps), context)
    numbers = numbered(root, {})
    expected = {
        numbers[node]: ([numbers[arg] for arg in node.args], [numbers[dep] for dep in node.deps]) for node in numbers
    }
    got = {
        vertex.number: ([arg.number for arg in vertex.args], [dep.number for dep in vertex.deps])
        for vertex in graph(steps, context).emission()
    }
    assert got == expected


@given(STEPS, CONTEXTS)
def test_the_graph_does_not_depend_on_which_python_objects_a_term_shares(
    steps: list[Step], context: dict[str, bool]
) -> None:
    copy = copied(term(steps[:5]))
    assert described(evaluate(simplify(copy, context), context)) == described(graph(steps[:5], context))


@given(STEPS, CONTEXTS)
def test_evaluating_twice_gives_the_same(steps: list[Step], context: dict[str, bool]) -> None:
    root = simplify(term(steps), context)
    assert described(evaluate(root, context)) == described(evaluate(root, context))


@given(STEPS, CONTEXTS)
def test_choices_that_are_left_to_evaluation_change_numbers_but_not_the_graph(
    steps: list[Step], context: dict[str, bool]
) -> None:
    left = evaluate(term(steps), context)
    made = graph(steps, context)
    assert [vertex.device for vertex in left.collection()] == [vertex.device for vertex in made.collection()]
    assert len({vertex.number for vertex in left.emission()}) == len(left.emission())


@given(STEPS, CONTEXTS)
def test_simplifying_in_two_steps_is_simplifying_at_once(steps: list[Step], context: dict[str, bool]) -> None:
    partly = simplify(term(steps), context, full=False)
    assert described(evaluate(simplify(partly, context), context)) == described(graph(steps, context))
