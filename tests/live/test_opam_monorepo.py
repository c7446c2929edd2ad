"""The real opam-monorepo makes locks, from which the tool builds as from its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from nodes import LOCK
from packages import Packages, packed
from project import Project

from mirage_scons.opam.lock import Lock, read_lock
from mirage_scons.opam.monorepo import MonorepoError
from mirage_scons.opam.monorepo_program import find

WITH = "lock_with=opam-monorepo"


def is_installed() -> bool:
    try:
        return bool(find(os.environ))
    except MonorepoError:
        return False


pytestmark = pytest.mark.skipif(not is_installed(), reason="opam-monorepo is not installed: opam install opam-monorepo")


def lock(project: Project, *words: str) -> Lock:
    """Make a lock, and read it."""
    project.run("lock", *words)
    return read_lock(project.read(LOCK), LOCK)


def test_its_lock_is_our_own_and_builds(project: Project) -> None:
    ours = lock(project)
    project.path(LOCK).unlink()
    its = lock(project, WITH)
    for what in ("packages", "pins", "sources", "provided", "repositories", "system", "asked", "extras", "roots"):
        assert getattr(its, what) == getattr(ours, what), what
    project.run()
    assert project.image("greeter") == "words 2.0: Hello World!\n"
    project.up_to_date()


def test_what_holds_stays_and_is_updated_by_name_or_all(project: Project, packages: Packages) -> None:
    lock(project, WITH)
    packages.add("words", "3.0", "words 3.0: ", depends='"letters"')
    packages.add("letters", "2.0", "letters 2.0")
    assert lock(project, WITH).version("words") == "2.0"
    updated = lock(project, WITH, "update=words")
    assert (updated.version("words"), updated.version("letters")) == ("3.0", "1.0")
    assert lock(project, WITH, "update=all").version("letters") == "2.0"
    project.replace("config.py", 'min="1.0"', 'max="3.0"')
    narrowed = lock(project, WITH)
    assert (narrowed.version("words"), narrowed.version("letters")) == ("2.0", "2.0")


def test_a_package_of_the_first_repository_is_preferred(project: Project, packages: Packages) -> None:
    older = packages.root / "repository/packages/words/words.1.0/opam"
    project.write("zz/packages/words/words.2.0/opam", older.read_text())
    before = lock(project, WITH, f"repositories={packages.repository},zz")
    project.path(LOCK).unlink()
    after = lock(project, WITH, f"repositories=zz,{packages.repository}")
    assert [dict(one.pins)["words.2.0"].rpartition("-")[2] for one in (before, after)] == ["2.0.tar.gz", "1.0.tar.gz"]


def test_patches_are_applied_to_what_it_locks(project: Project, packages: Packages) -> None:
    patch = '--- a/words.ml\n+++ b/words.ml\n@@ -1 +1 @@\n-let text = "words 3.0: "\n+let text = "mended: "\n'
    packages.add("words", "3.0", "words 3.0: ", depends='"letters"', opam='patches: ["mend.patch"]\n')
    files = packages.root / "repository" / "packages" / "words" / "words.3.0" / "files"
    files.mkdir()
    (files / "mend.patch").write_text(patch)
    project.run(WITH)
    assert project.image("greeter") == "mended: Hello World!\n"


FILES = {
    "dune-project": "(lang dune 2.7)\n(package (name words))\n",
    "dune": "(library (public_name words))\n",
    "words.opam": 'opam-version: "2.0"\ndepends: ["dune" "letters"]\nbuild: ["dune" "build"]\n',
    "words.ml": 'let text = "pinned: "\n',
}


@pytest.mark.parametrize("to", ["git", "archive", "directory"])
def test_a_pinned_package_is_locked_as_in_our_own_lock(project: Project, packages: Packages, to: str) -> None:
    home = project.root.parent / "mine"
    home.mkdir()
    for name, text in FILES.items():
        (home / name).write_text(text)
    git = ["git", "-C", str(home), "-c", "user.name=n", "-c", "user.email=e", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "m"]):
        subprocess.run([*git, *command], check=True)
    (packages.root / "archives" / "mine.tar.gz").write_bytes(packed(FILES))
    url = {"git": f"git+file://{home}#main", "archive": f"{packages.url}/mine.tar.gz", "directory": "../mine"}[to]
    project.replace("config.py", 'min="1.0"', f'pin="{url}"')
    ours = lock(project)
    project.path(LOCK).unlink()
    its = lock(project, WITH)
    assert (its.packages, its.pins, its.sources) == (ours.packages, ours.pins, ours.sources)
    project.run()
    assert project.image("greeter") == "pinned: Hello World!\n"
    project.up_to_date()


def test_a_package_beside_the_program_is_left_to_it(project: Project) -> None:
    project.write("mine/mine.opam", 'opam-version: "2.0"\n')
    project.write("mine/dune-project", "(lang dune 2.7)\n")
    project.write("mine/dune", "(library (public_name mine))\n")
    project.write("mine/mine.ml", 'let text = "mine: "\n')
    project.replace("config.py", 'package("words", min="1.0")', 'package("mine")')
    project.write("message.ml", "let text greeting = Mine.text ^ greeting\n")
    project.run(WITH)
    assert project.image("greeter") == "mine: Hello World!\n"


def test_what_it_says_is_said_where_nothing_fits(project: Project) -> None:
    project.replace("config.py", 'min="1.0"', 'min="9"')
    said = project.run("lock", WITH, status=2).errors
    assert "opam-monorepo lock ended with exit status 1:\n" in said
    assert "words" in said
    assert "Traceback" not in said
    assert not project.path(LOCK).exists()


def test_the_starter_universe_alone_is_too_little_for_it(project: Project) -> None:
    project.replace("config.py", ', packages=[package("words", min="1.0")]', "")
    said = project.run("lock", WITH, "repositories=starter", status=2).errors
    assert "It takes no library from the system: repositories have to have them all (repositories=opam)." in said


def test_what_it_would_leave_out_is_said(project: Project, packages: Packages) -> None:
    opam = packages.root / "repository/packages/words/words.2.0/opam"
    opam.write_text("".join(line for line in opam.read_text().splitlines(True) if not line.startswith("dev-repo")))
    said = project.run("lock", WITH, status=2).errors
    assert "opam-monorepo leaves out the sources of words.2.0\n  Their opam files name no dev-repo" in said


def test_the_users_opam_is_left_alone(project: Project, tmp_path: Path) -> None:
    project.environ |= {"HOME": str(tmp_path / "home"), "OPAMROOT": None, "OPAMSWITCH": "nowhere"}
    assert lock(project, WITH).version("words") == "2.0"
    assert not (tmp_path / "home").exists()


def test_a_commit_of_a_git_repository_is_a_repository_for_it(project: Project, packages: Packages) -> None:
    git = ["git", "-C", packages.repository, "-c", "user.name=n", "-c", "user.email=e"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "m"]):
        subprocess.run([*git, *command], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    packages.add("words", "3.0", "")
    address = f"git+file://{packages.repository}#{commit}"
    its = lock(project, WITH, f"repositories={address}")
    assert its.version("words") == "2.0"
    assert its.repositories == (address,)
