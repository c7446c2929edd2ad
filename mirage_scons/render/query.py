"""What other programs ask of a unikernel: ``scons query=…``."""

from __future__ import annotations

from mirage_scons.model.errors import ConfigError, nearest
from mirage_scons.plan.plan import Plan
from mirage_scons.render.files import Files, opam_file
from mirage_scons.render.opam import dependency

_ELSEWHERE = {
    "Makefile": "scons does what a Makefile would.",
    "dune.config": "A config.py is read, not compiled.",
    "dune.dist": "scons copies what was built into dist/.",
}
"""What the original answers and is not there: who does it instead."""
_RENAMED = {"dune.build": "dune"}


def answer(plan: Plan, files: Files, asked: str) -> str:
    """The answer to ``asked``: a word of :func:`answers`, or the beginning of one alone."""
    if asked in _ELSEWHERE:
        raise ConfigError(f"query={asked}: no such file is generated", None, _ELSEWHERE[asked])
    known = answers(plan, files)
    word = _RENAMED.get(asked, asked)
    words = [word] if word in known else [name for name in known if asked and name.startswith(asked)]
    if len(words) != 1:
        what = f"query={asked}: {' and '.join(words)} begin so" if words else f"query={asked} is not known"
        hint = f"One of {', '.join(known)}." if words else nearest(asked, list(known)) or f"One of {', '.join(known)}."
        raise ConfigError(what, None, hint)
    return known[words[0]]


def answers(plan: Plan, files: Files) -> dict[str, str]:
    """All answers by what is asked: facts about the unikernel, and the texts of generated files by their names."""
    packages = "".join(f"{dependency(package)}\n" for package in plan.packages)
    installed = [*(f"bin {name}" for _, name in files.install.bin), *(f"etc {path}" for path in files.install.etc)]
    names = sorted({*files.target, *files.modules})
    return {
        "name": f"{plan.name}\n",
        "packages": packages,
        "libraries": "".join(f"{library}\n" for library in plan.libraries),
        "opam": files.target[opam_file(plan)],
        "files": f"{' '.join(names)}\n",
        "install": "".join(f"{line}\n" for line in [f"bin {plan.image}", *installed]),
        **{name: text for name, text in files.target.items() if name != opam_file(plan)},
    }
