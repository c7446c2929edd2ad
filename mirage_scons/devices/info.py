"""What a unikernel is made of, for itself to read: its name, and the libraries in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mirage_scons.model import check, ocaml
from mirage_scons.model.device import Device, Info, needs
from mirage_scons.model.errors import ConfigError, caller
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.package import released
from mirage_scons.model.types import Type

info = Type("info")
"""What a unikernel is made of: ``Mirage_runtime.info``."""

_FROM_DUNE = """\
open Build_info.V1

let libraries =
  let version library =
    match Statically_linked_library.version library with
    | None -> "n/a"
    | Some version -> Version.to_string version
  in
  List.map
    (fun library -> (Statically_linked_library.name library, version library))
    (Statically_linked_libraries.to_list ())
"""


def _device(libraries: str) -> Impl:
    def configure(info: Info) -> Mapping[str, str]:
        name = ocaml.string(info.name)
        return {"info_gen.ml": f"{libraries}\nlet info = Mirage_runtime.{{ name = {name}; libraries }}\n"}

    return of_device(
        Device(
            "Info_gen",
            info,
            packages=needs(released("mirage-runtime"), released("dune-build-info")),
            connect=lambda _info, module, _args: f"return {module}.info",
            configure=configure,
        )
    )


app_info = _device(_FROM_DUNE)
"""The unikernel's name, and the libraries that are linked into it with their versions, as dune knows them."""


def app_info_with_opam_deps(build_info: Sequence[tuple[str, str]]) -> Impl:
    """The unikernel's name with ``build_info`` for libraries: pairs of a name and a version."""
    hint = 'Write app_info_with_opam_deps([("lwt", "5.6.1"), …]).'
    for pair in check.items("build_info", build_info, tuple, "a pair of texts", hint):
        if len(pair) != 2 or not all(isinstance(word, str) for word in pair):
            raise ConfigError(f"{pair!r} among build_info is not a pair of texts", caller(), hint)
    pairs = [f"({ocaml.string(name)}, {ocaml.string(version)})" for name, version in sorted(dict(build_info).items())]
    return _device(f"let libraries = {ocaml.items(pairs)}\n")
