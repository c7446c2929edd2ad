"""The starter universe builds, behaves as the real packages do, and is a sound opam repository."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from pack import files
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from mirage_scons.fetch.unpack import unpack

HERE = Path(__file__).parent
UNIVERSE = HERE.parents[1] / "mirage_scons" / "ocaml"
SOURCES = sorted((UNIVERSE / "sources").iterdir())
OPAM_FILES = sorted((UNIVERSE / "packages").glob("*/*/opam"))
HINT = "Run python tests/ocaml/pack.py, and commit what it writes."
OCAML_TESTS = sorted(path.parent.name for path in HERE.glob("*/test_*.ml"))

RELEASE_BOUNDS = {
    "mirage-runtime": ">=4.4.1,<4.5.0",
    "mirage-unix": ">=5.0.0,<6.0.0",
    "mirage-bootvar-unix": ">=0.1.0,<0.2.0",
    "mirage-clock-unix": ">=3.0.0,<5.0.0",
    "crunch": ">=3.1.0,<4.0.0",
    "mirage-block-unix": ">=2.12.0,<3.0.0",
    "mirage-kv-mem": ">=3.0.0,<4.0.0",
    "tcpip": ">=7.0.0,<9.0.0",
    "mirage-crypto-rng-mirage": ">=0.8.0,<0.12.0",
    "mirage-logs": ">=2.0.0,<3.0.0",
    "mirage-random": ">=3.0.0,<4.0.0",
}

# The lint warnings for a missing homepage, bug tracker and repository of sources.
TOLERATED_WARNINGS = {"35", "36", "37"}

ENVIRONMENT = {**os.environ, "DUNE_CACHE": "disabled", "OCAMLRUNPARAM": "", "TERM": "dumb", "TZ": "UTC0"}


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command with its output captured as text."""
    return subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, timeout=50, check=False)


def dune_build(root: Path, target: str) -> subprocess.CompletedProcess[str]:
    """Build one dune target in the workspace ``root``."""
    return run("dune", "build", "--root", ".", target, cwd=root)


def copy_sources(folder: Path) -> None:
    """Copy the sources of every package below ``folder``."""
    for source in SOURCES:
        shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("_build"))


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dune workspace with the universe vendored and the OCaml tests compiled."""
    root = tmp_path_factory.mktemp("workspace")
    (root / "dune-project").write_text("(lang dune 2.7)\n")
    copy_sources(root / "duniverse")
    (root / "duniverse" / "dune").write_text("(vendored_dirs *)\n")
    shutil.copytree(HERE, root / "tests", ignore=shutil.ignore_patterns("_build", "__pycache__", "*.py"))
    built = dune_build(root, "@default")
    assert built.returncode == 0, built.stderr
    return root


class Program:
    """A compiled test program."""

    def __init__(self, workspace: Path, name: str) -> None:
        self.path = workspace / "_build" / "default" / "tests" / f"{name}.exe"

    def __call__(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run the program."""
        return run(self.path, *args)


@pytest.fixture
def hello(workspace: Path) -> Program:
    """The unikernel in the form that the build tool generates."""
    return Program(workspace, "hello/main")


@pytest.mark.parametrize("directory", OCAML_TESTS)
def test_ocaml_tests_pass(workspace: Path, directory: str) -> None:
    """The OCaml test programs of each directory succeed."""
    tested = dune_build(workspace, f"@tests/{directory}/runtest")
    assert tested.returncode == 0, tested.stderr


def test_every_ocaml_test_is_run(workspace: Path) -> None:
    """The workspace as a whole passes its tests."""
    tested = dune_build(workspace, "@runtest")
    assert tested.returncode == 0, tested.stderr


def test_sources_compile_without_warnings(tmp_path: Path) -> None:
    """Dune's development profile, which makes warnings errors, accepts the sources."""
    (tmp_path / "dune-project").write_text("(lang dune 2.7)\n")
    copy_sources(tmp_path)
    built = dune_build(tmp_path, "@default")
    assert (built.returncode, built.stderr) == (0, "")


def test_unikernel_logs_with_default_key(hello: Program) -> None:
    """Log lines go to the standard error channel with time, level, source and message."""
    ran = hello()
    assert (ran.returncode, ran.stdout) == (0, "")
    greeting, detail = ran.stderr.splitlines()
    time = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    assert re.fullmatch(time + r":  \[application\] Hello World!", greeting)
    assert re.fullmatch(time + r": \[INFO\] \[application\] greeted", detail)


def test_unikernel_takes_its_key(hello: Program) -> None:
    """A key given on the command line replaces its default."""
    ran = hello("--hello=Good day", "--logs=app")
    assert ran.returncode == 0
    assert ran.stderr.endswith(":  [application] Good day\n")
    assert len(ran.stderr.splitlines()) == 1


def test_unknown_log_source_is_reported(hello: Program) -> None:
    """A threshold for a source that does not exist warns on the standard output channel."""
    ran = hello("--logs=*:quiet,nosuch:info")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "WARNING: nosuch is not a valid log source.\n", "")


@pytest.mark.parametrize(
    ("threshold", "message"),
    [
        ("a:b:info", "Can't parse log threshold: a:b:info"),
        ("application:loud", '"loud": unknown log level'),
    ],
)
def test_malformed_log_threshold(hello: Program, threshold: str, message: str) -> None:
    """A threshold that does not parse is an argument error that says why."""
    ran = hello(f"--logs={threshold}")
    assert (ran.returncode, ran.stdout) == (64, "")
    assert message in " ".join(ran.stderr.split())


def test_help(hello: Program) -> None:
    """The man page lists the keys and every exit status, and the status is 63."""
    ran = hello("--help")
    assert (ran.returncode, ran.stderr) == (63, "")
    sections = dict(re.findall(r"^([A-Z ]+)\n((?:\n|[ ].*\n)+)", ran.stdout, re.MULTILINE))
    assert sections["NAME"].strip() == "hello"
    assert "--hello=VAL (absent=Hello World!)" in sections["APPLICATION OPTIONS"]
    assert "-l LEVEL, --logs=LEVEL" in sections["UNIKERNEL PARAMETERS"]
    statuses = re.findall(r"^ {7}(\d+) +\S", sections["EXIT STATUS"], re.MULTILINE)
    assert statuses == ["0", "1", "63", "64", "125", "255"]


@pytest.mark.parametrize("format", ["plain", "groff"])
def test_help_in_a_format(hello: Program, format: str) -> None:
    """Help in a format that is asked for has the status 63 as well."""
    ran = hello(f"--help={format}")
    assert ran.returncode == 63
    assert "How to say hello" in ran.stdout


@pytest.mark.parametrize("arguments", [("--unknown",), ("--hello",), ("extra",), ("--help=unknown",)])
def test_argument_errors(hello: Program, arguments: Sequence[str]) -> None:
    """A command line that does not parse is reported on the standard error channel with the status 64."""
    ran = hello(*arguments)
    assert (ran.returncode, ran.stdout) == (64, "")
    assert ran.stderr.startswith("hello: ")


def test_exception_in_converter(workspace: Path) -> None:
    """An exception while cmdliner evaluates has cmdliner's status for internal errors."""
    program = Program(workspace, "programs/raising_converter")
    assert program().stdout == "fine\n"
    ran = program("--broken=value")
    assert (ran.returncode, ran.stdout) == (125, "")
    assert "Broken" in ran.stderr


def test_key_read_too_early(workspace: Path) -> None:
    """Reading a key before the evaluation raises an exception that says so."""
    ran = Program(workspace, "programs/early_get")()
    message = "Key.get: Called too early. Please delay this call after cmdliner's evaluation."
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f'Fatal error: exception Invalid_argument("{message}")\n'


def test_required_key_missing(workspace: Path) -> None:
    """A required key that is not given is an argument error that names it."""
    ran = Program(workspace, "programs/required_key")()
    assert (ran.returncode, ran.stdout) == (64, "")
    assert ran.stderr.startswith("required: required option --secret is missing\n")


def test_required_key_given(workspace: Path) -> None:
    """A required key that is given has that value."""
    ran = Program(workspace, "programs/required_key")("--secret=value")
    assert (ran.returncode, ran.stdout) == (0, "value\n")


@pytest.mark.parametrize(
    ("arguments", "values"),
    [
        ((), ["red", "blue"]),
        (("--colour=green",), ["green"]),
        (("--colour=green", "--colour", "red"), ["green", "red"]),
    ],
)
def test_repeated_option(workspace: Path, arguments: Sequence[str], values: Sequence[str]) -> None:
    """The default list of a repeated option applies only when the option is not given."""
    ran = Program(workspace, "programs/repeated_option")(*arguments)
    assert (ran.returncode, ran.stdout.splitlines()) == (0, values)


def test_second_evaluation_does_nothing(workspace: Path) -> None:
    """A second evaluation neither changes a key nor reports its command line."""
    ran = Program(workspace, "programs/evaluated_twice")("--greeting=once")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "once\n", "")


def test_failed_command_line_comes_first(workspace: Path) -> None:
    """The first evaluation is the one that reports an error."""
    ran = Program(workspace, "programs/evaluated_twice")("--first")
    assert (ran.returncode, ran.stdout) == (64, "")
    assert "'--first'" in ran.stderr


@pytest.mark.parametrize(
    ("way", "status", "output", "error"),
    [
        ("return", 0, ["end of main", "third", "first"], ""),
        ("exit", 3, ["third", "first"], ""),
        ("raise", 2, ["third", "first"], 'Fatal error: exception Failure("main")\n'),
    ],
)
def test_exit_hooks(workspace: Path, way: str, status: int, output: Sequence[str], error: str) -> None:
    """However the unikernel ends, its exit hooks run, the last one first and despite one that fails."""
    ran = Program(workspace, "programs/exit_hooks")(way)
    assert (ran.returncode, ran.stdout.splitlines(), ran.stderr) == (status, output, error)


def package_name(opam: Path) -> str:
    """The name of the package that an opam file describes."""
    return opam.parent.parent.name


def package_version(opam: Path) -> str:
    """The version that the directory of an opam file states."""
    name, version = opam.parent.name.split(".", 1)
    assert name == package_name(opam)
    return version


def stanza(text: str, field: str) -> str:
    """The text of a flat field in a dune file, or nothing when it has none."""
    found = re.search(rf"\({field}\s+([^()]+)\)", text)
    return found[1] if found else ""


def test_repository_is_one() -> None:
    """The universe is an opam repository with one version of each package that has sources."""
    assert (UNIVERSE / "repo").read_text() == 'opam-version: "2.0"\n'
    assert [package_name(opam) for opam in OPAM_FILES] == [source.name for source in SOURCES]


@pytest.mark.parametrize("opam", OPAM_FILES, ids=package_name)
def test_opam_file_lints(opam: Path) -> None:
    """Opam finds no error in the file, and no warning but for the missing web addresses."""
    linted = run("opam", "lint", "--short", opam)
    assert linted.returncode == 0, linted.stdout + linted.stderr
    assert set(linted.stdout.split()) <= TOLERATED_WARNINGS


@pytest.mark.parametrize("opam", OPAM_FILES, ids=package_name)
def test_archive_holds_the_sources(opam: Path, tmp_path: Path) -> None:
    """The archive that the opam file names has its checksum, and holds the sources as they are."""
    name = f"{package_name(opam)}-{package_version(opam)}.tar.gz"
    archive = UNIVERSE / "archives" / name
    assert f'src: "file:///$MIRAGE_SCONS_STARTER/archives/{name}"' in opam.read_text(), HINT
    assert f'checksum: "sha256={hashlib.sha256(archive.read_bytes()).hexdigest()}"' in opam.read_text(), HINT
    unpack(archive, tmp_path / "tree")
    source = UNIVERSE / "sources" / package_name(opam)
    assert contents(tmp_path / "tree") == contents(source), HINT


def contents(root: Path) -> dict[str, bytes]:
    """The files below a directory."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files(root)}


@pytest.mark.parametrize("opam", OPAM_FILES, ids=package_name)
def test_project_is_the_package(opam: Path) -> None:
    """The dune project has the name and the version of the package."""
    project = (UNIVERSE / "sources" / package_name(opam) / "dune-project").read_text()
    assert stanza(project, "lang dune") == "2.7"
    assert stanza(project, "name") == package_name(opam)
    assert stanza(project, "version") == package_version(opam)
    assert package_version(opam).endswith("+starter")


@pytest.mark.parametrize("opam", OPAM_FILES, ids=package_name)
def test_libraries_are_dependencies(opam: Path) -> None:
    """Each library that the sources link comes from a package the opam file depends on, within bounds."""
    dune = (UNIVERSE / "sources" / package_name(opam) / "dune").read_text()
    packages = {library.split(".")[0] for library in stanza(dune, "libraries").split()}
    depends = dict(re.findall(r'^  "(\S+)" \{(.+)\}$', opam.read_text(), re.MULTILINE))
    assert packages <= depends.keys()
    assert package_name(opam) in (stanza(dune, "public_name"), stanza(dune, "package"))


@pytest.mark.parametrize("name", RELEASE_BOUNDS)
def test_version_is_within_release_bounds(name: str) -> None:
    """The version is one that the release accepts."""
    versions = [package_version(opam) for opam in OPAM_FILES if package_name(opam) == name]
    assert [Version(version) in SpecifierSet(RELEASE_BOUNDS[name]) for version in versions] == [True]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_modules_have_interfaces(source: Path) -> None:
    """Every module has a documented interface."""
    generated = re.findall(r"\(modules_without_implementation (\w+)\)", (source / "dune").read_text())
    modules = {path.stem for path in source.glob("*.ml")} | set(generated)
    assert modules == {path.stem for path in source.glob("*.mli")}
    for interface in source.glob("*.mli"):
        assert interface.read_text().startswith("(** ")
