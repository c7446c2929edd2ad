"""Packages that the configuration takes from a place of its own: git repositories, archives, directories."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from packages import Packages, packed
from project import Project

LOCK = "greeter-unix.opam.locked"
OPAM = 'opam-version: "2.0"\ndepends: ["dune" "letters"]\nbuild: ["dune" "build"]\n'


def words(text: str) -> Mapping[str, str]:
    """The files of the package ``words`` with a text."""
    return {
        "dune-project": "(lang dune 2.7)\n(package (name words))\n",
        "dune": "(library (public_name words))\n",
        "words.opam": OPAM,
        "words.ml": f'let text = "{text}"\n',
    }


def written(root: Path, text: str) -> Path:
    """A directory with the files of ``words``."""
    root.mkdir(exist_ok=True)
    for name, content in words(text).items():
        (root / name).write_text(content)
    return root


def committed(root: Path, text: str) -> str:
    """A commit of a git repository of ``words`` with a text; its name."""
    written(root, text)
    git = ["git", "-C", str(root), "-c", "user.name=n", "-c", "user.email=e", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "m"]):
        subprocess.run([*git, *command], check=True)
    return subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()


def test_a_package_may_be_pinned_to_a_branch_which_moves_when_updated(project: Project, packages: Packages) -> None:
    home = project.root.parent / "pinned"
    first = committed(home, "first: ")
    url = f"git+file://{home}"
    project.replace("config.py", 'min="1.0"', f'pin="{url}#main"')
    project.run()
    assert project.image("greeter") == "first: Hello World!\n"
    assert f"{url}#{first}" in project.read(LOCK)
    assert packages.asked == ["/letters-1.0.tar.gz"]
    second = committed(home, "second: ")
    project.up_to_date()
    project.run("lock", "build")
    assert project.image("greeter") == "first: Hello World!\n"
    project.run("lock", "build", "update=words")
    assert project.image("greeter") == "second: Hello World!\n"
    project.replace("config.py", "#main", f"#{first}")
    project.run()
    assert project.image("greeter") == "first: Hello World!\n"
    assert second not in project.read(LOCK)
    project.up_to_date()


@pytest.mark.parametrize("is_served", [True, False])
def test_a_package_may_be_pinned_to_an_archive_which_stays_until_it_is_updated(
    is_served: bool, project: Project, packages: Packages
) -> None:
    archive = packages.root / "archives" / "mine.tar.gz"
    url = f"{packages.url}/mine.tar.gz" if is_served else "../served/archives/mine.tar.gz"
    archive.write_bytes(packed(words("first: ")))
    project.replace("config.py", 'min="1.0"', f'pin="{url}"')
    project.run()
    assert project.image("greeter") == "first: Hello World!\n"
    assert re.search(r'mine\.tar\.gz"\s+"words"\s+\[\s*"sha256=', project.read(LOCK))
    project.up_to_date()
    archive.write_bytes(packed(words("second: ")))
    project.run("lock", "update=letters", "build")
    assert project.image("greeter") == "first: Hello World!\n"
    project.run("lock", "update=words", "build")
    assert project.image("greeter") == "second: Hello World!\n"
    project.up_to_date()


def test_a_package_may_be_pinned_to_a_directory_whose_edits_are_compiled(project: Project, packages: Packages) -> None:
    home = written(project.root.parent / "mine", "first: ")
    project.replace("config.py", 'min="1.0"', 'pin="../mine"')
    project.run()
    assert project.image("greeter") == "first: Hello World!\n"
    assert '"file://$OPAM_MONOREPO_CWD/../mine" "words"]' in project.read(LOCK)
    assert packages.asked == ["/letters-1.0.tar.gz"]
    project.up_to_date()
    (home / "words.ml").write_text('let text = "second: "\n')
    assert project.run().did("Locking", "Placing", "Building") == ["Building dist/greeter"]
    assert project.image("greeter") == "second: Hello World!\n"
    (home / "words.ml").write_text("let text = 3\n")
    assert 'File "message.ml", line 1' in project.run(status=2).errors
    (home / "words.ml").write_text("let text = Other.text\n")
    assert 'File "../mine/words.ml", line 1' in project.run(status=2).errors


def test_what_a_pinned_directory_needs_may_change(project: Project, packages: Packages) -> None:
    home = written(project.root.parent / "mine", "first: ")
    project.replace("config.py", 'min="1.0"', 'pin="../mine"')
    project.run()
    packages.add("letters", "2.0", "letters 2.0: ")
    (home / "words.opam").write_text(OPAM.replace('"letters"', '"letters" {>= "2"}'))
    frozen = project.run("lock=frozen", status=2).errors
    assert f"letters >= 2 is needed, and letters is 1.0 (by words in {home})" in frozen
    (home / "words.ml").write_text("let text = Letters.text\n")
    (home / "dune").write_text("(library (public_name words) (libraries letters))\n")
    project.run()
    assert project.image("greeter") == "letters 2.0: Hello World!\n"
    project.up_to_date()


def test_a_pinned_directory_may_hold_what_is_built(project: Project) -> None:
    home = written(project.root.parent / "mine", "mine: ")
    project.replace("config.py", 'min="1.0"', 'pin="../mine"')
    project.replace("SConstruct", "tool(", 'tool(MIRAGE_BUILD_DIR="../mine/out", ')
    (home / "other" / "out" / ".mirage").mkdir(parents=True)
    (home / "other" / "out" / "dune").write_text("wrong")  # of the build of another unikernel
    project.run()
    assert project.image("greeter") == "mine: Hello World!\n"
    project.up_to_date()


def test_a_pinned_directory_that_is_gone_or_overridden_is_not_used(project: Project, packages: Packages) -> None:
    home = written(project.root.parent / "mine", "mine: ")
    project.replace("config.py", 'min="1.0"', 'pin="../mine"')
    project.run()
    other = written(project.root.parent / "other", "other: ")
    home.rename(project.root.parent / "gone")
    said = project.run(status=2).errors
    assert f"words.dev: there is no directory {home}" in said
    assert "Traceback" not in said
    project.run(f"override=words:{other}")
    assert project.image("greeter") == "other: Hello World!\n"
    (project.root.parent / "gone").rename(home)
    project.run()
    assert project.image("greeter") == "mine: Hello World!\n"


def test_a_project_that_is_moved_finds_the_directory_beside_it(project: Project) -> None:
    written(project.root.parent / "mine", "mine: ")
    project.replace("config.py", 'min="1.0"', 'pin="../mine"')
    project.run()
    moved = Project(project.root.parent / "new" / "project", project.scons, project.environ)
    moved.root.parent.mkdir()
    project.root.rename(moved.root)
    assert f"there is no directory {moved.root.parent / 'mine'}" in moved.run(status=2).errors
    written(moved.root.parent / "mine", "moved: ")
    moved.run()
    assert moved.image("greeter") == "moved: Hello World!\n"


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("hg+https://example.org/words", "words: urls of hg+https are not known"),
        ("http://127.0.0.1:1/words.tar.gz", "words: cannot be fetched: no connection"),
        ("../nowhere", "words: cannot be fetched: No such file"),
        ("..", "words: there is no words.opam"),
        ("git+file:///nowhere", "words: git: "),
    ],
)
def test_a_pin_that_cannot_be_had_is_said(project: Project, url: str, what: str) -> None:
    project.replace("config.py", 'min="1.0"', f'pin="{url}"')
    said = project.run(status=2).errors
    assert what in said
    assert "Traceback" not in said
    assert not project.path(LOCK).exists()
