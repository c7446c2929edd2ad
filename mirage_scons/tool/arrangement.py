"""What makes editors understand a unikernel's sources where the user edits them.

ocaml-lsp and merlin look above a file for a root of dune, start ``dune ocaml-merlin`` there, and ask it how the file
is compiled; dune answers from ``_build``. So the user's directory becomes a root, whose ``_build`` has links into that
of the workspace in which the unikernel is compiled: answers name the user's own files and what was compiled of them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mirage_scons.model.errors import ConfigError
from mirage_scons.render import layout
from mirage_scons.tool.durable import write_text

ROOT = "dune-workspace"
"""The file by which a directory is a root of dune."""

NAMES = (ROOT, layout.BUILT, layout.DUNIVERSE)
"""What is written in the user's directory."""

_MARK = "Written by scons editor"
_IGNORED = f"# {_MARK}, and of no interest to git.\n*\n"


def arrange(source: Path, workspace: Path, context: str, files: Iterable[str]) -> None:
    """Make ``source`` a root whose ``files`` are compiled in ``workspace``, in dune's ``context``.

    :class:`ConfigError` if something of the user's is in the way.
    """
    _refuse_others(source)
    built, own = workspace / layout.BUILT / context, source / layout.BUILT
    if own.is_dir():
        shutil.rmtree(own)
    write_text(own / ".gitignore", _IGNORED)
    for name, target in sorted(_links(built, files).items()):
        _link(own / context / name, target)
    if (source / layout.DUNIVERSE).is_symlink() or not (source / layout.DUNIVERSE).exists():
        _link(source / layout.DUNIVERSE, workspace / layout.DUNIVERSE)
    write_text(source / ROOT, _root(context))


def is_arranged(source: Path) -> bool:
    """Whether ``source`` is a root that this module has made."""
    return _is_ours(source / ROOT)


def remains(source: Path) -> list[Path]:
    """What :func:`arrange` has made of ``source`` and is still there."""
    link = source / layout.DUNIVERSE
    made = {
        source / ROOT: _is_ours(source / ROOT),
        source / layout.BUILT: _is_ours(source / layout.BUILT / ".gitignore"),
        link: link.is_symlink() and is_arranged(source),
    }
    return [path for path, is_made in made.items() if is_made]


def _root(context: str) -> str:
    """A root in which dune answers for ``context``; its first line has to be the language."""
    merlin = "" if context == layout.HOST else f"(context (default (name {context}) (merlin)))\n"
    remark = f"; {_MARK}: editors start dune here. scons -c editor takes it away."
    return f"(lang dune 2.0)\n{remark}\n(context default)\n{merlin}"


def _links(built: Path, files: Iterable[str]) -> Mapping[str, Path]:
    """What ``_build`` holds for a context: what the workspace has, and the user's directories in their own places."""
    own = {name.partition("/")[0] for name in files if "/" in name}
    compiled = {path.name for path in built.iterdir() if path.is_dir() and path.name != ".dune"}
    return {**{name: built / layout.APP / name for name in own}, **{name: built / name for name in compiled}}


def _link(path: Path, target: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        path.unlink()
    path.symlink_to(os.path.relpath(target, path.parent))


def _refuse_others(source: Path) -> None:
    """:class:`ConfigError` if a root or a build directory of the user's own is in ``source``."""
    if (source / ROOT).exists() and not is_arranged(source):
        raise ConfigError(f"{source / ROOT} is your own, and stays", None, "Move it away, and ask again.")
    own = source / layout.BUILT
    if own.exists() and not _is_ours(own / ".gitignore"):
        what = f"{own} is there already, as dune builds it"
        raise ConfigError(what, None, "Remove it (dune makes it again), and ask again.")


def _is_ours(path: Path) -> bool:
    try:
        return _MARK in path.read_text(errors="replace")
    except OSError:
        return False


Answer = list[tuple[str, ...]]
"""What dune says of a file: directives of merlin, each with its values."""


def ask(source: Path, files: Sequence[str], dune: str, environ: Mapping[str, str]) -> dict[str, Answer]:
    """What ``dune`` says of each of ``files``, asked as editors ask it, from ``source``."""
    asked = "".join(f"(4:File{len(os.fsencode(file))}:{file})" for file in files)
    command = [dune, "ocaml-merlin", "--no-print-directory"]
    done = subprocess.run(
        command, cwd=source, env=dict(environ), input=os.fsencode(asked), capture_output=True, check=False
    )
    answers = list(_csexps(done.stdout))
    if len(answers) != len(files):
        said = done.stderr.decode("utf-8", "replace").strip() or f"exit status {done.returncode}"
        raise ConfigError(f"{' '.join(command)} does not answer: {said}", None, "Editors need dune 2.8 or newer.")
    return {file: list(_directives(answer)) for file, answer in zip(files, answers, strict=True)}


def refusal(answer: Answer) -> str:
    """Why dune does not know a file; empty if it does."""
    return next((directive[1] for directive in answer if directive[0] == "ERROR"), "")


def _directives(answer: object) -> Iterator[tuple[str, ...]]:
    for directive in answer if isinstance(answer, list) else []:
        words = directive if isinstance(directive, list) else [directive]
        yield tuple(word if isinstance(word, str) else " ".join(map(str, word)) for word in words)


def _csexps(data: bytes) -> Iterator[object]:
    """The canonical S-expressions in ``data``: lists, and texts."""
    stack: list[list[object]] = [[]]
    place = 0
    while place < len(data):
        if data[place : place + 1] == b"(":
            stack.append([])
            place += 1
        elif data[place : place + 1] == b")" and len(stack) > 1:
            done = stack.pop()
            stack[-1].append(done)
            place += 1
        else:
            length = re.match(rb"(\d+):", data[place:])
            if length is None:
                return
            place += length.end() + int(length[1])
            stack[-1].append(data[place - int(length[1]) : place].decode("utf-8", "surrogateescape"))
        if len(stack) == 1 and stack[0]:
            yield stack[0].pop()
