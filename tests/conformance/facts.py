"""Facts of generated files: names, orders and values, without layout, white space and comments."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from mirage_scons.model.package import Package
from mirage_scons.plan.plan import Plan

Facts = dict[str, Any]

_LAZY = re.compile(r"^let (\w+)\s*=\s*lazy \(\s*(.*?)^\s*\)(?:;;)?\s*$", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^# \d+ \"[^\"]*\"\n", re.MULTILINE)
_FORCE = re.compile(r"let (\w+)\s*=\s*Lazy\.force (\w+)\s+in\s+")
_BIND = re.compile(r"(\w+) >>= fun (\w+)\s*->\s*")
_MODULE = re.compile(r"^module (\w+)\s*=\s*(.+?)(?=^\s*$)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^let (\w+) =\s*Functoria_runtime\.Key\.create\s(.*?)(?=^let )", re.DOTALL | re.MULTILINE)
_KIND = re.compile(r"Arg\.(opt_all|opt|flag|required|key)\b(.*?)\(Cmdliner\.Arg\.info")
_ACCESSOR = re.compile(r"^let (\w+) \(\) =\s*(.*?)\s*(?=^let |\Z)", re.DOTALL | re.MULTILINE)


def main_ml(text: str) -> Facts:
    """Functor applications, connect steps in the order emitted with what each needs, forced devices and the root."""
    text = _LINE.sub("", text.replace("\t", " "))
    tail = text[text.rindex("let () =") :]
    *init, root = re.findall(r"Lazy\.force (\w+)", tail)
    return {
        "os": _found(r"let run t = (\w+)\.Main\.run", text),
        "modules": {match[1]: re.sub(r"\s+", "", match[2]) for match in _MODULE.finditer(f"{text}\n\n")},
        "connect": [_step(match[1], match[2]) for match in _LAZY.finditer(text)],
        "init": init,
        "root": root,
    }


def key_gen(text: str) -> Facts:
    """The keys of the program with their options and defaults, and the constants of the others."""
    runtime = {match[1]: _key(_squash(match[2])) for match in _KEY.finditer(text)}
    literal = {match[1]: _squash(match[2]) for match in _ACCESSOR.finditer(text) if "Key.get" not in match[2]}
    listed = re.findall(r"\"([^\"]*)\"", text[text.rindex("let runtime_keys") :])
    return {"runtime": runtime, "literal": literal, "runtime_keys": listed}


def libraries(dune: str) -> list[str]:
    """The libraries of the executable in a dune file."""
    return sorted(_squash(_found(r"\(libraries\s([^)]*)\)", re.sub(r";;[^\n]*", "", dune))).split(" "))


def opam(text: str) -> Facts:
    """The dependencies, the packages that the switch provides and the pins of an opam file."""
    return {
        "depends": sorted(
            map(_dependency, _block(text, "depends").strip().splitlines()), key=lambda fact: fact["name"]
        ),
        "opam_provided": sorted(re.findall(r"\"([^\"]+)\"", _block(text, "x-opam-monorepo-opam-provided"))),
        "pins": sorted(re.findall(r"\[\"([^\"]+)\" \"([^\"]+)\"\]", _block(text, "pin-depends"))),
    }


def manifest(text: str | None) -> list[list[str]] | None:
    """The devices of a manifest, by name and type, sorted."""
    if text is None:
        return None
    return sorted([device["name"], device["type"]] for device in json.loads(text)["devices"])


def xl(text: str | None) -> Facts | None:
    """The values of an xl file, with its disks and the number of its networks."""
    if text is None:
        return None
    values = re.findall(r"^(name|kernel|type|memory|on_crash)\s*=\s*(.+)$", text, re.MULTILINE)
    disks = sorted([vdev, target] for vdev, target in re.findall(r"vdev=(\w+)[^']*?target=([^',]+)", text))
    return {**dict(values), "disk": disks, "vif": len(re.findall(r"'bridge=", text))}


def package(package: Package) -> Facts:
    """A package of a plan."""
    return {
        "name": package.name,
        "monorepo": package.scope == "monorepo",
        "build": package.build,
        "min": sorted(package.min),
        "max": sorted(package.max),
    }


def generated(plan: Plan, texts: Mapping[str, str]) -> Facts:
    """All facts of the files ``texts`` that are generated for ``plan``."""
    xl_file = next((text for name, text in texts.items() if name.endswith(".xl")), None)
    found = {
        "main": main_ml(texts["main.ml"]),
        "keys": key_gen(texts["key_gen.ml"]),
        "libraries": libraries(texts["dune"]),
        "opam": opam(texts[f"{plan.name.replace('.', '_')}-{plan.target.name}.opam"]),
        "manifest": manifest(texts.get("manifest.json")),
        "xl": xl(xl_file),
    }
    return {name: fact for name, fact in found.items() if fact is not None}


def _squash(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.DOTALL)
    assert match, f"no {pattern} in {text}"
    return match[1]


def _step(name: str, body: str) -> Facts:
    needs = []
    while force := _FORCE.match(body):
        needs.append(force[2])
        body = body[force.end() :].lstrip()
    while bind := _BIND.match(body):
        body = body[bind.end() :].lstrip()
    return {"name": name, "needs": needs, "connect": _squash(body)}


def _key(body: str) -> Facts:
    kind = _KIND.search(body)
    assert kind, f"no kind in {body}"
    return {
        "options": re.findall(r"\"([^\"]*)\"", _found(r"\[((?:\"[^\"]*\";? ?)+)\]\)*$", body)),
        "docs": _found(r"~docs:\s*\"([^\"]*)\"", body),
        "kind": kind[1],
        "conv_default": _squash(kind[2]),
    }


def _block(text: str, field: str) -> str:
    lines = rf"^{re.escape(field)}:\s*\[\n(.*?)^\]"
    line = rf"^{re.escape(field)}:\s*\[(.*?)\]$"
    match = re.search(lines, text, re.DOTALL | re.MULTILINE) or re.search(line, text, re.MULTILINE)
    return match[1] if match else ""


def _dependency(line: str) -> Facts:
    match = re.fullmatch(r"\"?([\w+-]+)\"?\s*(?:\{(.*)\})?", line.strip())
    assert match, f"no dependency: {line}"
    terms = match[2] or ""
    return {
        "name": match[1],
        "monorepo": "?monorepo" in terms,
        "build": bool(re.search(r"\bbuild\b", terms)),
        "min": re.findall(r">= \"([^\"]+)\"", terms),
        "max": re.findall(r"(?<![>=])< \"([^\"]+)\"", terms),
    }
