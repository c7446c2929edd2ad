"""Implementations: devices, their application to arguments, and choices between them; the terms of a device graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mirage_scons.model.convert import frozen
from mirage_scons.model.device import Device
from mirage_scons.model.errors import ConfigError, caller
from mirage_scons.model.types import Functor, Signature, fits
from mirage_scons.model.value import Value, check_value, truth


@dataclass(frozen=True, eq=False, repr=False)
class Impl:
    """A term of the device graph; ``type`` is the module type that it implements."""

    type: Signature

    def __repr__(self) -> str:
        return f"<{self}: {self.type}>"

    def __call__(self, *args: Impl) -> Impl:
        """Apply a functor to one or more arguments. :class:`ConfigError` where their number or types do not fit."""
        if not args:
            raise ConfigError(f"{self} is applied to nothing", caller(), "Give it the implementations that it takes.")
        return apply(self, args)


@dataclass(frozen=True, eq=False, repr=False)
class Dev(Impl):
    """A device applied to arguments, with its data dependencies."""

    device: Device
    args: tuple[Impl, ...] = ()
    deps: tuple[Impl, ...] = ()

    def __str__(self) -> str:
        return self.device.module


@dataclass(frozen=True, eq=False, repr=False)
class App(Impl):
    """The application of what is not known yet to be a device."""

    function: Impl
    args: tuple[Impl, ...]

    def __str__(self) -> str:
        return str(self.function)


@dataclass(frozen=True, eq=False, repr=False)
class If(Impl):
    """A choice by a value of keys: the first branch whose constant equals it, else the default."""

    condition: Value[Any]
    branches: tuple[tuple[Any, Impl], ...]
    default: Impl

    def choose(self, context: dict[str, Any]) -> Impl:
        """The branch taken in ``context``."""
        chosen = _comparable(self.condition.eval(context))
        return next((impl for constant, impl in self.branches if _comparable(constant) == chosen), self.default)

    def __str__(self) -> str:
        return f"a choice of {self.type}"


def of_device(device: Device, deps: Sequence[Impl] = ()) -> Dev:
    """The term of a device that is applied to nothing yet, with its data dependencies."""
    return Dev(device.type, device, (), tuple(deps))


def join(function: Impl, args: Sequence[Impl], type: Signature) -> Impl:
    """``function`` applied to ``args``: joined to the arguments of a device or an application, else an application."""
    if isinstance(function, Dev):
        return Dev(type, function.device, (*function.args, *args), function.deps)
    if isinstance(function, App):
        return join(function.function, (*function.args, *args), type)
    return App(type, function, tuple(args))


def apply(function: Impl, args: Sequence[Impl]) -> Impl:
    """``function`` applied to ``args`` after checking their number and types."""
    remaining = function.type
    before = len(function.args) if isinstance(function, (Dev, App)) else 0
    for number, arg in enumerate(args, before + 1):
        remaining = _take(function, remaining, number, arg)
    return join(function, args, remaining)


def _take(function: Impl, type: Signature, number: int, arg: Impl) -> Signature:
    """What is left of ``type`` after one more argument."""
    if not isinstance(type, Functor):
        raise ConfigError(
            f"{function} takes no argument here: {number} is one too many", caller(), f"Its type is {function.type}."
        )
    if not isinstance(arg, Impl):
        raise ConfigError(
            f"argument {number} of {function} is {arg!r}, not an implementation",
            caller(),
            f"It takes a {type.params[0]}.",
        )
    if not fits(arg.type, type.params[0]):
        raise mismatch(f"argument {number} of {function}", arg, type.params[0])
    rest = type.params[1:]
    return Functor(rest, type.result) if rest else type.result


def mismatch(what: str, impl: Impl, wanted: Signature) -> ConfigError:
    """The error of ``impl`` being of another type than ``wanted``."""
    alike = str(impl.type) == str(wanted)
    hint = "These are two types of one name: use one value of typ for both." if alike else ""
    return ConfigError(f"{what} is a {impl.type}, where a {wanted} is wanted", caller(), hint)


def _comparable(value: Any) -> tuple[type, Any]:
    """A value with its type: Python takes ``True`` for ``1``."""
    return type(frozen(value)), frozen(value)


def match_impl(condition: Value[Any], branches: Sequence[tuple[Any, Impl]], *, default: Impl) -> Impl:
    """The implementation beside the constant that equals ``condition``, ``default`` if there is none."""
    check_value(condition, "the condition")
    _check_branches(branches)
    for what, impl in [("default", default), *((f"branch for {constant!r}", branch) for constant, branch in branches)]:
        if not isinstance(impl, Impl):
            raise ConfigError(f"the {what} is {impl!r}, not an implementation", caller())
        if impl.type != default.type:
            raise ConfigError(f"the {what} is a {impl.type}, the default a {default.type}", caller())
    if condition.key is not None:
        branches = [(condition.key.take(constant), branch) for constant, branch in branches]
    return If(default.type, condition, tuple(branches), default)


def _check_branches(branches: Sequence[tuple[Any, Impl]]) -> None:
    pairs = isinstance(branches, Sequence) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in branches)
    if not pairs:
        raise ConfigError("the branches are not a list of pairs", caller(), "Write [(CONSTANT, DEVICE), …].")


def if_impl(condition: Value[bool], then: Impl, otherwise: Impl) -> Impl:
    """``then`` where ``condition`` holds, else ``otherwise``."""
    return match_impl(truth(condition), [(True, then), (False, otherwise)], default=then)


def walk(root: Impl, visit: Callable[[Impl], None]) -> None:
    """Visit every term below ``root`` once: itself first, then arguments, dependencies and branches in order."""
    seen: set[int] = set()
    pending = [root]
    while pending:
        impl = pending.pop()
        if id(impl) in seen:
            continue
        seen.add(id(impl))
        visit(impl)
        pending.extend(reversed(children(impl)))


def children(impl: Impl) -> tuple[Impl, ...]:
    """The terms directly below ``impl``."""
    if isinstance(impl, Dev):
        return (*impl.args, *impl.deps)
    if isinstance(impl, App):
        return (impl.function, *impl.args)
    if isinstance(impl, If):
        return (*(branch for _, branch in impl.branches), impl.default)
    raise TypeError(f"{impl!r} is no term")
