"""What ``scons -h`` says: the variables, targets and every key with its values."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from mirage_scons.tool.plan_file import Entry, KeyHelp
from mirage_scons.tool.variables import OWN


def describe(entries: Sequence[Entry], first: bool) -> str:
    """The help of one unikernel; the ``first`` in a build begins with what all have in common."""
    lines = _common() if first else []
    entry = entries[0]
    lines += ["", f"Unikernel {entry.name}", f"  scons {entry.name}", f"  scons {entry.name}:{entry.target}:run", ""]
    shown = {key.name: key for entry in entries for key in entry.keys if key.configure and key.name != "target"}
    sections = dict.fromkeys(key.docs for key in sorted(shown.values(), key=lambda key: key.docs))
    for section in sections:
        lines.append(section)
        for key in shown.values():
            if key.docs == section:
                lines += _key(key)
        lines.append("")
    return "\n".join(lines)


_GOALS = {
    "build": "every image",
    "run": "run it",
    "configure": "show what is generated",
    "describe": "name, target, keys; packages and libraries with verbose=1",
    "graph": "the device graph in Graphviz' language",
}


def _common() -> list[str]:
    lines = ["", "MirageOS: scons [TARGET…] [NAME=VALUE…]", ""]
    lines += [f"  {name}=".ljust(14) + doc for name, doc in OWN.items()]
    return [*lines, "", *(f"  scons {goal}".ljust(19) + doc for goal, doc in _GOALS.items())]


def _key(key: KeyHelp) -> list[str]:
    value = f"default {key.default}" if key.default else "no default"
    current = f", now {key.current}" if key.current != key.default else ""
    head = f"  {key.name}={key.docv or 'VALUE'}  ({value}{current})"
    return [head, *textwrap.wrap(_plain(key), 76, initial_indent="      ", subsequent_indent="      ")]


def _plain(key: KeyHelp) -> str:
    """The doc without cmdliner's markup."""
    text = key.doc.replace("$(docv)", key.docv or "VALUE")
    return re.sub(r"\$\([bi],([^)]*)\)", r"\1", text)
