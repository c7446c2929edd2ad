"""The stand-in, installed, and what a build does with it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

TRIPLE = "x86_64-solo5-none-static"
Devices = Sequence[tuple[str, str]]


def manifest(devices: Devices) -> str:
    """The JSON of a manifest, as a build writes it."""
    entries = [{"name": name, "type": type} for name, type in devices]
    return json.dumps({"type": "solo5.manifest", "version": 1, "devices": entries})


@dataclass(frozen=True)
class Sdk:
    """The stand-in below ``prefix``; commands run in ``directory``."""

    prefix: Path
    directory: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a user of it."""
        return {
            **os.environ,
            "PATH": f"{self.prefix / 'bin'}:{os.environ['PATH']}",
            "OCAMLFIND_CONF": str(self.prefix / "lib" / "findlib.conf"),
            "DUNE_CACHE": "disabled",
            "TERM": "dumb",
        }

    def run(self, *command: str | Path, input: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command."""
        return subprocess.run(
            command, cwd=self.directory, env=self.environment, input=input, capture_output=True, text=True, timeout=100
        )

    def output(self, *command: str | Path) -> str:
        """What a command prints; it has to succeed."""
        ran = self.run(*command)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def elftool(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run solo5-elftool."""
        return self.run("solo5-elftool", *arguments)

    def compile(self, source: str, name: str) -> str:
        """Compile C for a guest; the name of the object."""
        (self.directory / f"{name}.c").write_text(source)
        self.output(f"{TRIPLE}-cc", "-O2", "-c", f"{name}.c", "-o", f"{name}.o")
        return f"{name}.o"

    def manifest_object(self, devices: Devices) -> str:
        """The object with the note of a manifest."""
        (self.directory / "manifest.json").write_text(manifest(devices))
        self.output("solo5-elftool", "gen-manifest", "manifest.json", "manifest.c")
        self.output(f"{TRIPLE}-cc", "-O2", "-c", "manifest.c", "-o", "manifest.o")
        return "manifest.o"

    def link(self, abi: str, objects: Iterable[str], output: str) -> subprocess.CompletedProcess[str]:
        """Link objects as a build does."""
        where = self.output("ocamlfind", "-toolchain", "solo5", "ocamlc", "-where").strip()
        libraries = ("-L", f"{where}/../nolibc", "-lnolibc", "-lopenlibm")
        return self.run(f"{TRIPLE}-ld", "-z", f"solo5-abi={abi}", *objects, *libraries, "-o", output)

    def image(self, abi: str, source: str, devices: Devices = ()) -> str:
        """Make the image of a guest in C; its name."""
        linked = self.link(abi, [self.compile(source, "guest"), self.manifest_object(devices)], f"guest.{abi}")
        assert linked.returncode == 0, linked.stderr
        return f"guest.{abi}"
