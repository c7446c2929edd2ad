"""The part of ocaml-solo5: a findlib toolchain ``solo5``, whose OCaml is the host's without what needs Unix."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

TOOLS = ("ocamlmklib", "ocamldep", "ocamlcp", "ocamlmktop", "ocamlobjinfo")
OPTIONS = {"ocamlmklib": "-custom "}  # a guest loads nothing: no shared libraries
COMPILERS = ("ocamlopt", "ocamlc")
DUMMIES = ("threads", "is_solo5")

_LIBRARIES = """
angstrom astring base64 bytes cmdliner compiler-libs cstruct domain-name duration eqaf fmt gmap hex ipaddr
ipaddr-cstruct logs lwt macaddr mirage-crypto mirage-crypto-ec mirage-crypto-pk mirage-crypto-rng ocplib-endian optint
ppx_derivers ppxlib ptime re result rresult seq sexplib0 stdlib-shims str stringext uri uutf yojson zarith
"""

LIBRARIES = frozenset(_LIBRARIES.split())
"""Libraries of the host that a guest may use if they are installed: they, and what they need, do without Unix."""

UNIX = ("bigarray", "dynlink", "threads", "unix")
"""What ocaml-solo5 does not have; the old library bigarray maps files."""

_COMPILER_FLAGS = "-O2 -fno-strict-aliasing -fwrapv"

COMPILER = """\
#!/bin/sh
# {tool} of the stand-in: the host's, with the standard library and the C compiler of the toolchain.
unset CAMLLIB
OCAMLLIB={library}
export OCAMLLIB
case "$1" in
  -config) {host} -config | sed {edits} ;;
  -config-var) {host} -config | sed {edits} | sed -n "s/^$2: //p" ;;
  *) exec {host} -cc {cc} "$@" ;;
esac
"""

TOOL = """\
#!/bin/sh
# {tool} of the stand-in: the host's, with the standard library of the toolchain.
unset CAMLLIB
OCAMLLIB={library}
export OCAMLLIB
exec {host} {options}"$@"
"""


def install_sysroot(prefix: Path, nolibc: Path, cc: str) -> None:
    """Install the toolchain below ``prefix``; ``OCAMLFIND_CONF=PREFIX/lib/findlib.conf`` makes it known."""
    sysroot = prefix / "solo5-sysroot"
    if sysroot.exists():
        shutil.rmtree(sysroot)
    library = sysroot / "lib" / "ocaml"
    _link_standard_library(Path(_output("ocamlc", "-where")), library)
    _link_libraries(sysroot / "lib")
    _archives(sysroot / "lib" / "nolibc", nolibc)
    (sysroot / "include" / "nolibc").mkdir(parents=True)
    _wrappers(sysroot / "bin", library, cc)
    _configuration(prefix / "lib", sysroot)


def _output(*command: str) -> str:
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return ran.stdout.strip()


def _link_standard_library(host: Path, directory: Path) -> None:
    """The files of the host's standard library, and its compiler's own directories."""
    directory.mkdir(parents=True)
    for entry in os.scandir(host):
        is_part = entry.name in ("caml", "compiler-libs") or not entry.is_dir()
        if is_part and not entry.name.removeprefix("lib").startswith(UNIX):
            os.symlink(entry.path, directory / entry.name)


def _link_libraries(directory: Path) -> None:
    """The directories of the libraries, and of those that they need."""
    installed = {line.split()[0] for line in _output("ocamlfind", "list").splitlines()}
    needed = _output("ocamlfind", "query", "-recursive", "-format", "%p|%m", *sorted(LIBRARIES & installed))
    homes = {name.split(".")[0]: Path(meta).parent for name, meta in (line.split("|") for line in needed.splitlines())}
    for name, home in homes.items():
        if name not in UNIX:
            (directory / name).symlink_to(home)
    for name in DUMMIES:
        (directory / name).mkdir()
        (directory / name / "META").touch()


def _archives(directory: Path, nolibc: Path) -> None:
    """The C libraries of a guest: the one that starts it, and an empty one for mathematics."""
    directory.mkdir()
    start = directory / "start.o"
    subprocess.run(["gcc", "-O1", "-c", nolibc, "-o", start], check=True)
    for name, members in {"libnolibc.a": [start], "libopenlibm.a": []}.items():
        subprocess.run(["ar", "rcsD", directory / name, *members], check=True)
    start.unlink()


def _wrappers(directory: Path, library: Path, cc: str) -> None:
    """The OCaml tools."""
    directory.mkdir()
    edits = shlex.quote("\n".join(f"s|^{name}:.*|{name}: {value}|" for name, value in _configured(cc).items()))
    for text, tools in ((COMPILER, COMPILERS), (TOOL, TOOLS)):
        for tool in tools:
            host = shutil.which(tool)
            if host is None:
                raise SystemExit(f"no {tool}: install OCaml")
            path = directory / tool
            words = {"host": shlex.quote(host), "library": shlex.quote(str(library)), "options": OPTIONS.get(tool, "")}
            path.write_text(text.format(tool=tool, edits=edits, cc=cc, **words))
            path.chmod(0o755)


def _configured(cc: str) -> dict[str, str]:
    """What ``ocamlc -config`` says of the toolchain where it differs from the host's."""
    return {
        "c_compiler": cc,
        "ocamlc_cflags": _COMPILER_FLAGS,
        "ocamlc_cppflags": "",
        "ocamlopt_cflags": _COMPILER_FLAGS,
        "ocamlopt_cppflags": "",
        "bytecomp_c_compiler": f"{cc} {_COMPILER_FLAGS}",
        "native_c_compiler": f"{cc} {_COMPILER_FLAGS}",
        "target": "x86_64-solo5-none",
        "systhread_supported": "false",
        "supports_shared_libraries": "false",
    }


def _configuration(directory: Path, sysroot: Path) -> None:
    """The host's findlib configuration, and beside it that of the toolchain."""
    destdir, path = _output("ocamlfind", "printconf", "destdir"), _output("ocamlfind", "printconf", "path")
    toolchains = directory / "findlib.conf.d"
    toolchains.mkdir(parents=True, exist_ok=True)
    (directory / "findlib.conf").write_text(f'destdir="{destdir}"\npath="{":".join(path.splitlines())}"\n')
    settings = {"path": sysroot / "lib", "destdir": sysroot / "lib", "stdlib": sysroot / "lib" / "ocaml"}
    settings |= {tool: sysroot / "bin" / tool for tool in (*COMPILERS, *TOOLS) if tool != "ocamlobjinfo"}
    (toolchains / "solo5.conf").write_text("".join(f'{name}(solo5)="{value}"\n' for name, value in settings.items()))
