"""Repositories of packages as directories, for programs that read nothing else."""

from __future__ import annotations

from pathlib import Path

from repositories import commit, dune, write

from mirage_scons.fetch.cache import Cache
from mirage_scons.fetch.download import Network
from mirage_scons.opam.parser import parse
from mirage_scons.opam.pinned import PinnedRepository
from mirage_scons.opam.repositories import open_repository


def content(tree: Path) -> dict[str, bytes]:
    """The files of a directory, without git's own."""
    files = (path for path in sorted(tree.rglob("*")) if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in files}


def test_a_directory_is_one_already(tmp_path: Path) -> None:
    write(tmp_path / "r", {"a.1": dune()})
    assert (
        open_repository("r", tmp_path, Cache(tmp_path / "c"), Network()).tree(Cache(tmp_path / "c")) == tmp_path / "r"
    )
    assert not (tmp_path / "c").exists()


def test_a_commit_of_a_git_repository_is_checked_out_once(tmp_path: Path) -> None:
    root, cache = tmp_path / "r", Cache(tmp_path / "c")
    write(root, {"a.1": dune()})
    first, before = commit(root), content(root)
    write(root, {"b.1": dune()})
    commit(root)
    repository = open_repository(f"git+file://{root}#{first}", tmp_path, cache, Network())
    tree = repository.tree(cache)
    assert content(tree) == before
    (tree / "mark").touch()
    assert (repository.tree(cache) / "mark").exists()
    repository.close()


def test_pinned_packages_are_a_repository_of_their_own(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    first, second, b = (f'synopsis: "{text}"\n' for text in ("first", "second", "b"))
    one = PinnedRepository({("a", "dev"): parse(first)}).tree(cache)
    other = PinnedRepository({("a", "dev"): parse(second), ("b", "1.0"): parse(b)}).tree(cache)
    assert content(one) == {"packages/a/a.dev/opam": first.encode()}
    assert content(other) == {"packages/a/a.dev/opam": second.encode(), "packages/b/b.1.0/opam": b.encode()}


def test_a_pinned_package_without_a_home_gets_one_which_it_shares_with_others_of_its_sources(tmp_path: Path) -> None:
    one, other = (f'url {{ src: "https://example.org/{name}.tgz" }}\n' for name in ("one", "other"))
    texts = {"b": one, "a": one, "c": other, "d": f'dev-repo: "git+https://example.org/d.git"\n{other}'}
    tree = PinnedRepository({(name, "dev"): parse(text) for name, text in texts.items()}).tree(Cache(tmp_path / "c"))
    homes = {
        name: parse((tree / "packages" / name / f"{name}.dev" / "opam").read_text()).get("dev-repo") for name in texts
    }
    assert homes["a"] == homes["b"]
    assert str(homes["a"]).endswith("/a")
    assert str(homes["c"]).endswith("/c")
    assert homes["d"] == "git+https://example.org/d.git"
