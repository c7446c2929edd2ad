"""What OCaml's toplevel is given to run: a configuration, after the modules beside it that it names."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mirage_scons.config_ml.source import Source, Span
from mirage_scons.config_ocaml.libraries import LIBRARIES, Library, find
from mirage_scons.config_ocaml.library import MODULES
from mirage_scons.config_ocaml.messages import OURS, compile_error
from mirage_scons.model.errors import ConfigError, Location

_NAMES = (
    "Arg Array ArrayLabels Atomic Bigarray Bool Buffer Bytes BytesLabels Callback Char Complex Condition Digest Domain",
    "Dynarray Effect Either Ephemeron Filename Float Format Fun Gc Genlex Hashtbl In_channel Int Int32 Int64 Lazy",
    "Lexing List ListLabels Map Marshal MoreLabels Mutex Nativeint Obj Oo Option Out_channel Parsing Pervasives",
    "Printexc Printf Queue Random Result Scanf Semaphore Seq Set Stack StdLabels Stdlib Stream String StringLabels",
    "Sys Type Uchar Unit Weak",
)
_STDLIB = frozenset(" ".join(_NAMES).split())
"""OCaml's own modules: a module of the program may have such a name, and the configuration means OCaml's."""


@dataclass(frozen=True)
class Module:
    """A module of a configuration: its interface if there is one, and its implementation, by the names OCaml has."""

    name: str
    files: Mapping[str, Source]


@dataclass
class Program:
    """The modules of a configuration, each after those that it names, and the ``libraries`` that they need.

    ``sources`` are all files of it by the names that OCaml has for them, ``named`` the modules that are none of its own
    with the places where they are named.
    """

    modules: list[Module] = field(default_factory=list)
    libraries: list[Library] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    named: dict[str, Location | None] = field(default_factory=dict)


def command(name: str, environ: Mapping[str, str]) -> str:
    """The path of one of OCaml's programs; :class:`ConfigError` if it is not installed."""
    found = shutil.which(name, path=environ.get("PATH", ""))
    if found is None:
        hint = "On Debian: sudo apt-get install ocaml; or leave config_with=ocaml out."
        raise ConfigError(f"config_with=ocaml runs {name}, which is not installed", None, hint)
    return found


def program(path: Path, load: Callable[[Path], Source], environ: Mapping[str, str]) -> Program:
    """The program of the configuration at ``path``; ``load`` reads a file.

    :class:`ConfigError` for a syntax error, modules that name each other, or a library that is not installed.
    """
    found = Program()
    _Modules(found, path, load, command("ocamldep", environ), environ).add("Config", path, ())
    found.libraries = find(found.named, environ)
    return found


class _Modules:
    """The modules that a configuration names, found one by the other."""

    def __init__(
        self,
        program: Program,
        path: Path,
        load: Callable[[Path], Source],
        ocamldep: str,
        environ: Mapping[str, str],
    ) -> None:
        self.program = program
        self.path = path
        self.load = load
        self.ocamldep = ocamldep
        self.environ = environ
        self.done: set[str] = set()

    def add(self, name: str, path: Path, naming: tuple[str, ...]) -> None:
        """Add a module after those that it names; ``naming`` are those that name it, one after the other."""
        if name in naming:
            circle = " names ".join([*naming[naming.index(name) :], name])
            raise ConfigError(f"modules beside the configuration name each other: {circle}", Location(str(path), 1))
        if name in self.done:
            return
        files = {one.name: self.load(one) for one in self._files(path)}
        self.program.sources |= files
        for source in files.values():
            for other in self._names(source):
                beside = self._beside(other)
                if beside is not None:
                    self.add(other, beside, (*naming, name))
                elif self.program.named.get(other) is None:
                    self.program.named[other] = _place(other, source)
        self.done.add(name)
        self.program.modules.append(Module(name, files))

    def _files(self, path: Path) -> list[Path]:
        interface = path.with_suffix(".mli")
        return [interface, path] if path != self.path and interface.is_file() else [path]

    def _beside(self, name: str) -> Path | None:
        if name in MODULES or name in _STDLIB or name in LIBRARIES:
            return None
        stems = (f"{name[:1].lower()}{name[1:]}", name)
        paths = (self.path.parent / f"{stem}.ml" for stem in stems)
        return next((path for path in paths if path != self.path and path.is_file()), None)

    def _names(self, source: Source) -> list[str]:
        """The modules that a file names."""
        kind = "-intf" if source.path.suffix == ".mli" else "-impl"
        done = subprocess.run(
            [self.ocamldep, "-modules", kind, source.path.name],
            cwd=source.path.parent,
            env=quiet(self.environ),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise compile_error(done.stderr, self.program.sources)
        return done.stdout.rpartition(":")[2].split()


def quiet(environ: Mapping[str, str]) -> dict[str, str]:
    """``environ`` with what makes OCaml's messages short and plain."""
    return {**environ, "OCAML_COLOR": "never", "OCAML_ERROR_STYLE": "short"}


def _place(name: str, source: Source) -> Location | None:
    """Where a file names a module, as far as that is to be seen."""
    match = re.search(rb"(?<![\w.'])%b(?=\s*\.)|(?<=open )%b\b" % (name.encode(), name.encode()), source.text)
    return Span(source, match.start(), match.end()).location() if match else None


def text(program: Program, shadows: bytes) -> bytes:
    """The text of ``program``, after that of ``shadows``: one phrase, all of which is typed before anything runs."""
    before = b'# 1 "%b"\n%blet () =\n  try\n    Mirage_scons_wire.begins ();\n' % (OURS.encode(), shadows)
    after = b"()\n  with exn -> Mirage_scons_wire.fails exn\nlet () = Mirage_scons_wire.(ends (); serve ())\n"
    return before + b"".join(map(_users, program.modules)) + b'# 1 "%b"\n' % OURS.encode() + after


def _users(module: Module) -> bytes:
    """A module of the configuration, whose places are those of its files."""
    texts = [b'# 1 "%b"\n' % name.encode() + source.text for name, source in module.files.items()]
    interface = b" : sig\n%b\nend" % texts[0] if len(texts) > 1 else b""
    return b"let module %b%b = struct\n%b\nend in\n" % (module.name.encode(), interface, texts[-1])
