"""compile_commands.json: how dune compiles the user's C files, for clangd and other tools that understand C."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mirage_scons.render import layout
from mirage_scons.tool.durable import write_text

NAME = "compile_commands.json"
"""Tools look for it above a file, and in ``build`` there."""


def command(
    workspace: Path, context: str, name: str, file: Path, dune: str, environ: Mapping[str, str]
) -> dict[str, Any] | None:
    """How ``dune`` compiles ``file``, ``name`` among the user's, in ``context``; ``None`` if nothing is made of it."""
    place = Path(layout.BUILT, context, layout.APP, name)
    asked = [dune, "rules", "--root", str(workspace), str(place.with_suffix(".o"))]
    done = subprocess.run(asked, env=dict(environ), capture_output=True, encoding="utf-8", check=False)
    words = _run(done.stdout) if done.returncode == 0 else []
    if place.name not in words:
        return None
    arguments = [str(file) if word == place.name else word for word in words]
    return {"directory": str(workspace / place.parent), "file": str(file), "arguments": arguments}


def put(path: Path, source: Path, commands: Sequence[Mapping[str, Any]]) -> None:
    """Have ``commands`` in the file at ``path`` for the files below ``source``; what it says of others stays."""
    others = [one for one in _known(path) if not Path(one["file"]).is_relative_to(source)]
    every = sorted([*others, *commands], key=lambda one: str(one["file"]))
    if every:
        write_text(path, json.dumps(every, indent=1, ensure_ascii=False) + "\n")
    else:
        path.unlink(missing_ok=True)


def is_about(path: Path, source: Path) -> bool:
    """Whether the file at ``path`` says something of files below ``source``, and of no others."""
    known = _known(path)
    return bool(known) and all(Path(one["file"]).is_relative_to(source) for one in known)


def _known(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_bytes())
        return [one for one in found if isinstance(one, dict) and isinstance(one.get("file"), str)]
    except (OSError, ValueError, TypeError):
        return []


def _run(rules: str) -> list[str]:
    """The command of the first action in ``rules`` that runs one."""
    tokens = re.findall(r'[()]|"(?:\\.|[^"\\])*"|[^\s()"]+', rules)
    start = next((place for place, word in enumerate(tokens[1:], 1) if [tokens[place - 1], word] == ["(", "run"]), None)
    if start is None:
        return []
    return [_atom(token) for token in _until(tokens[start + 1 :], ")")]


def _until(tokens: Iterable[str], end: str) -> list[str]:
    words = []
    for token in tokens:
        if token == end:
            break
        words.append(token)
    return words


def _atom(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token
