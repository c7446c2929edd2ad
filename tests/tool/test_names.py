"""Configurations of other names, and images of other names than their unikernels'."""

from __future__ import annotations

import shutil

import pytest
from greeter import SCONSTRUCT, greeter
from project import Project


@pytest.fixture
def below(fresh: Project) -> Project:
    """The greeter as sub.uk, in a directory below the SConstruct, its configuration called conf-x.py."""
    other = greeter(fresh.root / "uk")
    other.replace("config.py", '"greeter"', '"sub.uk"')
    other.path("config.py").rename(other.path("conf-x.py"))
    other.path("SConstruct").unlink()
    for name in ("config.py", "unikernel.ml", "message.ml"):
        fresh.path(name).unlink()
    fresh.write("SConstruct", SCONSTRUCT.replace('"."', '"uk/conf-x.py"'))
    return fresh


def test_a_configuration_may_have_another_name_and_place(below: Project) -> None:
    below.run()
    assert below.image("sub.uk") == "message: Hello World!\n"
    below.up_to_date()
    below.replace("uk/conf-x.py", "Hello World!", "Hi")
    below.run()
    assert below.image("sub.uk") == "message: Hi\n"
    assert "conf-x.py" not in [path.name for path in below.path("build/sub.uk/workspace/unix/app").iterdir()]


def test_the_opam_file_says_where_things_lie(below: Project) -> None:
    text = below.run("query=opam", "target=unix").output
    assert 'build: ["scons" "target=unix" "sub.uk:unix"]' in text
    assert 'x-mirage-opam-lock-location: "uk/sub_uk-unix.opam.locked"' in text
    assert '["cp" "dist/sub.uk" "%{bin}%/sub.uk"]' in text
    below.run("configure")
    assert below.path("build/sub.uk/unix/sub_uk-unix.opam").exists()


def test_two_configurations_may_share_a_directory(fresh: Project) -> None:
    second = fresh.read("config.py").replace('"greeter"', '"second"').replace("Hello World!", "Second")
    fresh.write("second.py", second)
    fresh.write("SConstruct", SCONSTRUCT + 'env.Unikernel("second.py")\n')
    fresh.run()
    assert fresh.image("greeter") == "message: Hello World!\n"
    assert fresh.image("second") == "message: Second\n"
    fresh.up_to_date()


def test_an_error_in_a_configuration_of_another_name_names_it(below: Project) -> None:
    below.replace("uk/conf-x.py", "job >> job", "time >> job")
    assert "uk/conf-x.py:6: argument 1 of Unikernel.Hello is a job" in below.run(status=2).errors


def test_what_is_built_may_have_another_name(built: Project) -> None:
    built.run("output=out1")
    assert built.image("out1") == "message: Hello World!\n"
    built.up_to_date("output=out1")
    built.up_to_date("greeter.output=out1")
    built.run("configure", "output=out1")
    assert built.read("build/greeter/unix/dune-project").splitlines()[1] == "(name out1)"
    text = built.read("build/greeter/unix/out1.opam")
    assert 'build: ["scons" "target=unix" "greeter.output=out1" "greeter:unix"]' in text
    assert '["cp" "dist/out1" "%{bin}%/out1"]' in text
    assert "Image      out1" in built.run("describe", "output=out1").output


def test_the_other_name_is_forgotten_where_it_is_not_given(built: Project) -> None:
    built.run("output=out1")
    built.run()
    built.up_to_date()
    assert built.image("greeter") == "message: Hello World!\n"


def test_an_output_that_cannot_be_a_name_is_refused(built: Project) -> None:
    before = built.snapshot()
    assert "output=a/b cannot be the name of what is built" in built.run("output=a/b", status=2).errors
    assert built.snapshot() == before


def test_two_unikernels_cannot_be_one_image(fresh: Project) -> None:
    shutil.copytree(fresh.root, fresh.root / "other", ignore=shutil.ignore_patterns("SConstruct", "other"))
    fresh.replace("other/config.py", '"greeter"', '"other"')
    fresh.write("SConstruct", SCONSTRUCT + 'env.Unikernel("other")\n')
    said = fresh.run("output=same", status=2).errors
    assert "the unikernels greeter and other would both be same" in said
    assert "other.output=NAME" in said
    fresh.run("other.output=another")
    assert fresh.path("dist/another").exists()
