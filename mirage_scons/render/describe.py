"""What a unikernel is, in words for a person: ``scons describe``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

from mirage_scons.model.key import Key
from mirage_scons.model.package import Package
from mirage_scons.model.value import Context, lookup
from mirage_scons.plan.plan import Resolved
from mirage_scons.render.opam import dependency

_INDENT = " " * 11


def describe(
    name: str, target: str, image: str, resolved: Resolved, packages: Iterable[Package], libraries: Iterable[str]
) -> str:
    """The name, the target, the image and the keys with their values; then packages and libraries, if there are any."""
    lines = [("Name", [name]), ("Target", [target]), ("Image", [image])]
    lines.append(("Keys", [_key(key, resolved.context) for key in resolved.keys]))
    lines.append(("Libraries", textwrap.wrap(", ".join(libraries), 80 - len(_INDENT), break_on_hyphens=False)))
    lines.append(("Packages", [dependency(package) for package in packages]))
    return "".join(_field(title, texts) for title, texts in lines if texts)


def _field(title: str, texts: list[str]) -> str:
    return f"{title:<11}" + f"\n{_INDENT}".join(texts) + "\n"


def _key(key: Key, context: dict[str, Any]) -> str:
    said = setting(key, context)
    return said if key.name in context or said == key.name else f"{said} (default)"


def setting(key: Key, context: Context) -> str:
    """``key`` with its value as on a command line; its name alone if it is required and not given."""
    is_open = key.arg.kind == "required" and key.name not in context
    return key.name if is_open else f"{key.name}={shown(key, lookup(key, context))}"


def shown(key: Key, value: Any) -> str:
    """The value of ``key`` as a person would give it on a command line; empty if it has none."""
    if value is None:
        return ""
    if key.arg.kind == "opt_all":
        return " ".join(map(key.arg.converter.show, value))
    return key.arg.converter.show(value)
