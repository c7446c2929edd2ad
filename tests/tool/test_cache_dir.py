"""SCons' own cache of what was built: shared by checkouts, without stamps and locks, and never a reason for harm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nodes import DUNIVERSE, JOINED, LOCK, NODES
from project import Project

RETRIEVED = "Retrieved `dist/greeter' from cache"


@pytest.fixture
def cached(project: Project) -> Project:
    """A project with a cache."""
    project.replace("SConstruct", "env.Unikernel", f'CacheDir("{project.root.parent}/scons")\nenv.Unikernel')
    return project


def entries(project: Project) -> list[Path]:
    """The files of the cache."""
    return [path for path in (project.root.parent / "scons").glob("*/*") if path.is_file()]


def checkout(project: Project) -> Project:
    """The same sources elsewhere, as a user of a repository has them."""
    made = shutil.ignore_patterns("build", "dist", ".sconsign*")
    root = shutil.copytree(project.root, project.root.parent / "elsewhere" / "checkout", ignore=made)
    return Project(Path(root), project.scons, dict(project.environ))


def test_another_checkout_gets_the_image_from_the_cache_and_everything_else_anew(cached: Project) -> None:
    cached.run()
    assert [path.read_bytes() for path in entries(cached)] == [cached.path("dist/greeter").read_bytes()]
    other = checkout(cached)
    result = other.run("-j8")
    assert result.dune_runs == 0
    assert result.did("Building", "Retrieved") == [RETRIEVED]
    assert len(result.did("Fetching")) == len(list(other.path("build/sources").iterdir()))
    assert other.image("greeter") == "words 2.0: Hello World!\n"
    other.up_to_date()
    for entry in entries(cached):
        entry.unlink()
    other.up_to_date()
    other.path("dist/greeter").unlink()
    assert other.run().did("Building", "Retrieved") == ["Building dist/greeter"]
    shutil.rmtree(cached.root.parent / "scons")
    other.up_to_date()


def test_what_is_changed_among_the_sources_of_one_checkout_does_not_reach_another(cached: Project) -> None:
    cached.run(JOINED)
    words = cached.path(f"{DUNIVERSE}/words/words.ml")
    words.unlink()
    words.write_text('let text = "mine: "\n')
    cached.run()
    assert cached.image("greeter") == "mine: Hello World!\n"
    other = checkout(cached)
    assert other.run().did("Building", "Retrieved") == ["Building dist/greeter"]
    assert other.image("greeter") == "words 2.0: Hello World!\n"
    assert len(entries(cached)) == 2


def test_neither_stamps_nor_locks_are_put_into_the_cache_even_by_force(cached: Project) -> None:
    cached.run(JOINED)
    cached.run("--cache-force", JOINED)
    assert entries(cached) == []
    shutil.rmtree(cached.path("build"))
    cached.path(LOCK).unlink()
    result = cached.run(JOINED)
    assert result.did("Retrieved") == []
    assert result.did(*NODES)[0] == f"Locking {LOCK}"
