"""What compiles and links for guests: Solo5's tools and OCaml's compiler for it, found, asked and remembered."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from SCons.Script import GetOption

from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.tool.plan_file import PlanFile, state
from mirage_scons.tool.prefix import ELFTOOL
from mirage_scons.tool.toolchain import UnusableError

FINDLIB = "solo5"
"""findlib's name of the toolchain."""

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
"""The architectures that Solo5 has, and what OCaml calls them."""

_VARIABLES = ("OCAMLFIND_CONF", "OCAMLPATH", "OCAMLLIB", "OCAMLPARAM")


def host_architecture() -> str:
    """The architecture of this machine, as Solo5 calls it."""
    machine = platform.machine().lower()
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)


def triple(arch: str) -> str:
    """What the names of the tools for ``arch`` begin with."""
    return f"{arch}-solo5-none-static"


class Sdk(NamedTuple):
    """The versions of Solo5 and of OCaml's compiler for it, and where its standard library lies."""

    solo5: str
    ocaml: str
    where: Path

    @property
    def sysroot(self) -> Path:
        """The directory of all that is compiled for guests."""
        return self.where.parents[1]

    @property
    def libc(self) -> Path:
        """The directory of the C libraries."""
        return self.where.parent / "nolibc"


def find_sdk(plans: PlanFile, environ: Mapping[str, str], arch: str) -> Sdk:
    """What the tools for ``arch`` on the PATH of ``environ`` say of themselves.

    They are started only if they or the environment are not as ``plans`` remembers; :class:`UnusableError` says what
    is missing, does not fit or does not work, and how it is installed.
    """
    said = _said(plans, environ, arch)
    return Sdk(said["solo5"], said["ocaml"], Path(said["where"]))


def fingerprint(plans: PlanFile, environ: Mapping[str, str], arch: str) -> str:
    """What would make other images of the same sources: versions, and the state of the tools and their libraries."""
    said = _said(plans, environ, arch)
    digest = hashlib.sha256(repr([said["state"], said["files"]]).encode()).hexdigest()
    return f"solo5 {said['solo5']}\nocaml {said['ocaml']} for {arch}\nfiles {digest}\n"


def _said(plans: PlanFile, environ: Mapping[str, str], arch: str) -> dict[str, Any]:
    """What the tools say; they are looked at once in a run, which is long only if it is interactive."""
    asked = (arch, *(environ.get(name) for name in ("PATH", *_VARIABLES)))
    if GetOption("interactive") or asked not in plans.asked:
        plans.asked[asked] = _found(plans, environ, arch)
    return plans.asked[asked]


def _found(plans: PlanFile, environ: Mapping[str, str], arch: str) -> dict[str, Any]:
    tools = _tools(environ, arch)
    now = [[state(path) for path in tools.values()], [environ.get(name) for name in _VARIABLES]]
    name = f"solo5 {arch} {tools[ELFTOOL]} {environ.get('OCAMLFIND_CONF', '')}"
    said: dict[str, Any] = plans.toolchains.get(name, {})
    if said.get("state") != now or said["files"] != _files(said, tools, arch):
        said = {"state": now, "solo5": _solo5(tools[ELFTOOL], environ, arch), **_ocaml(environ, arch)}
        said["files"] = _files(said, tools, arch)
        plans.put_toolchain(name, said)
    return said


def _tools(environ: Mapping[str, str], arch: str) -> dict[str, str]:
    names = [ELFTOOL, *(f"{triple(arch)}-{tool}" for tool in ("cc", "ld", "objcopy")), "ocamlfind"]
    found = {name: shutil.which(name, path=environ.get("PATH", "")) for name in names}
    missing = [name for name, path in found.items() if path is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise UnusableError(f"{', '.join(missing)} {verb} not installed\n  {_remedy(arch)}")
    return {name: path for name, path in found.items() if path is not None}


def _remedy(arch: str) -> str:
    packages = " ".join(_packages(arch))
    return f"With opam: scons switch target=hvt (opam install {packages}). Else say where: SOLO5_TOOLCHAIN=DIRECTORY."


def _packages(arch: str) -> list[str]:
    cross = "" if arch == host_architecture() else f"-cross-{arch}"
    return [f"{name}{cross}" for name in ("solo5", "ocaml-solo5")]


def bindings_of(linker: str) -> Path:
    """The directory in which Solo5's ``linker`` finds bindings, as that finds it itself."""
    path = Path(os.path.realpath(linker))
    return path.parent.parent / "lib" / path.name.removesuffix("-ld")


def lacks_binding(linker: str, abi: str) -> bool:
    """Whether Solo5 as it is installed cannot link for ``abi``."""
    directory = bindings_of(linker)
    kinds = [kind for kind in ("lds", "o") if any(directory.glob(f"solo5_*.{kind}"))]
    return any(not (directory / f"solo5_{abi}.{kind}").exists() for kind in kinds)


def _files(said: Mapping[str, Any], tools: Mapping[str, str], arch: str) -> list[list[str | int]]:
    """The state of what is linked, and of the compiler that the toolchain names."""
    where = Path(said.get("where", "/nowhere"))
    bindings = bindings_of(tools[f"{triple(arch)}-ld"])
    paths = [where.parents[1] / "bin" / "ocamlopt", where / "libasmrun.a"]
    paths += [where.parent / "nolibc" / name for name in ("libnolibc.a", "libopenlibm.a")]
    return [state(str(path)) for path in (*paths, *sorted(bindings.glob("solo5_*")))]


def _solo5(elftool: str, environ: Mapping[str, str], arch: str) -> str:
    """The version of Solo5, which its tools say in their usage."""
    done = _run([elftool, "--help"], environ, arch)
    match = re.search(r"version v?(\S+)", done.stdout + done.stderr)
    if match is None:
        said = (done.stdout + done.stderr).strip().partition("\n")[0]
        raise UnusableError(f"{elftool} does not say its version: {said}\n  {_remedy(arch)}")
    _check_version("solo5", match[1], elftool, arch)
    return match[1]


def _ocaml(environ: Mapping[str, str], arch: str) -> dict[str, str]:
    """What the compiler for guests says of itself, which has to fit the one for this machine."""
    command = ["ocamlfind", "-toolchain", FINDLIB, "ocamlopt", "-config"]
    done = _run(command, environ, arch)
    lines = (line.partition(": ") for line in done.stdout.splitlines())
    said = {name: value for name, _, value in lines}
    where, ocaml = said.get("standard_library", ""), said.get("version", "")
    if done.returncode or not where:
        what = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise UnusableError(f"{' '.join(command)} failed: {what}\n  {_remedy(arch)}")
    if "Undefined toolchain" in done.stderr or not (Path(where).parent / "nolibc" / "libnolibc.a").exists():
        what = f"findlib has no toolchain {FINDLIB}: OCaml's compiler for guests is not installed"
        raise UnusableError(f"{what}\n  {_remedy(arch)}")
    if said.get("architecture") != ARCHITECTURES[arch]:
        what = f"findlib's toolchain {FINDLIB} compiles for {said.get('architecture')}, not for {arch}"
        raise UnusableError(f"{what}\n  {_remedy(arch)}")
    host = _run(["ocamlfind", "ocamlopt", "-version"], environ, arch).stdout.strip()
    if host != ocaml:
        what = f"OCaml is {host}, but for guests {ocaml}: both have to be the same"
        raise UnusableError(f"{what}\n  Install {_packages(arch)[1]} again, with this OCaml.")
    _check_package(Path(where), arch)
    return {"ocaml": ocaml, "where": where}


def _check_package(where: Path, arch: str) -> None:
    """Check the version of ocaml-solo5, which only opam knows."""
    name = _packages(arch)[1]
    installed = (where.parents[2] / ".opam-switch" / "packages").glob(f"{name}.*")
    for path in installed:
        _check_version("ocaml-solo5", path.name.removeprefix(f"{name}."), str(path.parents[2]), arch)


def _check_version(package: str, said: str, place: str, arch: str) -> None:
    """:class:`UnusableError` if the release does not work with this version of ``package``, which is at ``place``."""
    from packaging.version import Version  # not needed while the tools are known

    lower, upper = R4_4.bounds(package)
    match = re.match(r"\d+(\.\d+)*", said)
    if match and not Version(lower) <= Version(match[0]) < Version(upper):
        what = f"{package} is {said} ({place}), but MirageOS {R4_4.name} needs {lower} or newer, and older than {upper}"
        raise UnusableError(f"{what}\n  {_remedy(arch)}")


def _run(command: Sequence[str], environ: Mapping[str, str], arch: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, env=dict(environ), capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError as error:
        raise UnusableError(f"{command[0]} cannot be run: {error.strerror}\n  {_remedy(arch)}") from None
