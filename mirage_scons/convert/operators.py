"""OCaml's operators and the functions that need no module, in Python."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.config_ml.values import NIL
from mirage_scons.convert.application import HANDLERS, Call, Handler
from mirage_scons.convert.exceptions import raised
from mirage_scons.convert.nodes import Expression, bare, s
from mirage_scons.convert.printing import added
from mirage_scons.convert.python import (
    ATOM,
    COMPARISON,
    NONE,
    NOT,
    POSTFIX,
    PRODUCT,
    SHIFT,
    SIGN,
    SUM,
    Block,
    Py,
    attribute,
    call,
    infix,
)
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.texts import Field, joined
from mirage_scons.convert.translator import Operand, Part, Translator


def infixed(operator: str, level: int) -> Handler:
    """``left operator right``."""

    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        if level >= SUM and any(t.known(operand) in ("max_int", "min_int") for operand in call.plain):
            raise refused("an int that may overflow", call.at, "Ints of Python have no end.")
        left, right = t.all(call.plain, out)
        return infix(left, operator, right, level)

    return handle


def template(form: str, level: int = POSTFIX, inner: Sequence[int] = ()) -> Handler:
    """A text in which ``{0}`` and so on stand for arguments; ``inner`` says how tightly each is to bind."""

    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        values = t.all(call.plain, out)
        levels = [*inner, *[0] * (len(values) - len(inner))]
        return Py(form.format(*(value.at(one) for value, one in zip(values, levels, strict=True))), level)

    return handle


def itself(t: Translator, call: Call, out: Block, want: str) -> Py:
    """The first argument: what OCaml calls here is nothing in Python."""
    return t.expr(call.plain[0], out, want)


def said(form: str, inner: Sequence[int] = ()) -> Handler:
    """:func:`template` as a statement, which has no value."""
    made = template(form, inner=inner)

    def handle(t: Translator, call: Call, out: Block, want: str) -> Py:
        out.line(made(t, call, out, want).text)
        return NONE

    return handle


def chain(t: Translator, operand: Operand, operator: str) -> list[Operand]:
    """What an ``operator`` that associates is between."""
    found: list[Operand] = []
    pending: list[Operand] = [operand]
    while pending:
        one = bare(pending.pop())
        if isinstance(one, s.Apply) and t.known(one.function) == operator and len(one.arguments) == 2:
            pending += [argument.value for argument in reversed(one.arguments)]
        else:
            found.append(one)
    return found


def _concatenation(t: Translator, call: Call, out: Block, _want: str) -> Py:
    operands = [one for operand in call.plain for one in chain(t, operand, "^")]
    values = t.all(operands, out)
    if any(value.literal is not None for value in values):
        return joined([Field(value) for value in values])
    return added(values)


def _append(t: Translator, call: Call, out: Block, want: str) -> Py:
    parts: list[Part] = []
    for operand in [one for each in call.plain for one in chain(t, each, "@")]:
        if isinstance(operand, s.ListOf) and operand.rest is None:
            for item in operand.items:
                parts.append(Part(t.expr(item, out).text, item.at.start, item.at.end))
        elif not (isinstance(operand, s.Constant) and operand.value is NIL):
            at = call.at if isinstance(operand, Py) else operand.at
            value = t.expr(operand, out, want)
            plain = value.text.startswith("[") and " for " not in value.text and "\n" not in value.text
            shown = value.text[1:-1] if plain and value.level == ATOM else f"*{value.at(POSTFIX)}"
            parts += [Part(shown, at.start, at.end)] if shown else []
    return Py(t.bracketed("[", parts, "]", call.at.start, call.at.end))


def _equality(negated: bool) -> Handler:
    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        left, right = call.plain
        if not isinstance(left, Py) and _is_constant(left):
            left, right = right, left
        value = t.expr(left, out)
        if isinstance(right, s.Constant) and right.value is NIL:
            return Py(f"len({value.text}) {'>' if negated else '=='} 0", COMPARISON)
        if isinstance(right, s.Constant) and isinstance(right.value, bool):
            return value if right.value is not negated else Py(f"not {value.at(NOT)}", NOT)
        other = t.expr(right, out)
        if other.text == "None":
            return infix(value, "is not" if negated else "is", other, COMPARISON)
        return infix(value, "!=" if negated else "==", other, COMPARISON)

    return handle


def _is_constant(node: Expression) -> bool:
    if isinstance(node, s.Construct):
        return node.argument is None
    return isinstance(node, s.Constant)


def _quotient(t: Translator, call: Call, out: Block, _want: str) -> Py:
    left, right = t.all(call.plain, out)
    if left.text.isdecimal() and right.text.isdecimal() and right.text != "0":
        return infix(left, "//", right, PRODUCT)
    return Py(f"int({left.at(PRODUCT)} / {right.at(SIGN)})", POSTFIX)  # towards zero, which // is not


def _remainder(t: Translator, call: Call, out: Block, _want: str) -> Py:
    left, right = t.all(call.plain, out)
    if left.text.isdecimal() and right.text.isdecimal() and right.text != "0":
        return infix(left, "%", right, PRODUCT)
    t.imports.add("import math")
    return Py(f"int(math.fmod({left.text}, {right.text}))", POSTFIX)  # with the sign of the left, which % has not


def _negative(t: Translator, call: Call, out: Block, _want: str) -> Py:
    return Py(f"-{t.expr(call.plain[0], out).at(SIGN)}", SIGN)


def _not(t: Translator, call: Call, out: Block, _want: str) -> Py:
    return Py(f"not {t.expr(call.plain[0], out).at(NOT)}", NOT)


def _compare(t: Translator, call: Call, out: Block, _want: str) -> Py:
    left, right = (value.at(SUM) for value in t.all(call.plain, out))
    return Py(f"({left} > {right}) - ({left} < {right})", SUM)


def _fail(t: Translator, call: Call, out: Block, _want: str) -> Py:
    out.line(f"raise ValueError({t.expr(call.plain[0], out).text})")
    return NONE


def _raise(t: Translator, call: Call, out: Block, _want: str) -> Py:
    exception = call.plain[0]
    value = raised(t, exception, out) if isinstance(exception, s.Construct) else t.expr(exception, out)
    out.line(f"raise {value.text}")
    return NONE


def _ignore(t: Translator, call: Call, out: Block, _want: str) -> Py:
    from mirage_scons.convert.flow import statements
    from mirage_scons.convert.sinks import DISCARD

    operand = call.plain[0]
    if isinstance(operand, Py):
        DISCARD(operand, out)
    else:
        statements(t, operand, DISCARD, out)
    return NONE


def _lowered(t: Translator, call_: Call, out: Block, _want: str) -> Py:
    return call(attribute(call("str", [t.expr(call_.plain[0], out).text]), "lower"), [])


def _or_none(function: str) -> Handler:
    """A conversion that may fail, as statements."""

    def handle(t: Translator, call: Call, out: Block, _want: str) -> Py:
        value = t.expr(call.plain[0], out)
        name = t.fresh("number", call.at)
        out.suite("try:").line(f"{name} = {function}({value.text})")
        out.suite("except ValueError:").line(f"{name} = None")
        return Py(name)

    return handle


def _refused(t: Translator, call: Call, _out: Block, _want: str) -> Py:
    raise refused(call.name, call.at)


_COMPARISONS = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "==": "is", "!=": "is not"}
_ARITHMETIC: dict[str, tuple[str, int]] = {
    "+": ("+", SUM), "-": ("-", SUM), "*": ("*", PRODUCT), "+.": ("+", SUM), "-.": ("-", SUM), "*.": ("*", PRODUCT),
    "/.": ("/", PRODUCT), "lsl": ("<<", SHIFT), "asr": (">>", SHIFT),
}  # fmt: skip
_BITS = {"land": "&", "lor": "|", "lxor": "^"}

_PLAIN: dict[str, Handler] = {
    **{name: infixed(sign, COMPARISON) for name, sign in _COMPARISONS.items()},
    **{name: infixed(sign, level) for name, (sign, level) in _ARITHMETIC.items()},
    **{name: template(f"({{0}} {sign} {{1}})", inner=(SUM, SUM)) for name, sign in _BITS.items()},
    "**": template("{0} ** {1}", SIGN, (POSTFIX, SIGN)),
    "=": _equality(False),
    "<>": _equality(True),
    "/": _quotient,
    "mod": _remainder,
    "~-": _negative,
    "~-.": _negative,
    "~+": template("{0}"),
    "lnot": template("~{0}", SIGN, (SIGN,)),
    "not": _not,
    "^": _concatenation,
    "@": _append,
    "compare": _compare,
    "min": template("min({0}, {1})"),
    "max": template("max({0}, {1})"),
    "succ": template("{0} + 1", SUM, (SUM,)),
    "pred": template("{0} - 1", SUM, (SUM,)),
    "abs": template("abs({0})"),
    "fst": template("{0}[0]", inner=(POSTFIX,)),
    "snd": template("{0}[1]", inner=(POSTFIX,)),
    "ref": template("[{0}]"),
    "!": template("{0}[0]", inner=(POSTFIX,)),
    ":=": said("{0}[0] = {1}", (POSTFIX,)),
    "incr": said("{0}[0] += 1", (POSTFIX,)),
    "decr": said("{0}[0] -= 1", (POSTFIX,)),
    "ignore": _ignore,
    "failwith": _fail,
    "invalid_arg": _fail,
    "raise": _raise,
    "raise_notrace": _raise,
    "float_of_int": template("float({0})"),
    "float": template("float({0})"),
    "int_of_float": template("int({0})"),
    "truncate": template("int({0})"),
    "string_of_int": template("str({0})"),
    "string_of_bool": _lowered,
    "int_of_string": template("int({0})"),
    "float_of_string": template("float({0})"),
    "bool_of_string": template('{{"true": True, "false": False}}[{0}]'),
    "int_of_string_opt": _or_none("int"),
    "float_of_string_opt": _or_none("float"),
    "int_of_char": template("ord({0})"),
    "char_of_int": template("chr({0})"),
    "print_endline": said("print({0})"),
    "print_string": said('print({0}, end="")'),
    "prerr_endline": said("print({0})"),
    "prerr_string": said('print({0}, end="")'),
    "Lazy.force": template("{0}()", inner=(POSTFIX,)),
    "Lazy.from_val": template("lambda: {0}", 0),
}
HANDLERS.update(_PLAIN)
