"""``target=all``: what can be had here is built, and what is left out is said once, with the reason."""

from __future__ import annotations

from pathlib import Path

from greeter import greeter
from guest_project import bare_path, guest, with_a_disk
from guest_sdk import GuestSdk
from project import Project

from mirage_scons.targets import TARGETS


def test_without_the_tools_of_guests_the_process_is_built_and_the_guests_are_named_once(built: Project) -> None:
    other = greeter(built.root / "other")
    other.path("SConstruct").unlink()
    other.replace("config.py", '"greeter"', '"second"')
    built.replace("SConstruct", 'env.Unikernel(".")', 'env.Unikernel(".")\nenv.Unikernel("other")')
    result = built.run("target=all", environ={"PATH": bare_path()})
    assert built.path("dist/greeter").exists()
    assert built.path("dist/second").exists()
    assert not built.path("dist/macosx").exists()
    assert result.errors.count("target=all leaves out") == 1
    assert "leaves out xen, virtio, hvt, muen, qubes, genode, spt: solo5-elftool is not installed" in result.errors
    assert "scons target=hvt switch" in result.errors
    built.environ["PATH"] = bare_path()
    built.up_to_date("target=all", "build")
    assert "mirage_scons.plan" not in built.run("target=all").modules


def test_one_that_is_named_beside_all_is_not_left_out(built: Project) -> None:
    said = built.run("target=all,hvt", status=2, environ={"PATH": bare_path()}).errors
    assert "leaves out xen, virtio, muen, qubes, genode, spt: solo5-elftool" in said
    assert "solo5-elftool, " in said.partition("leaves out")[2].partition("***")[2]


def test_what_builds_nothing_is_about_every_target(built: Project) -> None:
    built.environ["PATH"] = bare_path()
    answered = built.run("target=all", "describe")
    assert {line.split()[1] for line in answered.output.splitlines() if line.startswith("Target")} == {*TARGETS} - {
        "macosx"
    }
    assert answered.errors == ""


def test_with_the_tools_every_image_is_built_and_dune_is_run_for_each_kind(sdk: GuestSdk, tmp_path: Path) -> None:
    project = guest(tmp_path / "project", sdk, "all")
    project.replace("SConstruct", "(MIRAGE_REPOSITORIES=[", "(MIRAGE_REPOSITORIES=['starter', ")
    result = project.run()
    linked = {target.abi for target in TARGETS.values() if (bindings(sdk) / f"solo5_{target.abi}.o").exists()}
    lacking = [name for name, target in TARGETS.items() if target.abi and target.abi not in linked]
    images = {name: target.image.format("greeter") for name, target in TARGETS.items() if name != "macosx"}
    assert [name for name, image in images.items() if not project.path(f"dist/{image}").exists()] == lacking
    said = f"leaves out {', '.join(lacking)}: Solo5 as it is installed has no binding for them"
    assert (said in result.errors) == bool(lacking)
    project.up_to_date()


def bindings(sdk: GuestSdk) -> Path:
    """Where Solo5's bindings are installed."""
    return sdk.commands.parent / "lib" / "x86_64-solo5-none-static"


def test_a_target_that_the_configuration_cannot_be_built_for_is_left_out_with_the_reason(
    sdk: GuestSdk, tmp_path: Path
) -> None:
    project = guest(tmp_path / "project", sdk, "all")
    with_a_disk(project)
    reason = "leaves out greeter:muen: "
    assert reason in project.run("configure").errors
    assert project.path("build/greeter/hvt/manifest.json").exists()
    assert not project.path("build/greeter/muen").exists()
    again = project.run("configure")
    assert reason in again.errors
    assert "mirage_scons.plan" not in again.modules
    project.replace(
        "config.py", '"Unikernel.Disk", block >> job)(block_of_file("storage"))', '"Unikernel.Hello", job >> job)(noop)'
    )
    assert reason not in project.run("configure").errors
    assert project.path("build/greeter/muen/manifest.json").exists()


def test_a_configuration_that_is_wrong_for_every_target_is_an_error(fresh: Project) -> None:
    fresh.replace("config.py", "job >> job", "job >> jub")
    said = fresh.run("target=all", status=2).errors
    assert f"{fresh.path('config.py')}:4: NameError: name 'jub' is not defined" in said
    assert "leaves out greeter" not in said


def test_everything_is_cleaned_whatever_is_installed(built: Project) -> None:
    built.run("target=all", "-c", environ={"PATH": bare_path()})
    assert not built.path("dist").exists()
