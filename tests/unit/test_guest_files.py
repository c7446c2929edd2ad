"""What is rendered for guests: shared by targets where dune sees the same, and by locks where packages are the same."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from configs import plan
from hypothesis import given, settings
from hypothesis import strategies as st

from mirage_scons.model import ocaml
from mirage_scons.opam.parser import parse
from mirage_scons.render.files import render
from mirage_scons.render.opam import needs
from mirage_scons.targets import TARGETS

SOLO5 = [name for name, target in TARGETS.items() if target.is_shared]
TEXT = 'register("app", [main("U", block >> job)(block_of_file("storage"))])\n'


def test_the_five_targets_of_solo5_share_a_workspace_and_what_a_lock_is_made_of(tmp_path: Path) -> None:
    plain = 'register("app", [noop])\n'
    plans = [plan(tmp_path / name, plain, name) for name in SOLO5]
    assert len(plans) == 5
    first = render(plans[0]).workspace
    assert all(render(one).workspace == first for one in plans)
    assert {needs(one) for one in plans} == {needs(plans[0])}
    assert needs(plan(tmp_path / "unix", plain, "unix")) != needs(plans[0])


def test_what_decides_a_lock_is_that_of_the_opam_file(tmp_path: Path) -> None:
    text = 'register("app", [noop], packages=[package("x", pin="git+https://example.org/x.git#main", min="1")])\n'
    whole = plan(tmp_path, text, "hvt")
    short, opam = parse(needs(whole)), parse(render(whole).target["app-hvt.opam"])
    for field in ("depends", "pin-depends", "x-opam-monorepo-opam-provided"):
        assert short.get(field) == opam.get(field) != None  # noqa: E711 - a value of opam's, not Python's


def test_a_shared_program_asks_for_its_target_when_it_runs(tmp_path: Path) -> None:
    files = render(plan(tmp_path, TEXT, "hvt"))
    assert "let target () = `Hvt\n" in files.target["key_gen.ml"]
    declared = re.search(r"external target : unit -> \[> (.*) \] = \"(\w+)\"", files.workspace["key_gen.ml"])
    assert declared
    assert declared[1].split(" | ") == [f"`{name.capitalize()}" for name in SOLO5]
    assert f"long {declared[2]}(long unit)" in files.target["target.c"]


def test_xen_has_a_program_of_its_own_with_a_constant(tmp_path: Path) -> None:
    files = render(plan(tmp_path, TEXT, "xen"))
    assert "let target () = `Xen\n" in files.workspace["key_gen.ml"]
    assert "target.c" not in files.target


@pytest.mark.parametrize("target", list(TARGETS))
def test_a_guest_is_a_complete_object_in_a_context_of_its_own(target: str, tmp_path: Path) -> None:
    files = render(plan(tmp_path, 'register("app", [noop])\n', target)).workspace
    is_process = target in ("unix", "macosx")
    assert ("(modes object)" in files["dune"]) == (not is_process)
    context = "default" if is_process else "solo5"
    assert f'(enabled_if (= %{{context_name}} "{context}"))' in files["dune"]
    assert ("(toolchain solo5)" in files["dune-workspace"]) == (not is_process)
    assert "(context default)" in files["dune-workspace"]


def test_what_other_tools_start_an_image_by_lies_beside_it(tmp_path: Path) -> None:
    assert render(plan(tmp_path / "a", 'register("app", [noop])\n', "hvt")).beside == {}
    assert render(plan(tmp_path / "b", 'register("app", [noop])\n', "virtio")).beside == {
        "app.virtio_libvirt.xml": "app_libvirt.xml"
    }
    assert render(plan(tmp_path / "c", 'register("app", [noop])\n', "xen")).beside == {
        "app.xl": "app.xl",
        "app.xl.in": "app.xl.in",
        "app.xen_libvirt.xml": "app_libvirt.xml",
    }


@settings(max_examples=3, deadline=None)
@given(st.lists(st.from_regex(r"[A-Z][A-Za-z0-9_']{0,30}", fullmatch=True), min_size=40, max_size=60, unique=True))
def test_the_value_of_a_variant_is_ocamls(tags: list[str]) -> None:
    known = ["Hvt", "Spt", "Virtio", "Muen", "Genode", *tags]
    program = "".join(f"print_endline (string_of_int ((Obj.magic `{tag} : int)));;\n" for tag in known)
    done = subprocess.run(["ocaml", "-stdin"], input=program, capture_output=True, text=True, check=True)
    assert [2 * int(line) + 1 for line in done.stdout.split()] == [ocaml.variant_value(tag) for tag in known]
