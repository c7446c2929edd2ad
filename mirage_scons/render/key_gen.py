"""key_gen.ml: the keys as the program reads them."""

from __future__ import annotations

from typing import Any

from mirage_scons.model import ocaml
from mirage_scons.model.convert import list_of, some
from mirage_scons.model.key import Key, literal
from mirage_scons.model.value import lookup
from mirage_scons.plan.plan import Plan
from mirage_scons.render.template import fill


def key_gen(plan: Plan) -> str:
    """The text of key_gen.ml: a run-time argument for each key of the program, a constant for each other."""
    return fill(
        "key_gen.ml.j2",
        keys=plan.keys,
        runtime=[key for key in plan.keys if key.is_runtime],
        argument=lambda key: _argument(key, lookup(key, plan.context)),
        info=_info,
        constant=lambda key: literal(key, lookup(key, plan.context)),
    )


def _argument(key: Key, value: Any) -> str:
    """The kind of a run-time argument with its converter and its default, which configuring may have changed."""
    conv = key.arg.converter
    if key.arg.kind == "flag":
        return "flag"
    if key.arg.kind == "required":
        return f"key ?default:({some(conv).literal(value)}) {conv.runtime}"
    if key.arg.kind == "opt_all":
        return f"opt_all {conv.runtime} {list_of(conv).literal(value)}"
    return f"opt {conv.runtime} {conv.literal(value)}"


def _info(key: Key) -> str:
    docv = ocaml.option(None if key.docv is None else ocaml.string(key.docv))
    doc = ocaml.option(None if key.doc is None else ocaml.string(_doc(key)))
    env = ocaml.option(None if key.env is None else f"(Cmdliner.Cmd.Env.info {ocaml.string(key.env)})")
    names = ocaml.items([ocaml.string(name) for name in key.names])
    return f"~docs:{ocaml.string(key.docs)} ?docv:{docv} ?doc:{doc} ?env:{env} {names}"


def _doc(key: Key) -> str:
    return f"{key.doc} This key is required." if key.arg.kind == "required" else key.doc or ""
