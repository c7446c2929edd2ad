"""Images for guests: one compile, a link for each target, and no more than what is needed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from guest_project import HOME, SCONSTRUCT, WORKSPACE, asked, guest, own_lines, said, with_a_disk
from guest_sdk import GuestSdk
from matrix import lines
from project import Project, copied


def test_three_targets_are_compiled_once_and_each_image_knows_its_own(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "hvt", "spt", "virtio")
    result = project.run()
    assert result.dune_runs == 1
    for target in ("hvt", "spt", "virtio"):
        assert asked(project, "abi", f"dist/greeter.{target}")["target"] == target
    for target, words in sdk.runs.items():
        output = project.run(f"greeter:{target}:run", "args=--hello=Salut", *words).output
        assert own_lines(output) == [f"{target}: message: Salut"]
    project.up_to_date()


def test_another_target_after_a_build_is_linked_and_dune_is_not_started(guest_built: Project) -> None:
    result = guest_built.run("target=hvt")
    assert result.dune_runs == 0
    assert [line for line in lines(result.output) if not line.startswith("Generating")] == [
        f"Compiling {HOME}/hvt/target.o",
        f"Compiling {HOME}/hvt/manifest.o",
        "Linking dist/greeter.hvt",
    ]
    guest_built.up_to_date()
    guest_built.up_to_date("target=hvt,spt")


def test_what_was_not_touched_is_not_read_again(guest_built: Project) -> None:
    made = {"dist/greeter.spt", "build/greeter/solo5/greeter.o", "build/greeter/spt/manifest.o"}
    assert all(guest_built.path(name).exists() for name in made)
    guest_built.up_to_date()
    assert guest_built.run().opened.isdisjoint(made)


def test_an_edit_is_compiled_once_for_all_targets(guest_built: Project) -> None:
    guest_built.run("target=spt,hvt")
    guest_built.replace("message.ml", "message: ", "a message: ")
    result = guest_built.run("target=spt,hvt")
    assert result.dune_runs == 1
    made = lines(result.output)
    assert made[0] == f"Building {HOME}/solo5/greeter.o"
    assert sorted(made[1:]) == ["Linking dist/greeter.hvt", "Linking dist/greeter.spt"]


def test_another_default_of_a_run_time_key_recompiles_the_modules_that_read_keys(guest_built: Project) -> None:
    guest_built.replace("config.py", "Hello World!", "Salut")
    assert sorted(lines(guest_built.run().output)) == [
        f"Building {HOME}/solo5/greeter.o",
        f"Generating {HOME}/spt/key_gen.ml",
        f"Generating {WORKSPACE}/key_gen.ml",
        "Linking dist/greeter.spt",
    ]
    assert compiled(guest_built) == {"key_gen.ml", "main.ml", "unikernel.ml"}  # not message.ml
    assert said(guest_built, "dist/greeter.spt") == ["spt: message: Salut"]


def test_another_default_of_a_key_that_the_program_does_not_read_recompiles_two_modules(guest_built: Project) -> None:
    text = guest_built.read("unikernel.ml").replace("Key_gen.hello ()", '"Hello"')
    guest_built.write("unikernel.ml", re.sub(r"match Key_gen[^\n]*(\n *\|.*)+", '"spt"', text))
    guest_built.run()
    guest_built.run("backtrace=false")
    assert compiled(guest_built) == {"key_gen.ml", "main.ml"}


def compiled(project: Project) -> set[str]:
    """The modules that dune's last run compiled."""
    return set(re.findall(r"ocamlopt\S* .*-c -impl ([^\s)]+)", project.read(f"{WORKSPACE}/_build/log")))


def test_targets_for_which_dune_sees_something_else_have_workspaces_of_their_own(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "spt", "hvt")
    choice = 'match_impl(value(target), [("hvt", unikernel(noop))], default=other(noop))'
    other = 'other = main("Unikernel.Other", job >> job, keys=[hello])'
    project.replace("config.py", "[unikernel(noop)]", f"[{choice}]")
    project.replace("config.py", "\nregister", f"{other}\n\nregister")
    project.write("unikernel.ml", project.read("unikernel.ml") + "module Other = Hello\n")
    assert project.run().dune_runs == 2
    assert said(project, "dist/greeter.spt") == ["spt: message: Hello World!"]
    project.up_to_date()
    project.up_to_date("target=hvt")  # alone it has the workspace that it had beside others
    assert project.path(f"{HOME}/workspace/solo5-hvt/dune").exists()
    assert project.path(f"{HOME}/workspace/solo5-virtio/dune").exists()


def test_a_process_and_a_guest_are_built_in_one_run(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "unix", "spt")
    project.run()
    assert project.image("greeter") == "unix: message: Hello World!\n"
    assert said(project, "dist/greeter.spt") == ["spt: message: Hello World!"]
    project.up_to_date()


def test_xen_and_qubes_are_programs_of_their_own_with_what_starts_them(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "xen", "qubes")
    project.replace("SConstruct", 'env.Unikernel(".")', 'Default(env.Unikernel("."))')
    assert project.run().dune_runs == 2
    for image in ("dist/greeter.xen", "dist/qubes/greeter.xen"):
        assert asked(project, "abi", image)["target"] == "xen"
        assert asked(project, "manifest", image)["devices"] == []
    assert "kernel = 'greeter.xen'" in project.read("dist/greeter.xl")
    assert project.path("dist/greeter.xl.in").exists()
    assert project.path("dist/greeter.xen_libvirt.xml").exists()
    project.up_to_date()


def test_what_is_attached_stands_in_the_manifest_of_the_image(guest_built: Project) -> None:
    with_a_disk(guest_built, "disk1")
    guest_built.run()
    assert asked(guest_built, "manifest", "dist/greeter.spt")["devices"] == [{"name": "disk1", "type": "BLOCK_BASIC"}]
    assert '"name": "disk1"' in guest_built.read(f"{HOME}/spt/image.json")


def test_a_c_stub_is_compiled_with_the_compiler_for_guests(guest_built: Project) -> None:
    guest_built.write("stub/dune", "(library (name stub) (foreign_stubs (language c) (names number)))\n")
    guest_built.write("stub/stub.ml", 'external number : int -> int = "number" [@@noalloc]\n')
    guest_built.write("stub/number.c", "long number(long n) { return n + 2 * __STDC_HOSTED__; }\n")
    guest_built.replace("config.py", "keys=[hello]", 'keys=[hello], local_libs=["stub"]')
    guest_built.write("message.ml", 'let text g = Printf.sprintf "message: %s %d" g (Stub.number 1)\n')
    guest_built.run()
    assert said(guest_built, "dist/greeter.spt") == ["spt: message: Hello World! 1"]  # freestanding: not hosted


def test_what_a_rule_makes_is_made_on_the_host(guest_built: Project) -> None:
    only = "(enabled_if (= %{context_name} default))"
    guest_built.write("tool/dune", f"(executable (name tool) (libraries unix) {only})\n")
    guest_built.write("tool/tool.ml", 'let () = if Unix.getpid () > 0 then print_string "let word = \\"made\\""\n')
    guest_built.write("dune", "(rule (with-stdout-to word.ml (run tool/tool.exe)))\n")
    guest_built.write("message.ml", 'let text greeting = "message: " ^ greeting ^ Word.word\n')
    guest_built.run()
    assert said(guest_built, "dist/greeter.spt") == ["spt: message: Hello World!made"]


def test_a_path_may_have_spaces(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "a project", sdk, "spt", "virtio")
    project.run()
    assert own_lines(project.run("greeter:spt:run", "args=--hello='a b'").output) == ["spt: message: a b"]
    project.up_to_date()


def test_cleaning_leaves_the_lock_and_the_sources_only(guest_built: Project) -> None:
    guest_built.run("-c")
    left = {path.name for path in guest_built.root.iterdir() if not path.name.startswith(".scons")}
    assert left == {"SConstruct", "config.py", "unikernel.ml", "message.ml", "greeter-solo5.opam.locked"}


def test_checkouts_share_objects_and_images_by_scons_cache(sdk: GuestSdk, tmp_path: Path) -> None:
    first = guest(tmp_path / "first" / "project", sdk, "spt", "hvt")
    first.replace("SConstruct", "env = ", f'CacheDir("{tmp_path / "cache"}")\nenv = ')
    first.run()
    second = copied(first, tmp_path / "second" / "project")
    second.run("-c")
    result = second.run()
    assert result.dune_runs == 0
    assert result.did("Retrieved `dist/greeter.spt'", "Retrieved `dist/greeter.hvt'")
    assert said(second, "dist/greeter.spt") == ["spt: message: Hello World!"]
    second.up_to_date()


def test_with_implicit_cache_edits_are_noticed_and_nothing_is_done_twice(guest_built: Project) -> None:
    guest_built.run("--implicit-cache")
    guest_built.run("--implicit-cache")
    guest_built.up_to_date("--implicit-cache")
    guest_built.replace("message.ml", "message: ", "a message: ")
    made = lines(guest_built.run("--implicit-cache").output)
    assert made == [f"Building {HOME}/solo5/greeter.o", "Linking dist/greeter.spt"]


@pytest.mark.parametrize("jobs", ["-j1", "-j8"])
def test_six_targets_of_three_examples_are_built_side_by_side(
    jobs: str, sdk: GuestSdk, examples: Path, tmp_path: Path
) -> None:
    for other in set(examples.iterdir()) - {examples / one for one in ("hello", "hello-key", "block")}:
        shutil.rmtree(other)
    project = Project(examples)
    sdk.use(project)
    sconstruct = SCONSTRUCT.format(repositories=list(sdk.repositories))
    each = 'for name in ("hello", "hello-key", "block"):\n    env.Unikernel(name)\n'
    project.write("SConstruct", sconstruct.replace('env.Unikernel(".")\n', each))
    targets = ("unix", "hvt", "spt", "virtio", "xen", "qubes")
    project.run(jobs, f"target={','.join(targets)}")
    found = {path.name for path in (examples / "dist").rglob("*") if path.is_file()}
    for name in ("hello", "hello-key", "block_test"):
        assert {name, f"{name}.hvt", f"{name}.spt", f"{name}.virtio", f"{name}.xen"} <= found
        assert (examples / "dist" / "qubes" / f"{name}.xen").exists()
    project.up_to_date(jobs, f"target={','.join(targets)}")


def test_what_devices_install_is_there_for_all_targets_and_dune_is_not_started_for_it(
    sdk: GuestSdk, examples: Path
) -> None:
    project = Project(examples / "custom-device", words=(sdk.word,))
    sdk.use(project)
    project.run("target=unix,spt,hvt")
    names = {path.name for path in (examples / "custom-device" / "dist").iterdir()}
    assert names == {"custom-device", "custom-device.spt", "custom-device.hvt", "words.txt"}
    project.up_to_date("target=unix,spt,hvt")
    assert project.run("target=spt").dune_runs == 0
    assert project.run("target=hvt").dune_runs == 0
    project.path("dist/words.txt").unlink()
    assert project.run("target=hvt").dune_runs == 0
    assert project.read("dist/words.txt") == "Welcome\n"
