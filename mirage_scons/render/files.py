"""All files that are generated from one plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirage_scons.plan.plan import Plan
from mirage_scons.render import dune
from mirage_scons.render.key_gen import key_gen
from mirage_scons.render.main_ml import main_ml
from mirage_scons.render.opam import opam, opam_name


@dataclass(frozen=True)
class Files:
    """Texts by file name.

    ``workspace`` lies at the root of the directory that dune builds in, ``target`` in the one that shows a person all
    that is generated for one target.
    """

    workspace: Mapping[str, str]
    target: Mapping[str, str]


def render(plan: Plan) -> Files:
    """The files of ``plan``."""
    program = {
        "main.ml": main_ml(plan),
        "key_gen.ml": key_gen(plan),
        "dune": dune.dune(plan),
        "dune-project": dune.dune_project(plan),
        "dune-workspace": dune.dune_workspace(plan),
    }
    package = {f"{opam_name(f'{plan.name}-{plan.target.name}')}.opam": opam(plan)}
    return Files({**program, "duniverse/dune": dune.duniverse_dune()}, {**program, **package})
