"""Unpacked sources, and the workspaces that share them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archives import tree

from mirage_scons.fetch.store import differing, link, place, protect, state
from mirage_scons.fetch.swap import swap

FILES: dict[str, bytes | str] = {"dune": b"(library)", "src/a.ml": b"let a = 1", "src/link": "../dune", "up": "src"}


def made(root: Path, files: dict[str, bytes | str] | None = None) -> Path:
    """A tree of files and links."""
    for name, content in (files or FILES).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(content) if isinstance(content, str) else path.write_bytes(content)
    return root


def test_a_workspace_shares_files_but_no_directories(tmp_path: Path) -> None:
    store, workspace = made(tmp_path / "store"), tmp_path / "deep" / "workspace"
    (store / "empty").mkdir()
    place(store, workspace)
    assert tree(workspace) == tree(store) == FILES
    assert (workspace / "empty").is_dir()
    for name in ("dune", "src/a.ml"):
        assert (workspace / name).samefile(store / name)
    assert not (workspace / "src").is_symlink()
    assert not (workspace / "src").samefile(store / "src")


def test_what_was_there_is_replaced_whole(tmp_path: Path) -> None:
    place(made(tmp_path / "old", {"old": b"", "dune": b"old"}), tmp_path / "to" / "workspace")
    place(made(tmp_path / "store"), tmp_path / "to" / "workspace")
    assert tree(tmp_path / "to" / "workspace") == FILES
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["workspace"]


def test_what_cannot_be_placed_leaves_what_was_there(tmp_path: Path) -> None:
    place(made(tmp_path / "store"), tmp_path / "to" / "workspace")
    with pytest.raises(OSError, match="nowhere"):
        place(tmp_path / "nowhere", tmp_path / "to" / "workspace")
    assert tree(tmp_path / "to" / "workspace") == FILES
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["workspace"]


def test_on_another_file_system_there_are_copies(tmp_path: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or not os.access(other, os.W_OK) or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is one file system")
    store = made(tmp_path / "store")
    destination = other / f"placed{os.getpid()}" / "workspace"
    try:
        place(store, destination)
        assert tree(destination) == FILES
        assert state(destination) == state(store)
    finally:
        subprocess.run(["rm", "-r", str(destination.parent)], check=True)


def test_a_file_that_is_gone_is_linked_again(tmp_path: Path) -> None:
    store = made(tmp_path / "store")
    link(store / "src" / "a.ml", tmp_path / "new" / "a.ml")
    assert (tmp_path / "new" / "a.ml").samefile(store / "src" / "a.ml")


def test_the_files_of_the_store_are_not_to_be_written(tmp_path: Path) -> None:
    store = made(tmp_path / "store")
    (store / "dune").chmod(0o755)
    protect(store)
    assert [(store / name).stat().st_mode & 0o777 for name in ("dune", "src/a.ml")] == [0o555, 0o444]
    place(store, tmp_path / "workspace")
    place(store, tmp_path / "workspace")
    assert (tmp_path / "workspace" / "dune").stat().st_mode & 0o222 == 0


def test_what_a_user_changes_adds_and_removes_is_noticed_and_stays_out_of_the_store(tmp_path: Path) -> None:
    store, workspace = made(tmp_path / "store"), tmp_path / "workspace"
    place(store, workspace)
    before = state(workspace)
    assert differing(before, state(workspace)) == []
    (workspace / "new").mkdir()
    (workspace / "new" / "b.ml").write_text("let b = 1")
    (workspace / "src" / "link").unlink()
    edited = workspace / "src" / "a.ml"
    (workspace / "a.tmp").write_text("let a = 2")  # as editors do
    (workspace / "a.tmp").replace(edited)
    assert differing(before, state(workspace)) == ["new/b.ml", "src/a.ml", "src/link"]
    assert tree(store) == FILES


def test_damage_to_the_store_is_noticed(tmp_path: Path) -> None:
    store = made(tmp_path / "store")
    place(store, tmp_path / "workspace")
    before = state(store)
    with (tmp_path / "workspace" / "dune").open("r+b") as file:  # what the permissions of the store are against
        file.write(b"[")
    assert differing(before, state(store)) == ["dune"]


PLACE = """
import sys
from pathlib import Path
from mirage_scons.fetch.store import place
print("begun", flush=True)
place(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_killed_run_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    new: dict[str, bytes | str] = {f"d{number % 40}/{number}.ml": b"x" for number in range(2000)}
    store, old = made(tmp_path / "store", new), made(tmp_path / "old")
    workspace = tmp_path / "to" / "workspace"
    for delay in (0.0, 0.01, 0.03, 0.06, 0.1):
        place(old, workspace)
        process = subprocess.Popen([sys.executable, "-c", PLACE, store, workspace], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert not workspace.exists() or tree(workspace) in (FILES, new)
        place(store, workspace)
        assert tree(workspace) == new
        assert [path.name for path in workspace.parent.iterdir()] == ["workspace"]


def test_a_directory_is_swapped_for_whatever_is_there(tmp_path: Path) -> None:
    made(tmp_path / ".to.old")
    (tmp_path / "to").symlink_to("nowhere")
    swap(made(tmp_path / "new"), tmp_path / "to")
    assert tree(tmp_path / "to") == FILES
    assert not os.path.lexists(tmp_path / ".to.old")
