"""Builds that are measured, made of nothing: many unikernels, many vendored files, large configurations."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

from timing import HELLO, LEFT_BY_BUILDS

HEAD = """import mirage_scons

DefaultEnvironment(tools=[])
env = Environment(tools=[mirage_scons.tool()])
"""

CONFIG = """from mirage_scons.dsl import *

greeting = key("greeting", opt(str, "hello"), doc="What to say.")
unikernel = main("Unikernel.Hello", time >> job, keys=[greeting], packages=[package("duration"){more}])

register("{name}", [unikernel(default_time)])
"""

PROGRAM = """module Hello (_ : Mirage_time.S) = struct
  let start _ =
    Logs.info (fun m -> m "%s from {name}" (Key_gen.greeting ()));
    Lwt.return_unit
end
"""

PART_IN_OCAML = """let p{n} = package ~min:"1.{n}.0" "pack{n}"
let q{n} = if_impl Key.is_unix noop noop

let k{n} =
  let doc = Key.Arg.info ~doc:"Key {n}." [ "k{n}" ] in
  Key.(create "k{n}" Arg.(opt string "v{n}" doc))

"""


def empty(directory: Path) -> Path:
    """A build of nothing."""
    directory.mkdir()
    (directory / "SConstruct").touch()
    return directory


def hello(directory: Path) -> Path:
    """A copy of the example, of which nothing is built."""
    return Path(shutil.copytree(HELLO, directory, ignore=shutil.ignore_patterns(*LEFT_BY_BUILDS)))


def unikernel(directory: Path, name: str, more: str = "") -> None:
    """Write the sources of a unikernel."""
    home = directory / name
    home.mkdir(parents=True)
    (home / "config.py").write_text(CONFIG.format(name=name, more=more))
    (home / "unikernel.ml").write_text(PROGRAM.format(name=name))


def many(directory: Path, count: int) -> Path:
    """A build of so many unikernels, each with a directory, a configuration and a lock of its own."""
    names = [f"uk{number}" for number in range(count)]
    for name in names:
        unikernel(directory, name)
    (directory / "SConstruct").write_text(HEAD + f"for name in {names}:\n    env.Unikernel(name)\n")
    return directory


def vendored(directory: Path, count: int) -> Path:
    """A build of one unikernel, of which a package has so many files."""
    bulk = directory / "bulk"
    for number in range(count):
        path = bulk / "data" / str(number // 100) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{number}\n")
    (bulk / "dune-project").write_text("(lang dune 2.9)\n(name bulk)\n")
    (bulk / "dune").write_text("(library (public_name bulk))\n")
    (bulk / "bulk.ml").write_text("let size = 0\n")
    (bulk / "bulk.opam").write_text('opam-version: "2.0"\ndepends: ["ocaml" "dune"]\n')
    with tarfile.open(directory / "bulk.tar.gz", "w:gz") as archive:
        archive.add(bulk, "bulk")
    unikernel(directory, "uk", f', package("bulk", pin="file://{directory / "bulk.tar.gz"}")')
    (directory / "SConstruct").write_text(f'{HEAD}env.Unikernel("uk")\n')
    return directory


def devices(directory: Path, count: int) -> Path:
    """A configuration with so many devices, each applied to two others and with a key and a package of its own."""
    directory.mkdir()
    lines = ["from mirage_scons.dsl import *", 't = typ("t")', 'd = [impl("M0", t), impl("M1", t)]']
    lines += [
        f'd.append(impl("M{n}.Make", t >> t >> t, keys=[key("k{n}", flag())], packages=[package("p{n}")])'
        f"(d[{n // 2}], d[{n - 1}]))"
        for n in range(2, count)
    ]
    path = directory / "config.py"
    path.write_text("\n".join([*lines, 'register("large", [main("U", t >> job)(d[-1])])']))
    return path


def in_ocaml(directory: Path, count: int) -> Path:
    """A config.ml of so many lines: packages, keys, choices, and a unikernel that has them."""
    directory.mkdir()
    numbers = range((count - 10) // 7)
    keys = "; ".join(f"Key.v k{n}" for n in numbers)
    packages = "; ".join(f"p{n}" for n in numbers)
    text = "open Mirage\n\n" + "".join(PART_IN_OCAML.format(n=n) for n in numbers)
    text += f'let main =\n  foreign "Unikernel.Main"\n    ~keys:[ {keys} ]\n    ~packages:[ {packages} ]\n'
    text += '    (time @-> job)\n\nlet () = register "large" [ main $ default_time ]\n'
    path = directory / "config.ml"
    path.write_text(text + "\n" * (count - text.count("\n")))
    return path
