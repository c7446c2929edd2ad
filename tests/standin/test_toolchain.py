"""The stand-in's findlib toolchain."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from install import install
from solo5_sdk import Sdk
from workspace import OBJECT, dune_build, start

STUBS = """\
#include <caml/alloc.h>
#include <caml/callback.h>
#include <caml/mlvalues.h>
#include "solo5.h"

static const char *cmdline;

int solo5_app_main(const struct solo5_start_info *info)
{
  static char *argv[] = {"guest", NULL};
  cmdline = info->cmdline;
  caml_startup(argv);
  return 0;
}

value guest_cmdline(value unit)
{
  (void)unit;
  return caml_copy_string(cmdline);
}
"""


def ocamlfind(sdk: Sdk, *arguments: str) -> str:
    """What ocamlfind prints for the toolchain."""
    return sdk.output("ocamlfind", "-toolchain", "solo5", *arguments).strip()


def test_its_compilers_are_the_hosts_of_another_place(sdk: Sdk) -> None:
    library = sdk.prefix / "solo5-sysroot" / "lib" / "ocaml"
    for compiler in ("ocamlopt", "ocamlc"):
        assert ocamlfind(sdk, compiler, "-version") == sdk.output(compiler, "-version").strip()
        assert ocamlfind(sdk, compiler, "-where") == str(library)
        assert ocamlfind(sdk, compiler, "-config-var", "c_compiler") == "x86_64-solo5-none-static-cc"
        configuration = dict(
            line.split(": ", 1) for line in ocamlfind(sdk, compiler, "-config").splitlines() if ": " in line
        )
        assert configuration["standard_library"] == str(library)
        assert configuration["supports_shared_libraries"] == "false"
    assert (library / ".." / "nolibc" / "libnolibc.a").exists()
    assert ocamlfind(sdk, "printconf", "path") == str(sdk.prefix / "solo5-sysroot" / "lib")


@pytest.mark.parametrize("tool", ["ocamlc", "ocamlopt", "ocamlmklib", "ocamldep", "ocamlcp", "ocamlmktop"])
def test_every_tool_is_there(sdk: Sdk, tool: str) -> None:
    assert os.access(sdk.prefix / "solo5-sysroot" / "bin" / tool, os.X_OK)
    assert f'{tool}(solo5)="' in (sdk.prefix / "lib" / "findlib.conf.d" / "solo5.conf").read_text()


@pytest.mark.parametrize("library", ["lwt", "logs", "cstruct", "mirage-crypto-rng", "ipaddr", "cmdliner", "duration"])
def test_libraries_of_the_host_without_unix_are_there(sdk: Sdk, library: str) -> None:
    query = ("query", "-format", "%v", library)
    assert ocamlfind(sdk, *query) == sdk.output("ocamlfind", *query).strip()


@pytest.mark.parametrize("library", ["unix", "bigarray", "threads.posix", "dynlink"])
def test_unix_is_not_there(sdk: Sdk, library: str) -> None:
    assert sdk.run("ocamlfind", "-toolchain", "solo5", "query", library).returncode != 0
    assert sdk.run("ocamlfind", "query", library).returncode == 0


def test_the_hosts_libraries_are_the_hosts(sdk: Sdk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sdk.output("ocamlfind", "query", "lwt.unix", "cmdliner")
    monkeypatch.setattr(Sdk, "environment", dict(os.environ))
    assert sdk.output("ocamlfind", "query", "lwt.unix", "cmdliner") == found


def test_a_program_with_stubs(sdk: Sdk) -> None:
    start(sdk, ["guest", "lwt", "cstruct"])
    (sdk.directory / "guest").mkdir()
    library = "(library (name guest) (foreign_stubs (language c) (names stubs)) (enabled_if (= %{context_name} solo5)))"
    (sdk.directory / "guest" / "dune").write_text(library)
    (sdk.directory / "guest" / "stubs.c").write_text(STUBS)
    (sdk.directory / "guest" / "guest.ml").write_text('external cmdline : unit -> string = "guest_cmdline"\n')
    main = 'let () = Printf.printf "%s, %d%!" (Guest.cmdline ()) (Cstruct.length (Cstruct.create 5)); exit 3\n'
    (sdk.directory / "main.ml").write_text(main)
    compiled = dune_build(sdk)
    assert compiled.returncode == 0, compiled.stderr
    commands = (sdk.directory / "_build" / "log").read_text()
    assert f"{sdk.prefix}/bin/x86_64-solo5-none-static-cc" in commands.replace("'", "")
    assert sdk.link("spt", [OBJECT, sdk.manifest_object([])], "image").returncode == 0
    ran = sdk.run("solo5-spt", "image", "an", "argument")
    assert (ran.returncode, ran.stdout) == (3, "an argument, 5")


@pytest.mark.parametrize(("library", "call"), [("lwt.unix", "Lwt_unix.sleep 0."), ("unix", "Unix.getpid ()")])
def test_a_program_that_needs_unix(sdk: Sdk, library: str, call: str) -> None:
    start(sdk, [library])
    (sdk.directory / "main.ml").write_text(f"let _ = {call}\n")
    compiled = dune_build(sdk)
    assert compiled.returncode != 0
    assert "nix" in compiled.stderr


def test_installing_again_changes_nothing(prefix: Path, tmp_path: Path) -> None:
    install(tmp_path / "sdk")
    before = listing(tmp_path / "sdk")
    install(tmp_path / "sdk")
    assert listing(tmp_path / "sdk") == before
    assert before.keys() == listing(prefix).keys()


def listing(root: Path) -> dict[str, bytes | str]:
    """All files below a directory; of a link, where it leads."""
    return {
        path.relative_to(root).as_posix(): os.readlink(path) if path.is_symlink() else path.read_bytes()
        for path in root.rglob("*")
        if path.is_symlink() or path.is_file()
    }
