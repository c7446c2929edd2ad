"""Installs the stand-in for the Solo5 SDK: ``python tests/sdk/install.py PREFIX``. See README.md for what it is."""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from opam_repository import pack
from sysroot import install_sysroot

HERE = Path(__file__).resolve().parent
TRIPLE = "x86_64-solo5-none-static"

COMMANDS: dict[str, tuple[str, ...]] = {
    "solo5-elftool": ("elftool.py",),
    "solo5-hvt": ("tender.py", "hvt"),
    "solo5-spt": ("tender.py", "spt"),
    "solo5-virtio-run": ("virtio_run.py",),
    f"{TRIPLE}-ld": ("link.py", "ld"),
}
"""The commands that are Python: a file of commands/ and its first arguments."""

ABIS: dict[str, tuple[str, ...]] = {
    "hvt": ("-DABI_TARGET=1", "-DABI_VERSION=2"),
    "spt": ("-DABI_TARGET=2", "-DABI_VERSION=2"),
    "virtio": ("-DABI_TARGET=3", "-DABI_VERSION=1", "-DNO_TENDER", "-DMACHINE_STATUS=83"),
    "muen": ("-DABI_TARGET=4", "-DABI_VERSION=3", "-DNO_TENDER"),
    "xen": ("-DABI_TARGET=6", "-DABI_VERSION=1", "-DNO_TENDER"),
}
"""The ABIs that have bindings, and how these are compiled. Genode's are not part of the SDK."""

COMPILER = """\
#!/bin/sh
# {triple}-cc of the stand-in: the host's compiler with Solo5's headers.
for argument do
  case "$argument" in
    -c|-S|-E|-M|-MM) exec gcc -I {include} -ffreestanding -fstack-protector-strong "$@" ;;
    -v|--version|-dumpmachine|-dumpversion) exec gcc "$@" ;;
  esac
done
exec {link} "$@"
"""


def install(prefix: Path, *, version: str = "0.8.1") -> None:
    """Install everything below ``prefix``, as Solo5 and ocaml-solo5 of this version are."""
    prefix = prefix.absolute()
    commands, binaries, include = prefix / "libexec" / "standin", prefix / "bin", prefix / "include" / "solo5"
    shutil.copytree(HERE / "commands", commands, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    shutil.copytree(HERE / "include", include, dirs_exist_ok=True)
    (commands / "version.py").write_text(f'"""The version that the commands state."""\n\nVERSION = "v{version}"\n')
    binaries.mkdir(parents=True, exist_ok=True)
    for name, (script, *arguments) in COMMANDS.items():
        executable(binaries / name, f'#!/bin/sh\nexec {python(commands / script, *arguments)} "$@"\n')
    linker = python(commands / "link.py", "cc")
    compiler = COMPILER.format(triple=TRIPLE, include=shlex.quote(str(include)), link=linker)
    executable(binaries / f"{TRIPLE}-cc", compiler)
    executable(binaries / f"{TRIPLE}-objcopy", '#!/bin/sh\nexec objcopy "$@"\n')
    compile_bindings(prefix / "lib" / TRIPLE, include)
    install_sysroot(prefix, HERE / "bindings" / "nolibc.c", f"{TRIPLE}-cc")
    pack(HERE / "repository", HERE / "sources", prefix / "repository")


def python(script: Path, *arguments: str) -> str:
    """The shell command that runs a script with this Python, whatever the environment says."""
    return shlex.join([sys.executable, "-BEs", str(script), *arguments])


def executable(path: Path, text: str) -> None:
    """Write a script that can be run."""
    path.write_text(text)
    path.chmod(0o755)


def compile_bindings(directory: Path, include: Path) -> None:
    """Compile the ground of a guest, once for each ABI."""
    directory.mkdir(parents=True, exist_ok=True)
    source = HERE / "bindings" / "guest.c"
    running = [
        subprocess.Popen(
            ["gcc", "-O1", "-Wall", "-Werror", "-I", include, *flags, "-c", source, "-o", directory / f"solo5_{abi}.o"]
        )
        for abi, flags in ABIS.items()
    ]
    statuses = [process.wait() for process in running]
    if any(statuses):
        raise SystemExit("the bindings do not compile")


def main() -> None:
    """Install where the command line says."""
    parser = argparse.ArgumentParser(description="Install the stand-in for the Solo5 SDK.")
    parser.add_argument("prefix", type=Path, help="the directory to install it in")
    parser.add_argument("--version", default="0.8.1", help="the version of Solo5 that it states (default: 0.8.1)")
    arguments = parser.parse_args()
    install(arguments.prefix, version=arguments.version)


if __name__ == "__main__":
    main()
