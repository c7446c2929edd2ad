"""Why something is in a unikernel, and what differs between two of its targets."""

from __future__ import annotations

from pathlib import Path

from configs import plan, unikernel

from mirage_scons.model.errors import Location
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.difference import Difference, difference, facts
from mirage_scons.render.difference import show as show_difference
from mirage_scons.render.files import render
from mirage_scons.render.why import Reason, known, reasons, show, unknown

CONFIG = """hello = key("hello", opt(str, "hi"))
big = key("big", flag())
words = package("words", min="1.0", sublibs=["core"])
dev = impl("Dev", typ("dev"), packages=[package("words", max="3")], local_libs=["mine"])
one = main("One", time >> job, keys=[hello], packages=[words], extra_deps=[dep(dev)])
two = main("Two", time >> job, packages_v=if_(value(big), [package("large")], [package("words")]))
both = if_impl(value(big), default_time, default_time)
register("app", [one(default_time), two(both)], packages=[package("extra")], keys=[big])
"""


def places(location: Location | None) -> str:
    """The line of a configuration."""
    return f"config.py:{location.line}" if location else ""


def why(directory: Path, asked: str, target: str = "unix", **given: str) -> list[Reason]:
    """The reasons for what is called ``asked``."""
    return reasons(asked, unikernel(directory, CONFIG), plan(directory, CONFIG, target, given), R4_4)


def said(directory: Path, asked: str, target: str = "unix", **given: str) -> str:
    """The one reason in words."""
    (reason,) = why(directory, asked, target, **given)
    return show(reason, "app", target, [], places)


def test_a_package_is_brought_by_devices_with_their_lines_bounds_and_ways(tmp_path: Path) -> None:
    assert said(tmp_path, "words") == (
        'package "words" { ?monorepo & >= "1.0" & < "3" } in app for unix\n'
        '  One (config.py:6): "words" { ?monorepo & >= "1.0" }\n'
        "    app -> One (config.py:6)\n"
        '  Dev (config.py:5): "words" { ?monorepo & < "3" }\n'
        "    app -> One (config.py:6) -> Dev (config.py:5)\n"
        '  Two (config.py:7): "words" { ?monorepo }\n'
        "    app -> Two (config.py:7)\n"
    )


def test_a_package_that_depends_on_a_key_is_there_where_the_key_says_so(tmp_path: Path) -> None:
    assert why(tmp_path, "large") == []
    assert "Two (config.py:7)" in said(tmp_path, "large", big="true")
    assert "Two" not in said(tmp_path, "words", big="true")


def test_what_no_device_brings_is_the_targets_or_the_unikernels_own(tmp_path: Path) -> None:
    assert '\n  every unikernel: "lwt" { ?monorepo }\n' in said(tmp_path, "lwt")
    assert "\n  the target hvt: " in said(tmp_path, "solo5", "hvt")
    assert '\n  register (config.py:9): "extra" { ?monorepo }\n' in said(tmp_path, "extra")


def test_a_device_of_several_jobs_is_reached_from_each(tmp_path: Path) -> None:
    text = said(tmp_path, "mirage-time")
    assert "    app -> One (config.py:6) -> Unix_os.Time\n    app -> Two (config.py:7) -> Unix_os.Time\n" in text


def test_a_library_is_that_of_a_package_or_lies_beside_it(tmp_path: Path) -> None:
    assert said(tmp_path, "words.core").startswith("library words.core in app for unix\n  One (config.py:6): ")
    assert "Dev (config.py:5): mine, which lies beside it" in said(tmp_path, "mine")


def test_a_key_is_that_of_devices_choices_and_packages(tmp_path: Path) -> None:
    assert (
        said(tmp_path, "hello") == "key hello=hi in app for unix\n  One (config.py:6)\n    app -> One (config.py:6)\n"
    )
    text = said(tmp_path, "big")
    assert "  Two (config.py:7): to choose its packages\n" in text
    assert "  a choice of time\n" in text
    assert "  register (config.py:9)\n" in text
    assert "  every unikernel\n" in said(tmp_path, "target")


def test_a_module_has_ways_to_it(tmp_path: Path) -> None:
    assert said(tmp_path, "Dev") == (
        "module Dev in app for unix\n  Dev (config.py:5)\n    app -> One (config.py:6) -> Dev (config.py:5)\n"
    )


def test_everything_known_has_a_reason(tmp_path: Path) -> None:
    names = known(plan(tmp_path, CONFIG)) - {"Mirage_runtime"}
    assert len(names) > 30
    assert [name for name in sorted(names) if not why(tmp_path, name)] == []
    assert all(reason.askers for name in names for reason in why(tmp_path, name))


def test_what_is_unknown_has_a_near_match(tmp_path: Path) -> None:
    assert why(tmp_path, "wrods") == []
    names = known(plan(tmp_path, CONFIG))
    message = "why=wrods: no package, library, key or module of app is called so\n  Did you mean words?"
    assert str(unknown("wrods", ["app"], names, is_locked=True)) == message
    assert str(unknown("wrods", ["app"], names, is_locked=False)).endswith("once there is a lock: scons lock")


def differing(directory: Path, one: str, other: str, text: str = CONFIG) -> Difference:
    """What differs between two targets."""
    before, after = plan(directory, text, one), plan(directory, text, other)
    return difference((before, render(before)), (after, render(after)), places)


def test_targets_differ_in_devices_keys_packages_libraries_and_files(tmp_path: Path) -> None:
    lines = show_difference(differing(tmp_path, "hvt", "unix"), verbose=False).splitlines()
    assert lines[:2] == ["--- app:hvt", "+++ app:unix"]
    assert [line for line in lines if line.startswith("@@")] == [
        "@@ devices @@",
        "@@ keys @@",
        "@@ packages @@",
        "@@ libraries @@",
        "@@ files @@",
    ]
    assert {"- Solo5_os.Time: time", "+ Unix_os.Time: time", "- target=hvt", "+ target=unix"} <= set(lines)
    assert {"- manifest.json", "- mirage-solo5", "+ mirage-unix", "~ key_gen.ml: -1 +1"} <= set(lines)
    assert not any("One" in line for line in lines)


def test_what_differs_in_files_is_shown_line_by_line_on_demand(tmp_path: Path) -> None:
    text = show_difference(differing(tmp_path, "hvt", "spt"), verbose=True)
    assert "--- key_gen.ml\n+++ key_gen.ml\n@@" in text
    assert "-let target () = `Hvt\n+let target () = `Spt\n" in text


def test_two_targets_of_one_family_differ_in_little(tmp_path: Path) -> None:
    found = differing(tmp_path, "hvt", "spt")
    assert [part.kind for part in found.parts if part.removed or part.added] == ["keys", "files"]


def test_other_programs_are_told_what_is_there_with_other_words(tmp_path: Path) -> None:
    found = facts(differing(tmp_path, "unix", "xen"))
    assert (found["unikernel"], found["from"], found["to"]) == ("app", "unix", "xen")
    assert {"name": "target", "from": "target=unix", "to": "target=xen"} in found["keys"]["changed"]
    assert "manifest.json" in found["files"]["added"]
    assert "main.ml" in [file["name"] for file in found["files"]["changed"]]
    assert found["devices"]["changed"] == []


def test_a_plan_does_not_differ_from_itself(tmp_path: Path) -> None:
    found = differing(tmp_path, "unix", "unix")
    assert show_difference(found, verbose=True) == "--- app:unix\n+++ app:unix\n"
