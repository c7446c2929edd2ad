"""The templates of whole files, beside this package's code."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

import jinja2

from mirage_scons.model import ocaml


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mirage_scons.render"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["ocaml"] = ocaml.string
    environment.filters["xml"] = escape
    environment.filters["strings"] = lambda words: " ".join(map(ocaml.string, words))
    return environment


def fill(template: str, /, **values: Any) -> str:
    """The text of ``template`` with ``values``; a value that it needs and does not get is an error."""
    return _environment().get_template(template).render(**values)
