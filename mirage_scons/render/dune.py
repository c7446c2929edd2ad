"""The files by which dune knows a workspace: dune, dune-project, dune-workspace and duniverse/dune."""

from __future__ import annotations

import textwrap

from mirage_scons.plan import hooks
from mirage_scons.plan.plan import Plan
from mirage_scons.render import layout
from mirage_scons.render.template import fill


def dune(plan: Plan) -> str:
    """The stanzas of the program: the user's modules, compiled with the generated ones into one executable.

    Stanzas of devices stand in the user's directory, and what devices generate lies there, too.
    """
    return fill(
        "dune.j2",
        app=layout.APP,
        place=layout.GENERATED,
        libraries=_compact(plan.libraries),
        context=plan.target.context,
        process=plan.target.is_process,
        generated=hooks.generated(plan.graph, plan.info),
        stanzas=[stanza.strip() for stanza in hooks.stanzas(plan.graph, plan.info)],
    )


def dune_project(name: str) -> str:
    """The project called ``name``: the version of dune's language and the name."""
    return fill("dune-project.j2", name=name)


def dune_workspace(plan: Plan) -> str:
    """The workspace: the contexts in which dune builds, for a guest one of its own beside the host's."""
    return fill("dune-workspace.j2", context=plan.target.context, process=plan.target.is_process)


def duniverse_dune() -> str:
    """The stanza that makes every directory of the duniverse a vendored project."""
    return fill("duniverse-dune.j2")


def _compact(words: tuple[str, ...]) -> str:
    """Words in lines of at most 75 columns, indented below the field that holds them."""
    lines = textwrap.wrap(" ".join(words), 75, break_long_words=False, break_on_hyphens=False)
    return "\n  ".join(lines)
