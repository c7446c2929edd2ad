"""The opam file of a unikernel: what it depends on, and the commands that build and install it."""

from __future__ import annotations

from mirage_scons.model import ocaml
from mirage_scons.model.package import Package
from mirage_scons.plan.plan import Plan
from mirage_scons.render.template import fill


def opam_name(name: str) -> str:
    """``name`` as opam allows it: a dot becomes ``_``, what else is not allowed is left out."""
    return "".join(char for char in name.replace(".", "_") if char.isascii() and (char.isalnum() or char in "_-"))


def opam(plan: Plan) -> str:
    """The text of NAME-TARGET.opam."""
    return fill(
        "opam.j2",
        name=plan.name,
        target=plan.target.name,
        image=plan.target.image.format(plan.name),
        depends=[dependency(package) for package in plan.packages],
        provided=[package.name for package in plan.packages if package.scope == "switch"],
        pins=[package.pin for package in plan.packages if package.pin],
    )


def dependency(package: Package) -> str:
    """One dependency: the name, and in braces the scope, the build flag and the bounds in the order of strings."""
    terms = [
        *(["?monorepo"] if package.scope == "monorepo" else []),
        *(["build"] if package.build else []),
        *(f">= {ocaml.string(version)}" for version in sorted(package.min)),
        *(f"< {ocaml.string(version)}" for version in sorted(package.max)),
    ]
    constraint = f" {{ {' & '.join(terms)} }}" if terms else ""
    return f'"{package.name}"{constraint}'
