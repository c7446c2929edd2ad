"""The device graph: what is shared, how vertices are numbered and named, in which orders they come."""

from __future__ import annotations

from pathlib import Path

import pytest
from configs import MAIN, plan

from mirage_scons.plan.graph import DeviceGraph, Vertex
from mirage_scons.plan.plan import Plan

FAMILIES = {
    "unix": "unix",
    "macosx": "unix",
    "hvt": "solo5",
    "spt": "solo5",
    "virtio": "solo5",
    "muen": "solo5",
    "genode": "solo5",
    "xen": "xen",
    "qubes": "xen",
}

ONE_JOB = """
unikernel = main("Unikernel.Hello", time >> job, packages=[package("duration")])
register("hello", [unikernel(default_time)])
"""


def names(vertices: list[Vertex] | tuple[Vertex, ...]) -> list[str]:
    """The variables of vertices."""
    return [vertex.variable for vertex in vertices]


def own(made: Plan, vertices: list[Vertex]) -> list[str]:
    """The modules of vertices without those that every unikernel has."""
    first = {id(vertex) for init in made.init for vertex in DeviceGraph(init).emission()}
    return [vertex.device.module for vertex in vertices if id(vertex) not in first and vertex is not made.graph.root]


def test_one_job_for_hvt_has_the_vertices_of_the_original(tmp_path: Path) -> None:
    made = plan(tmp_path, ONE_JOB, "hvt")
    assert names(made.connects) == [
        "bootvar__1",
        "key_gen__2",
        "printexc__3",
        "hashtbl__4",
        "gc__5",
        "mirage_runtime__6",
        "pclock__7",
        "mirage_logs_make__8",
        "solo5_os_time__9",
        "unikernel_hello__10",
        "mirage_runtime__11",
    ]
    assert names(made.init) == [
        "key_gen__2",
        "printexc__3",
        "hashtbl__4",
        "gc__5",
        "mirage_runtime__6",
        "mirage_logs_make__8",
    ]
    assert made.graph.root.variable == "mirage_runtime__11"


def test_one_job_for_hvt_applies_two_functors(tmp_path: Path) -> None:
    applied = {vertex.module: vertex.application for vertex in plan(tmp_path, ONE_JOB, "hvt").connects}
    assert {module: text for module, text in applied.items() if text} == {
        "Mirage_logs_make__8": "Mirage_logs.Make(Pclock)",
        "Unikernel_hello__10": "Unikernel.Hello(Solo5_os.Time)",
    }


def test_one_job_for_hvt_needs_the_packages_of_the_original(tmp_path: Path) -> None:
    packages = plan(tmp_path, ONE_JOB, "hvt").packages
    needed = {package.name: (package.build, *package.min, *package.max) for package in packages}
    assert list(needed) == [
        "duration",
        "lwt",
        "mirage-bootvar-solo5",
        "mirage-clock-solo5",
        "mirage-logs",
        "mirage-runtime",
        "mirage-solo5",
        "mirage-time",
        "ocaml-solo5",
        "opam-monorepo",
        "solo5",
    ]
    assert [name for name, (build, *_) in needed.items() if build] == ["ocaml-solo5", "opam-monorepo", "solo5"]
    assert needed["duration"] == (False, "1.0.0")
    assert needed["lwt"] == needed["mirage-time"] == (False,)


ORDER = """
a, b, c, d, e, f, g = (typ(name) for name in "abcdefg")
A, B, D, G = main("A", a), main("B", b), main("D", d), main("G", g)
F = main("F", a >> b >> f)(A, B)
C = main("C", c, extra_deps=[dep(D)])
E1, E2 = main("E1", e), main("E2", e)
U = main("U", f >> c >> job, extra_deps=[E1, E2])(F, C)
W = main("W", g >> job)(G)
register("order", [U, W])
"""


def test_numbers_go_from_arguments_to_dependencies_to_the_device(tmp_path: Path) -> None:
    made = plan(tmp_path, ORDER)
    numbers = {vertex.device.module: vertex.number for vertex in made.connects if vertex.number > 8}
    assert numbers == {
        "A": 9,
        "B": 10,
        "F": 11,
        "D": 12,
        "C": 13,
        "E1": 14,
        "E2": 15,
        "U": 16,
        "G": 17,
        "W": 18,
        "Mirage_runtime": 19,
    }


def test_devices_are_connected_after_their_dependencies_then_their_arguments(tmp_path: Path) -> None:
    made = plan(tmp_path, ORDER)
    assert own(made, made.graph.emission()) == ["E1", "E2", "A", "B", "F", "D", "C", "U", "G", "W"]
    assert made.connects == tuple(made.graph.emission())


def test_what_devices_bring_is_collected_from_the_root_on_arguments_before_dependencies(tmp_path: Path) -> None:
    made = plan(tmp_path, ORDER)
    assert made.graph.collection()[0] is made.graph.root
    assert own(made, made.graph.collection()) == ["U", "F", "A", "B", "C", "D", "E1", "E2", "W", "G"]


def test_equal_applications_in_two_jobs_are_one_vertex(tmp_path: Path) -> None:
    text = """
    a = typ("a")
    A, F = main("A", a), main("F.Make", a >> job >> job)
    U, W = main("U", job >> job), main("W", job >> job)
    register("shared", [U(F(A, noop)), W(F(A, noop))])
    """
    made = plan(tmp_path, text)
    assert names(made.connects)[8:] == ["a__9", "unit__10", "f_make__11", "u__12", "w__13", "mirage_runtime__14"]
    assert made.connects[11].args == made.connects[12].args == (made.connects[10],)


def test_equal_looking_devices_are_two_vertices(tmp_path: Path) -> None:
    text = """
    a = typ("a")
    U = main("U", a >> a >> job)
    register("app", [U(main("A", a), main("A", a))])
    """
    assert names(plan(tmp_path, text).connects)[8:11] == ["a__9", "a__10", "u__11"]


def test_one_device_with_different_arguments_is_two_vertices(tmp_path: Path) -> None:
    text = """
    a, b = typ("a"), typ("b")
    A = main("A", a >> b)
    X, Y = main("X", a), main("X", a)
    register("app", [main("U", b >> b >> b >> job)(A(X), A(Y), A(X))])
    """
    made = plan(tmp_path, text)
    assert names(made.connects)[8:13] == ["x__9", "a__10", "x__11", "a__12", "u__13"]
    assert [vertex.variable for vertex in made.connects[12].args] == ["a__10", "a__12", "a__10"]


@pytest.mark.parametrize(
    ("module", "variable"),
    [
        ("Unikernel.Main", "unikernel_main__9"),
        ("A.B.C", "a_b_c__9"),
        ("HTTP_server", "http_server__9"),
        ("It's", "its__9"),
    ],
)
def test_a_variable_is_named_after_the_module(module: str, variable: str, tmp_path: Path) -> None:
    text = f'a = typ("a")\nregister("app", [main("U", a >> job)(main("{module}", a))])\n'
    vertex = plan(tmp_path, text).connects[8]
    assert (vertex.variable, vertex.module, vertex.application) == (variable, module, None)


def test_an_application_s_module_is_the_variable_capitalised(tmp_path: Path) -> None:
    text = 'register("app", [main("It\'s.HTTP", job >> job)(noop)])\n'
    vertex = plan(tmp_path, text).connects[9]
    assert (vertex.variable, vertex.module, vertex.application) == ("its_http__10", "Its_http__10", "It's.HTTP(Unit)")


def test_a_functor_that_is_passed_on_unapplied_is_named_by_its_module(tmp_path: Path) -> None:
    text = 'register("app", [main("U", functor(job >> job) >> job)(main("F.Make", job >> job))])\n'
    functor, user = plan(tmp_path, text).connects[8:10]
    assert user.application == "U(F.Make)"
    assert functor.is_functor
    assert not user.is_functor


def test_a_functor_that_is_passed_on_with_some_arguments_is_an_application_and_a_functor(tmp_path: Path) -> None:
    text = """
    make = main("F.Make", time >> functor(job >> job))
    register("app", [main("U", functor(job >> job) >> job)(make(default_time))])
    """
    functor, user = plan(tmp_path, text).connects[9:11]
    assert (functor.application, user.application) == ("F.Make(Unix_os.Time)", "U(F_make__10)")
    assert functor.is_functor
    assert not user.is_functor


@pytest.mark.parametrize(("target", "family"), FAMILIES.items())
def test_the_default_time_is_that_of_the_target_s_family(target: str, family: str, tmp_path: Path) -> None:
    [time] = [vertex for vertex in plan(tmp_path, ONE_JOB, target).connects if vertex.number == 9]
    assert time.device.module == {"unix": "Unix_os.Time", "solo5": "Solo5_os.Time", "xen": "Xen_os.Time"}[family]


@pytest.mark.parametrize(("target", "family"), FAMILIES.items())
def test_the_command_line_is_that_of_the_target_s_family(target: str, family: str, tmp_path: Path) -> None:
    packages = [package.name for package in plan(tmp_path, MAIN, target).packages]
    assert [name for name in packages if "bootvar" in name] == [f"mirage-bootvar-{family}"]


def test_a_reporter_of_one_s_own_takes_the_place_of_the_default_one(tmp_path: Path) -> None:
    text = 'register("app", [noop], reporter=default_reporter(level="debug"))\n'
    made = plan(tmp_path, text)
    assert names(made.init)[-1] == "mirage_logs_make__8"
    assert "Some Logs.Debug" in made.init[-1].device.connect(made.info, "M", ())


def test_uses_of_a_device_are_found_in_the_order_of_connecting(tmp_path: Path) -> None:
    text = """
    a, b = typ("a"), typ("b")
    A = main("A", a >> b)
    register("app", [main("U", b >> b >> job)(A(main("X", a)), A(main("Y", a)))])
    """
    made = plan(tmp_path, text)
    device = made.connects[9].device
    assert names(made.graph.uses([device])) == ["a__10", "a__12"]
    assert names(made.graph.uses([])) == []
