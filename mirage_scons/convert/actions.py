"""What a device generates: actions that write files are the texts of these by their names."""

from __future__ import annotations

from mirage_scons.convert.application import HANDLERS, Call
from mirage_scons.convert.nodes import bare, body_of, has_cases, s
from mirage_scons.convert.printing import is_printer, written
from mirage_scons.convert.python import POSTFIX, Block, Py
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.sequences import element
from mirage_scons.convert.translator import Operand, Translator


def _write(t: Translator, call: Call, out: Block, _want: str) -> Py:
    path, body = t.all(call.plain, out)
    return Py(f"{{{path.text}: {body.text}}}")


def _merged(files: list[Py]) -> Py:
    """All files of several actions."""
    shown = [one.text[1:-1] if one.text.startswith("{") else f"**{one.at(POSTFIX)}" for one in files]
    return Py(f"{{{', '.join(filter(None, shown))}}}")


def _sequence(t: Translator, call: Call, out: Block, _want: str) -> Py:
    actions = call.plain[0]
    if isinstance(actions, s.ListOf) and actions.rest is None:
        return _merged(t.all(actions.items, out))
    action, name, body = (t.fresh(word, call.at) for word in ("files", "name", "body"))
    every = t.expr(actions, out).text
    return Py(f"{{{name}: {body} for {action} in {every} for {name}, {body} in {action}.items()}}")


def _bind(t: Translator, call: Call, out: Block, _want: str) -> Py:
    action, function = call.plain if ">>=" in call.name else (call.plain[-1], call.labelled["f"].value)
    return _merged([t.expr(action, out), _after(t, function, call, out)])


def _after(t: Translator, function: Operand, call: Call, out: Block) -> Py:
    function = bare(function)
    ignores = isinstance(function, s.Fun) and isinstance(function.parameters[0].pattern, (s.Exactly, s.Anything))
    if not isinstance(function, s.Fun) or has_cases(function) or not ignores:
        raise refused("an action that uses the result of another", call.at, "Write the files in one action.")
    return t.expr(body_of(function), out)


def _output(t: Translator, call: Call, out: Block, _want: str) -> Py:
    function = bare(call.plain[0])
    path = t.expr(call.labelled["path"].value, out)
    if not isinstance(function, s.Fun) or not is_printer(t, function) or has_cases(function):
        raise refused("this way to write a file", call.at, 'Write Action.write_file path (Fmt.str "…").')
    to = t.resolution.bound[id(function.parameters[0].pattern)]
    return Py(f"{{{path.text}: {written(t, body_of(function), to, out).text}}}")


def _each(t: Translator, call: Call, out: Block, _want: str) -> Py:
    made = element(t, call.labelled["f"].value, 1, call.at, out)
    name, body = t.fresh("name", call.at), t.fresh("body", call.at)
    every = t.expr(call.plain[0], out).text
    return Py(
        f"{{{name}: {body} for {made.names[0]} in {every} for {name}, {body} in {made.value.at(POSTFIX)}.items()}}"
    )


HANDLERS.update({
    "Action.ok": lambda _t, _call, _out, _want: Py("{}"),
    "Action.write_file": _write,
    "Action.seq": _sequence,
    "Action.bind": _bind,
    "Action.Infix.>>=": _bind,
    "Action.with_output": _output,
    "Action.List.iter": _each,
    "Dune.stanza": lambda t, call, out, want: t.expr(call.plain[0], out, want),
})  # fmt: skip
