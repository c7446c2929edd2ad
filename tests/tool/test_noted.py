"""Trees whose files are links are seen at once to be as they were; whatever is changed is noticed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mirage_scons.fetch.store import place
from mirage_scons.tool import noted
from mirage_scons.tool.noted import Links, forget, is_as_noted, links, note

STAMP = ".fetched"


@pytest.fixture(autouse=True)
def _run(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(noted, "GetOption", lambda _name: False)
    forget()
    yield
    forget()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with a stamp."""
    tree = tmp_path / "tree"
    (tree / "src" / "deep").mkdir(parents=True)
    (tree / "a.ml").write_text("let a = 1\n")
    (tree / "src" / "b.ml").write_text("let b = 1\n")
    (tree / "src" / "deep" / "c.ml").write_text("let c = 1\n")
    (tree / "src" / "link.ml").symlink_to("b.ml")
    (tree / STAMP).write_text("stamp")
    return tree


def placed(tree: Path, root: Path) -> tuple[noted.Noted, Links | None]:
    """Place a tree, and what is noted of it."""
    said = {name: one for name, one in note(tree).items() if name != STAMP}
    place(tree, root)
    (root / STAMP).unlink()
    return said, links(root, tree, tree / STAMP)


def holds(tree: Path, root: Path, said: noted.Noted, shown: Links | None) -> bool:
    """Whether it is seen at once to be as it was, in a run of its own."""
    forget()
    return is_as_noted(root, lambda: said, shown, tree, tree / STAMP)


def test_what_nobody_touched_is_as_it_was_wherever_it_is_placed(tree: Path, tmp_path: Path) -> None:
    said, first = placed(tree, tmp_path / "first")
    _, second = placed(tree, tmp_path / "second")
    assert first
    assert holds(tree, tmp_path / "first", said, first)
    assert holds(tree, tmp_path / "second", said, second)


def test_directories_may_be_as_old_as_one_likes(tree: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    placed(tree, root)
    os.utime(root / "src", (-5, -5))
    shown = links(root, tree, tree / STAMP)
    assert holds(tree, root, {name: one for name, one in note(tree).items() if name != STAMP}, shown)


@pytest.mark.parametrize("shown", [{}, {"src": [1, 2, 3]}, {"tree": 1, "state": 2}])
def test_a_note_of_another_version_tells_nothing(tree: Path, tmp_path: Path, shown: Links) -> None:
    said, _ = placed(tree, tmp_path / "root")
    assert not holds(tree, tmp_path / "root", said, shown)


def replace(path: Path) -> None:
    """Put another file of the same size and time in the place of one."""
    stat = path.stat()
    new = path.with_name("new")
    new.write_text(path.read_text().replace("1", "2"))
    os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    new.replace(path)


def link_elsewhere(path: Path) -> None:
    """Put another link in the place of one."""
    path.unlink()
    path.symlink_to("deep/c.ml")


CHANGES: dict[str, Callable[[Path], object]] = {
    "edited in place": lambda root: (root / "src/b.ml").write_text("let b = 22\n"),
    "replaced": lambda root: replace(root / "src/deep/c.ml"),
    "new": lambda root: (root / "src/deep/d.ml").write_text(""),
    "new directory": lambda root: (root / "src/more").mkdir(),
    "gone": lambda root: (root / "a.ml").unlink(),
    "renamed": lambda root: (root / "a.ml").rename(root / "z.ml"),
    "link to another": lambda root: link_elsewhere(root / "src/link.ml"),
    "directory gone": lambda root: (root / "src").rename(root.parent / "src"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_noticed(change: Callable[[Path], object], tree: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    said, shown = placed(tree, root)
    change(root)
    assert not holds(tree, root, said, shown)


def test_a_tree_that_is_fetched_again_tells_nothing_of_what_was_placed(tree: Path, tmp_path: Path) -> None:
    said, shown = placed(tree, tmp_path / "root")
    (tree / STAMP).unlink()
    (tree / STAMP).write_text("another")
    assert not holds(tree, tmp_path / "root", said, shown)


def test_a_tree_that_is_gone_tells_nothing_of_what_was_placed(tree: Path, tmp_path: Path) -> None:
    said, shown = placed(tree, tmp_path / "root")
    tree.rename(tmp_path / "elsewhere")
    assert not holds(tree, tmp_path / "root", said, shown)


def test_copies_are_no_links(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise OSError("another file system")

    monkeypatch.setattr(os, "link", refuse)
    said, shown = placed(tree, tmp_path / "root")
    assert shown is None
    assert not holds(tree, tmp_path / "root", said, shown)
