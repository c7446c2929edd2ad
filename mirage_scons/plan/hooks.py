"""What devices bring beside their modules: stanzas of dune, generated files, installations, local libraries."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from mirage_scons.model.device import Device, Info
from mirage_scons.model.errors import ConfigError, called
from mirage_scons.model.install import NOTHING, Install
from mirage_scons.plan.graph import DeviceGraph, Vertex

_OTHERS = ("main.ml", "main.mli", "key_gen.ml", "key_gen.mli", "dune", "dune-project", "dune-workspace")


def devices(graph: DeviceGraph) -> list[Device]:
    """The devices of a graph, each once, in the order of collecting."""
    return list(dict.fromkeys(vertex.device for vertex in graph.collection()))


def local_libraries(graph: DeviceGraph) -> dict[str, Device]:
    """The libraries that lie in the unikernel's own directory, with the device that asks for each."""
    found: dict[str, Device] = {}
    for device in devices(graph):
        for name in device.local_libs:
            found.setdefault(name, device)
    return found


def connection(vertex: Vertex, info: Info) -> str:
    """The expression that connects ``vertex``, from the variables of what it needs."""
    if vertex.is_functor:
        return "return ()"
    device = vertex.device
    args = [f"_{other.variable}" for other in (*vertex.args, *vertex.deps)]
    text = called(device.where, device.connect, info, vertex.module, args)
    if not isinstance(text, str):
        raise _wrong(device, "connect", text, "the text of an OCaml expression")
    return text


def stanzas(graph: DeviceGraph, info: Info) -> list[str]:
    """The stanzas of dune, in the order of collecting."""
    return [text for device in devices(graph) for text in _texts(device, "dune", device.dune, info)]


def declared(graph: DeviceGraph, info: Info) -> list[str]:
    """The names of files that stanzas make, sorted."""
    return sorted({name for device in devices(graph) for name in _texts(device, "files", device.files, info)})


def generated(graph: DeviceGraph, info: Info) -> dict[str, str]:
    """The texts of files that devices generate, by name; :class:`ConfigError` where two devices disagree on one."""
    texts: dict[str, str] = {}
    makers: dict[str, Device] = {}
    for device in devices(graph):
        for name, text in _files(device, called(device.where, device.configure, info)).items():
            if texts.setdefault(name, text) != text:
                raise _disagreement(name, makers[name], device)
            makers[name] = device
    return texts


def installed(graph: DeviceGraph, info: Info, image: str) -> Install:
    """What devices install beside ``image``; :class:`ConfigError` for one name of two things."""
    whole = NOTHING
    taken = {PurePosixPath(image).name: "the image"}
    for device in devices(graph):
        given = device.install(info).eval(info.context)
        _take_names(given, device, taken)
        whole += given
    return whole


def _take_names(given: Install, device: Device, taken: dict[str, str]) -> None:
    """Refuse a name that something else is installed under."""
    for name in (*(name for _, name in given.bin), *given.etc):
        other = taken.setdefault(name, f"the device {device.module}")
        if other != f"the device {device.module}":
            what = f"the device {device.module} installs {name}, as {other} does"
            raise ConfigError(what, given.where or device.where, "Give it another name.")


def _files(device: Device, files: Any) -> Mapping[str, str]:
    if not isinstance(files, Mapping) or not all(isinstance(word, str) for pair in files.items() for word in pair):
        raise _wrong(device, "configure", files, "a dict of file names to texts")
    for name in files:
        if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", name) or name in _OTHERS:
            what = f"the device {device.module} generates {name!r}, which is not a name for a file of its own"
            raise ConfigError(what, device.where, "It is to be a plain name, and of no file that is generated anyway.")
    return files


def _texts(device: Device, hook: str, function: Callable[[Info], Sequence[str]], info: Info) -> Sequence[str]:
    texts = called(device.where, function, info)
    if not isinstance(texts, (list, tuple)) or not all(isinstance(text, str) for text in texts):
        raise _wrong(device, hook, texts, "a list of texts")
    return texts


def _wrong(device: Device, hook: str, given: Any, wanted: str) -> ConfigError:
    return ConfigError(f"{hook} of the device {device.module} gives {given!r}, not {wanted}", device.where)


def _disagreement(name: str, first: Device, second: Device) -> ConfigError:
    where = second.where or first.where
    what = f"the devices {first.module} and {second.module} generate different files {name}"
    return ConfigError(what, where, "Use one of them, or give the files other names.")
