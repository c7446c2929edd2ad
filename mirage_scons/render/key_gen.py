"""key_gen.ml: the keys as the program reads them."""

from __future__ import annotations

from typing import Any

from mirage_scons.devices.keys import TARGET
from mirage_scons.model import ocaml
from mirage_scons.model.convert import list_of, some
from mirage_scons.model.key import Key, literal
from mirage_scons.model.value import lookup
from mirage_scons.plan.plan import Plan
from mirage_scons.render.template import fill
from mirage_scons.targets import TARGETS

_SYMBOL = "mirage_scons_target"
"""The C function that says for which target a program was linked."""


def key_gen(plan: Plan, *, shared: bool = False) -> str:
    """The text of key_gen.ml: a run-time argument for each key of the program, a constant for each other.

    In a program that is ``shared`` by targets the target is no constant: :func:`target_c` says it.
    """
    return fill(
        "key_gen.ml.j2",
        shared=[TARGET.arg.converter.literal(name) for name, one in TARGETS.items() if shared and one.is_shared],
        symbol=_SYMBOL,
        keys=plan.keys,
        runtime=[key for key in plan.keys if key.is_runtime],
        argument=lambda key: _argument(key, lookup(key, plan.context)),
        info=_info,
        constant=lambda key: literal(key, lookup(key, plan.context)),
    )


def target_c(plan: Plan) -> str:
    """The text of the C source that tells a program, when it is linked, for which target that is."""
    tag = TARGET.arg.converter.literal(plan.target.name)
    return fill("target.c.j2", tag=tag, symbol=_SYMBOL, value=ocaml.variant_value(tag.removeprefix("`")))


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
