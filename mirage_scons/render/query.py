"""What other programs ask of a unikernel: ``scons query=…``."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mirage_scons.model.errors import ConfigError, nearest
from mirage_scons.plan.plan import Plan
from mirage_scons.render.describe import setting
from mirage_scons.render.files import Files, opam_file
from mirage_scons.render.opam import dependency
from mirage_scons.targets import Target

_ELSEWHERE = {
    "Makefile": "scons does what a Makefile would.",
    "dune.config": "A config.py is read, not compiled.",
    "dune.dist": "scons copies what was built into dist/.",
}
"""What the original answers and is not there: who does it instead."""
_RENAMED = {"dune.build": "dune"}
GRAPH = "graph"
"""What is asked for that is drawn, and not among :func:`answers`."""


def question(asked: str, known: Collection[str], target: Target) -> str:
    """The word of ``known``, answers for ``target``, that ``asked`` is, or the beginning of.

    :class:`ConfigError` if it is none, or several.
    """
    if asked in _ELSEWHERE:
        raise ConfigError(f"query={asked}: no such file is generated", None, _ELSEWHERE[asked])
    if asked == "manifest" and target.is_process:
        hint = "Guests have them: target=hvt."
        raise ConfigError(f"query=manifest: an image for {target.name} has no manifest", None, hint)
    word = _RENAMED.get(asked, asked)
    words = [word] if word in known else [name for name in known if asked and name.startswith(asked)]
    if len(words) != 1:
        what = f"query={asked}: {' and '.join(words)} begin so" if words else f"query={asked} is not known"
        hint = f"One of {', '.join(known)}." if words else nearest(asked, list(known)) or f"One of {', '.join(known)}."
        raise ConfigError(what, None, hint)
    return words[0]


def answer(plan: Plan, files: Files, asked: str) -> str:
    """The answer to ``asked``; see :func:`question`."""
    known = answers(plan, files)
    return known[question(asked, known, plan.target)]


def answers(plan: Plan, files: Files) -> dict[str, str]:
    """All answers by what is asked: facts about the unikernel, and the texts of generated files by their names."""
    manifest = {"manifest": files.target["manifest.json"]} if "manifest.json" in files.target else {}
    return {
        "name": f"{plan.name}\n",
        "packages": "".join(f"{dependency(package)}\n" for package in plan.packages),
        "libraries": "".join(f"{library}\n" for library in plan.libraries),
        "keys": "".join(f"{setting(key, plan.context)}\n" for key in plan.keys),
        "opam": files.target[opam_file(plan)],
        "files": f"{' '.join(names(files))}\n",
        "install": "".join(f"{directory} {file}\n" for directory, file in installed(plan, files)),
        **manifest,
        **{name: text for name, text in files.target.items() if name != opam_file(plan)},
    }


def names(files: Files) -> list[str]:
    """The names of all files that are generated, by devices too."""
    return sorted({*files.target, *files.modules})


def installed(plan: Plan, files: Files) -> Iterator[tuple[str, str]]:
    """What is installed: the directory, and the name of the file there, the image first."""
    yield "bin", plan.image
    yield from (("bin", name) for _, name in files.install.bin)
    yield from (("etc", path) for path in files.install.etc)
