"""The opam file of a unikernel: what it depends on, and the commands that build and install it."""

from __future__ import annotations

from mirage_scons.model import ocaml
from mirage_scons.model.install import NOTHING, Install
from mirage_scons.model.package import Package
from mirage_scons.plan.plan import Plan, opam_name
from mirage_scons.render.origin import HERE, Origin
from mirage_scons.render.template import fill


def opam(plan: Plan, install: Install = NOTHING, origin: Origin = HERE) -> str:
    """The text of NAME-TARGET.opam, for a unikernel that lies where ``origin`` says and installs ``install``."""
    return fill(
        "opam.j2",
        name=plan.name,
        build=command(plan, origin, f"{plan.name}:{plan.target.name}"),
        configure=command(plan, origin, "configure"),
        install=_copies(plan, install, origin),
        depends=[dependency(package) for package in plan.packages],
        lock=_below(origin.source, f"{lock_name(plan)}.opam.locked"),
        repositories=origin.repositories,
        provided=[package.name for package in plan.packages if package.scope == "switch"],
        url=origin.url if plan.src == "auto" else plan.src,
        pins=[package.pin for package in plan.packages if package.pin],
    )


def needs(plan: Plan) -> str:
    """What of the opam file decides a lock, as an opam file: equal for targets that share the lock."""
    return fill(
        "needs.opam.j2",
        depends=[dependency(package) for package in plan.packages],
        provided=[package.name for package in plan.packages if package.scope == "switch"],
        pins=[package.pin for package in plan.packages if package.pin],
    )


def lock_name(plan: Plan) -> str:
    """The name of the lock, which the targets of Solo5 share."""
    targets = plan.target.family if plan.target.is_shared else plan.target.name
    return opam_name(f"{plan.family}-{targets}")


def command(plan: Plan, origin: Origin, goal: str) -> list[str]:
    """The words of the command that makes ``goal``, from the root of the repository."""
    place = ["-C", origin.build] if origin.build else []
    return [_quoted(word) for word in ("scons", *place, f"target={plan.target.name}", *origin.words, goal)]


def _copies(plan: Plan, install: Install, origin: Origin) -> list[list[str]]:
    """The commands that copy what is installed from where images lie."""
    directory, _, file = plan.image.rpartition("/")
    dist = _below(_below(origin.build, origin.dist), directory)
    binaries = [(file, file), *((name, name) for _, name in install.bin)]
    copies = [["cp", _quoted(_below(dist, built)), f"%{{bin}}%/{_quoted(name)}"] for built, name in binaries]
    return copies + [["cp", _quoted(_below(dist, path)), "%{etc}%"] for path in install.etc]


def _below(directory: str, path: str) -> str:
    return f"{directory}/{path}" if directory and path else directory or path


def _quoted(word: str) -> str:
    """``word`` without meaning to opam, which replaces variables in strings."""
    return word.replace("%", "%%")


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
