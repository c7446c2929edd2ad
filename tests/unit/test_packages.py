"""Packages: what a device needs, what several need together, and how it is said in an opam file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from configs import MAIN, plan
from hypothesis import given
from hypothesis import strategies as st

from mirage_scons.dsl import package
from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.model.package import Package, merge, released
from mirage_scons.plan.packages import bind, libraries
from mirage_scons.releases import Release
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.opam import dependency

VERSIONS = st.frozensets(st.sampled_from(["0.9", "1.0", "2", "10"]))
PINS = st.none() | st.sampled_from([("p.dev", "git+https://a"), ("p.1", "git+https://a"), ("p.dev", "git+https://b")])
NEEDS = st.builds(
    lambda scope, build, libs, low, high, pin: Package(
        "p", scope, build, libs, low if pin is None else frozenset(), high if pin is None else frozenset(), pin
    ),
    st.sampled_from(["monorepo", "monorepo", "monorepo", "switch"]),
    st.booleans(),
    st.frozensets(st.sampled_from(["p", "p.x", "p.y"])),
    VERSIONS,
    VERSIONS,
    PINS,
)


def together(*needs: Callable[[], Package] | Package) -> Package | str:
    """What packages require together, or the message that they do not go together."""
    try:
        made = [need() if callable(need) else need for need in needs]
        whole = made[0]
        for need in made[1:]:
            whole = merge(whole, need)
        return whole
    except ConfigError:
        return "conflict"


@pytest.mark.parametrize("name", ["lwt", "mirage-logs", "a_b", "B2", "0install", "-a", "x"])
def test_a_name_holds_letters_digits_dashes_and_underscores_and_at_least_one_letter(name: str) -> None:
    assert package(name).name == name


@pytest.mark.parametrize("name", ["", "000", "-_-", "é", "bar.subfoo", "a b", "a+b", "lwt\n"])
def test_any_other_name_is_invalid(name: str) -> None:
    with pytest.raises(ConfigError, match="is invalid"):
        package(name)


def test_a_package_is_vendored_and_linked_under_its_name_unless_it_says_so() -> None:
    assert package("lwt") == Package("lwt", "monorepo", False, frozenset(["lwt"]), frozenset(), frozenset(), None)


@pytest.mark.parametrize(
    ("made", "libs"),
    [
        (package("arp", sublibs=["mirage"]), {"arp.mirage"}),
        (package("arp", sublibs=["mirage", "unix"]), {"arp.mirage", "arp.unix"}),
        (package("arp", libs=["arp", "arp-mirage"]), {"arp", "arp-mirage"}),
        (package("arp", libs=[]), set()),
        (package("arp", sublibs=[]), set()),
    ],
)
def test_libraries_are_said_by_sublibs_or_libs(made: Package, libs: set[str]) -> None:
    assert made.libs == libs


def test_a_pin_has_the_version_dev_unless_it_says_so() -> None:
    assert package("lwt", pin="git+https://lwt").pin == ("lwt.dev", "git+https://lwt")
    assert package("lwt", pin="git+https://lwt", pin_version="5").pin == ("lwt.5", "git+https://lwt")


@given(NEEDS, NEEDS)
def test_the_order_of_two_needs_does_not_count(a: Package, b: Package) -> None:
    assert together(a, b) == together(b, a)


@given(NEEDS, NEEDS, NEEDS)
def test_the_grouping_of_three_needs_does_not_count(a: Package, b: Package, c: Package) -> None:
    assert together(together_of(a, b), c) == together(a, together_of(b, c))


def together_of(a: Package, b: Package) -> Callable[[], Package]:
    """The merge of two needs, made when it is asked for, since it may be a conflict."""
    return lambda: merge(a, b)


@given(NEEDS)
def test_a_need_said_twice_is_said_once(a: Package) -> None:
    assert merge(a, a) == a


@given(NEEDS, NEEDS)
def test_needs_add_up_and_a_pin_wins_over_all_bounds(a: Package, b: Package) -> None:
    if a.scope != b.scope or (a.pin and b.pin and a.pin != b.pin):
        assert together(a, b) == "conflict"
        return
    pin = a.pin or b.pin
    whole = merge(a, b)
    assert (whole.scope, whole.build, whole.libs, whole.pin) == (a.scope, a.build or b.build, a.libs | b.libs, pin)
    assert whole.min == (frozenset() if pin else a.min | b.min)
    assert whole.max == (frozenset() if pin else a.max | b.max)


@pytest.mark.parametrize("other", [{"scope": "switch"}, {"pin": ("p.dev", "git+https://b")}])
def test_a_conflict_names_both_places(other: dict[str, object]) -> None:
    one = replace(package("p", pin="git+https://a"), where=Location("config.py", 3))
    two = replace(one, **other, where=Location("config.py", 7))  # type: ignore[arg-type]
    for a, b in ((one, two), (two, one)):
        with pytest.raises(ConfigError) as caught:
            merge(a, b)
        assert {"config.py:3", "config.py:7"} <= {word.strip(":()") for word in str(caught.value).split()}


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (package("lwt"), '"lwt" { ?monorepo }'),
        (package("lwt", build=True), '"lwt" { ?monorepo & build }'),
        (package("solo5", scope="switch"), '"solo5"'),
        (package("solo5", scope="switch", build=True), '"solo5" { build }'),
        (package("solo5", scope="switch", min="0.7"), '"solo5" { >= "0.7" }'),
        (package("lwt", min="5.0", max="6.0"), '"lwt" { ?monorepo & >= "5.0" & < "6.0" }'),
        (package("lwt", max="6.0", build=True), '"lwt" { ?monorepo & build & < "6.0" }'),
    ],
)
def test_a_dependency_is_its_name_with_the_constraints_in_braces(made: Package, line: str) -> None:
    assert dependency(made) == line


def test_bounds_are_printed_in_the_order_of_strings_lower_ones_first() -> None:
    whole = together(
        package("bar", min="1.0", max="3.0"),
        package("bar", min="10.0", max="2.0", libs=["bar.x"]),
    )
    assert isinstance(whole, Package)
    assert dependency(whole) == '"bar" { ?monorepo & >= "1.0" & >= "10.0" & < "2.0" & < "3.0" }'
    assert libraries([whole]) == ["bar", "bar.x"]


def test_a_pin_wins_over_bounds_when_needs_are_merged() -> None:
    alone = package("bar", min="1.0", max="2.0", pin="x")
    assert dependency(alone) == '"bar" { ?monorepo & >= "1.0" & < "2.0" }'
    assert dependency(merge(alone, alone)) == '"bar" { ?monorepo }'
    assert dependency(merge(package("bar", min="1.0"), package("bar", pin="x"))) == '"bar" { ?monorepo }'


def test_libraries_of_the_build_s_own_tools_are_not_linked() -> None:
    assert libraries([package("b"), package("a"), package("crunch", build=True)]) == ["a", "b"]


def test_packages_of_devices_jobs_and_the_registration_are_merged_and_sorted(tmp_path: Path) -> None:
    text = """
    u = main("U", job >> job, packages=[package("bar", min="1.0", max="3.0")])
    v = main("V", job >> job, packages=[package("bar", min="10.0", max="2.0", libs=["bar.x"])])
    register("app", [u(noop), v(noop)], packages=[package("lwt", min="5.0"), package("zzz", build=True)])
    """
    made = plan(tmp_path, text)
    names = [package.name for package in made.packages]
    assert names == sorted(set(names))
    lines = [dependency(package) for package in made.packages]
    assert '"bar" { ?monorepo & >= "1.0" & >= "10.0" & < "2.0" & < "3.0" }' in lines
    assert '"lwt" { ?monorepo & >= "5.0" }' in lines
    assert '"zzz" { ?monorepo & build }' in lines
    assert {"bar", "bar.x", "lwt"} < set(made.libraries)
    assert "zzz" not in made.libraries


def test_in_one_device_a_later_package_replaces_an_earlier_one_of_its_name(tmp_path: Path) -> None:
    text = """
    u = main("U", job >> job, packages=[package("bar", min="1"), package("bar", max="2")])
    register("app", [u(noop)])
    """
    assert dependency(plan(tmp_path, text).packages[0]) == '"bar" { ?monorepo & < "2" }'


def test_a_user_s_bound_and_the_release_s_hold_together(tmp_path: Path) -> None:
    text = 'register("app", [noop], packages=[package("duration", min="0.2")])\n'
    assert [dependency(package) for package in plan(tmp_path, text).packages if package.name == "duration"] == [
        '"duration" { ?monorepo & >= "0.2" & < "1.0.0" }'
    ]


def test_a_use_of_a_package_has_its_own_bounds_or_the_package_s() -> None:
    release = Release("test", "1.0", {("p", ""): ("1", "2"), ("p", "special"): ("1.5", ""), ("q", "only"): ("", "3")})
    assert release.bounds("p") == release.bounds("p", "other") == ("1", "2")
    assert release.bounds("p", "special") == ("1.5", "")
    assert release.bounds("q") == release.bounds("r") == ("", "")


def test_a_released_package_has_the_release_s_bounds_and_another_keeps_its_own() -> None:
    release = Release("test", "1.0", {("p", ""): ("1", "2"), ("p", "special"): ("", "3")})
    assert bind(released("p"), release) == package("p", min="1", max="2")
    assert bind(released("p", "special"), release) == package("p", max="3")
    assert bind(released("unknown"), release) == package("unknown")
    assert bind(package("p", min="0.1"), release) == package("p", min="0.1")


@pytest.mark.parametrize("target", ["unix", "macosx", "hvt", "spt", "virtio", "muen", "genode", "xen", "qubes"])
def test_every_package_that_the_release_bounds_is_bounded_in_a_plan(target: str, tmp_path: Path) -> None:
    bounded = {name for name, _ in R4_4.table}
    made = {package.name: package for package in plan(tmp_path, MAIN, target).packages}
    assert len(bounded & made.keys()) > 3
    assert [name for name in bounded & made.keys() if not made[name].min | made[name].max] == []
