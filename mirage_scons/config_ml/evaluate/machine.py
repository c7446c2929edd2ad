"""The machine that evaluates: it counts steps, applies functions, and says where it is.

Whatever a configuration says, evaluating it ends: steps are counted, those of Python's loops in library functions too,
and nothing recurses on Python's stack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from mirage_scons.config_ml.describe import describe, show
from mirage_scons.config_ml.evaluate.apparent import apparent_bodies
from mirage_scons.config_ml.evaluate.application import arranged, does_not_take, not_a_function, taken
from mirage_scons.config_ml.evaluate.functions import Closure, Function, Given, Native, Partial
from mirage_scons.config_ml.evaluate.kinds import check_alike
from mirage_scons.config_ml.evaluate.match import match
from mirage_scons.config_ml.faults import RaisedError, UnlikeError
from mirage_scons.config_ml.source import Span
from mirage_scons.config_ml.syntax import Cases, Parameter
from mirage_scons.config_ml.trampoline import Step, Task, run
from mirage_scons.config_ml.values import NONE, UNIT, Cons, Variant, compare, string, text
from mirage_scons.model.errors import SITE, ConfigError
from mirage_scons.model.types import Type

STEPS = 100_000
"""How many steps a configuration may take: real ones take some thousands."""


DEEPEST = 20_000
"""How many evaluations may wait for another, as deep recursions make them."""


_NESTED = 12
"""How often the model's functions may be in a function that they called, and so on: that is on Python's stack."""


_RAISING = ("failwith", "invalid_arg", "raise", "raise_notrace", "Fmt.failwith", "Fmt.invalid_arg", "this format")
"""The functions that raise what a configuration says: an exception of another says which one raised it."""


_WRONG_TYPES = (TypeError, AttributeError, KeyError, IndexError, ValueError, OverflowError)


class Machine:
    """The state of evaluating one configuration.

    ``left`` are the steps that it may still take, ``at`` is the place where it is, ``asked`` what it asked of
    ``environ``, the environment's variables; ``types`` are the module types that it made.
    """

    def __init__(self, evaluators: dict[type, Any], start: Span, environ: Mapping[str, str]) -> None:
        self.evaluators = evaluators
        self.left = STEPS
        self.at = start
        self.nested = 0
        self.inside = "this"
        self.environ = environ
        self.asked: dict[str, str | None] = {}
        self.types: dict[str, Type] = {}
        self._checked: set[int] = set()

    def evaluate(self, node: Any, env: Any) -> Step:
        """The value of an expression, or the task that finds it."""
        self.left -= 1
        if self.left < 0:
            self._exhausted()
        self.at = node.at
        return self.evaluators[type(node)](self, node, env)

    def backwards(self, nodes: Sequence[Any], env: Any) -> Task:
        """The values of ``nodes``, of which the last is evaluated first, as OCaml does."""
        found = []
        for node in reversed(nodes):
            found.append((yield self.evaluate(node, env)))
        found.reverse()
        return found

    def compare(self, one: Any, other: Any) -> int:
        """OCaml's ``compare``; :class:`ConfigError` for values of two types."""
        try:
            return compare(one, other, self.spend)
        except UnlikeError as unlike:
            what = f"{describe(unlike.one)} is compared with {describe(unlike.other)}"
            raise ConfigError(what, self.at.location()) from None

    def equal(self, one: Any, other: Any) -> bool:
        """OCaml's ``=``; :class:`ConfigError` for values of two types."""
        return self.compare(one, other) == 0

    def spend(self, steps: int) -> None:
        """Count what is done in one go: ``steps`` parts of a list, a string and the like."""
        self.left -= steps
        if self.left < 0:
            self._exhausted()

    def _exhausted(self) -> NoReturn:
        what = f"the configuration does not end: it has taken {STEPS:,} steps".replace(",", " ")
        raise ConfigError(
            what, self.at.location(), "What it computes has to be small: look at its recursion and loops."
        )

    def run(self, step: Step) -> Any:
        """The result of a task; :class:`ConfigError` for an exception that nothing catches."""
        if self.nested >= _NESTED:
            raise self._too_deep()
        self.nested += 1
        try:
            return run(step, DEEPEST, self._too_deep)
        except RecursionError:
            raise self._too_deep() from None
        except RaisedError as raised:
            raise self._uncaught(raised) from None
        except _WRONG_TYPES as error:  # a library's function got what OCaml's type checker would not have let pass
            what = f"{self.inside} works on a value of a wrong type"
            raise ConfigError(what, self.at.location(), "OCaml's type checker says which value.") from error
        finally:
            self.nested -= 1

    def _uncaught(self, raised: RaisedError) -> ConfigError:
        """The error of an exception that nothing catches."""
        value, where = raised.value, (raised.at or self.at).location()
        tag, argument = (value.tag, value.argument) if isinstance(value, Variant) else ("", None)
        inside = "" if self.inside in _RAISING or raised.at is not None else f"{self.inside}: "
        if tag in ("Failure", "Invalid_argument") and isinstance(argument, bytes):
            return ConfigError(f"{inside}{text(argument)}", where)
        if raised.said:
            return ConfigError(f"{inside}{raised.said}", where, raised.hint)
        if tag == "Parse_error" and isinstance(argument, tuple):
            return ConfigError(f"{inside}{text(argument[0])}", where)
        return ConfigError(f"{inside}exception {show(value)}", where)

    def _too_deep(self) -> ConfigError:
        hint = "OCaml would say: stack overflow. Look at its recursion."
        return ConfigError("the configuration recurses too deeply", self.at.location(), hint)

    def call(self, function: Any, *arguments: Any) -> Any:
        """The result of a function that the model holds, applied to values: from Python, also after reading."""
        if self.nested == 0:
            self.left = STEPS
        at = place_of(function) or self.at
        before, token = self.at, SITE.set(at)
        try:
            return self.run(self.apply(function, [Given("", False, argument, at) for argument in arguments], at))
        finally:
            SITE.reset(token)
            self.at = before

    def applied(self, function: Any, *arguments: Any) -> Step:
        """A function applied to values by a library's function: its result, or the task that finds it."""
        at = self.at
        return self.apply(function, [Given("", False, argument, at) for argument in arguments], at)

    def apply(self, function: Any, arguments: Sequence[Given], at: Span) -> Step:
        """A function applied to arguments, in the order of its labels: its result, or the task that finds it."""
        self.spend(1)
        if not isinstance(function, Function):
            raise not_a_function(function, arguments, at)
        slots, rest = arranged(function, arguments, at)
        whole = function.function if isinstance(function, Partial) else function
        if slots is None:
            raise does_not_take(whole, rest)
        if any(slot is None for slot in slots):
            return Partial(whole, slots)
        given = [slot for slot in slots if slot is not None]
        done = self._enter(whole, given) if isinstance(whole, Closure) else self._native(whole, given, at)
        return self._on(whole, done, rest, at) if rest else done

    def _on(self, function: Any, step: Step, rest: Sequence[Given], at: Span) -> Task:
        """Apply what ``function`` gave to the arguments that are left."""
        result = yield step
        if not isinstance(result, Function) and any(given.label for given in rest):
            raise does_not_take(function, rest)
        return self.apply(result, rest, at)

    def _enter(self, closure: Closure, given: list[Given]) -> Step:
        """The body of a function with its parameters bound."""
        if any(parameter.default is not None for parameter in closure.parameters):
            return self._with_defaults(closure, given)
        bound: dict[str, Any] = {}
        for parameter, argument in zip(closure.parameters, given, strict=True):
            self._bound(parameter, argument, closure, bound)
        return self._body(closure, given[-1], closure.env.inner(bound))

    def _with_defaults(self, closure: Closure, given: list[Given]) -> Task:
        env = closure.env
        for parameter, argument in zip(closure.parameters, given, strict=True):
            bound: dict[str, Any] = {}
            if parameter.default is not None:
                option: Variant = argument.value
                value = (yield self.evaluate(parameter.default, env)) if option.argument is None else option.argument
                argument = argument._replace(value=value)
            self._bound(parameter, argument, closure, bound)
            env = env.inner(bound)
        return self._body(closure, given[-1], env)

    def _bound(self, parameter: Parameter, argument: Given, closure: Closure, bound: dict[str, Any]) -> None:
        found = match(parameter.pattern, argument.value, closure.env)
        if found is None:
            raise unmatched(argument.value, parameter.at)
        bound.update(found)

    def _body(self, closure: Closure, last: Given, env: Any) -> Step:
        if isinstance(closure.body, Cases):
            return self.cases(closure.body.cases, last.value, env, closure.body)
        return self.evaluate(closure.body, env)

    def is_new(self, node: Any) -> bool:
        """Whether this is asked of ``node`` for the first time: what is checked once is checked then."""
        known = len(self._checked)
        self._checked.add(id(node))
        return len(self._checked) > known

    def cases(self, cases: Sequence[Any], value: Any, env: Any, node: Any) -> Step:
        """The body of the first case that matches ``value``; all bodies of the ``node`` are of one type."""
        chosen = self.choose(cases, value, env, node.at)
        if len(cases) < 2 or not self.is_new(node):
            return chosen
        return self.alike(chosen, node, apparent_bodies(cases, env))

    def alike(self, step: Step, node: Any, beside: Sequence[tuple[Any, Any]]) -> Task:
        """The result of ``step``, a branch of ``node``; it is of the type of what is ``beside`` it, with its nodes."""
        value = yield step
        for other, place in beside:
            if place.at.start > node.at.start:
                check_alike(value, other, place.at, "this branch")
            else:
                check_alike(other, value, node.at, "this branch")
        return value

    def choose(self, cases: Sequence[Any], value: Any, env: Any, at: Span) -> Step:
        """The body of the first case that matches ``value``; its guard decides, too."""
        for number, case in enumerate(cases):
            self.spend(1)
            bound = match(case.pattern, value, env)
            if bound is None:
                continue
            inner = env.inner(bound) if bound else env
            if case.guard is None:
                return self.evaluate(case.body, inner)
            return self._guarded(cases[number:], value, env, inner, at)
        raise unmatched(value, at)

    def _guarded(self, cases: Sequence[Any], value: Any, env: Any, inner: Any, at: Span) -> Task:
        if truth((yield self.evaluate(cases[0].guard, inner)), cases[0].guard.at):
            return self.evaluate(cases[0].body, inner)
        return self.choose(cases[1:], value, env, at)

    def _native(self, native: Native, given: list[Given], at: Span) -> Step:
        """A library's function applied: what it is given is converted, and errors are of this place."""
        positional: list[Any] = [self] if native.calls else []
        named: dict[str, Any] = {}
        for slot, argument in zip(native.parameters, given, strict=True):
            value = argument.value
            size = _SIZES.get(type(value))
            if size is not None:
                self.spend(size(value))
            if slot.optional:
                if value is NONE or value.argument is None:
                    continue
                value = value.argument
            value = taken(native, slot, value, argument)
            if slot.label:
                named[slot.label] = value
            elif slot.shape.name != "unit":
                positional.append(value)
        SITE.set(at)
        self.at, self.inside = at, native.name
        result = native.run(*positional, **named)
        return UNIT if result is None else result


_SIZES: dict[type, Callable[[Any], int]] = {
    Cons: lambda values: int(values.length) >> 5,
    list: lambda values: len(values) >> 5,
    bytes: lambda text: len(text) >> 7,
}
"""How many steps it takes to look at all of a value, which a library's function may do in one go."""


def truth(value: Any, at: Span) -> bool:
    """``value``, if it is a bool; else :class:`ConfigError`."""
    if not isinstance(value, bool):
        raise ConfigError(f"this is {describe(value)}, where a bool is wanted", at.location())
    return value


def place_of(function: Any) -> Span | None:
    """Where a function is defined, if a configuration defines it."""
    whole = function.function if isinstance(function, Partial) else function
    return whole.body.at if isinstance(whole, Closure) else None


def unmatched(value: Any, at: Span) -> RaisedError:
    """The exception of a value that no pattern is for."""
    raised = Variant("Match_failure", spot(at), "exn")
    return RaisedError(raised, at, f"no case is for {show(value)}", "OCaml would raise Match_failure.")


def spot(at: Span) -> tuple[bytes, int, int]:
    """A place as OCaml's exceptions have it: the file, the line, and how much of that is before."""
    return string(at.source.path.name), at.source.row(at.start) + 1, at.source.column(at.start)
