"""Module types, implementations, and how these are applied and chosen."""

from __future__ import annotations

from typing import Any

from mirage_scons.config_ml.describe import DESCRIBERS, KINDS, describe, show
from mirage_scons.config_ml.evaluate.functions import Closure, Native, Partial
from mirage_scons.config_ml.evaluate.kinds import ALIKE
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape, instance, words_of
from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.mirage.key_values import Computed, constant, taken
from mirage_scons.config_ml.values import Variant
from mirage_scons.model.device import Info
from mirage_scons.model.errors import ConfigError, caller
from mirage_scons.model.impl import Impl, match_impl
from mirage_scons.model.install import Install
from mirage_scons.model.package import Package
from mirage_scons.model.types import Functor, Signature, Type, fits
from mirage_scons.model.value import Value


class Dependency:
    """An implementation whose type is hidden, as ``dep`` makes it."""

    described = "a dependency"

    def __init__(self, impl: Impl) -> None:
        self.impl = impl


def _impl_described(impl: Any) -> str:
    if isinstance(impl.type, Functor):
        return f"a functor {impl.type}"
    return f"{'an' if str(impl.type)[0] in 'aeiou' else 'a'} {impl.type}"


ALIKE += [
    (Impl, lambda one, other: fits(one.type, other.type) or fits(other.type, one.type)),
    ((Type, Functor), lambda one, other: fits(one, other) or fits(other, one)),
]
KINDS.append((Package, lambda _package: "a package"))
DESCRIBERS += [
    (Impl, _impl_described),
    (Type, lambda _type: "a module type"),
    (Functor, lambda _type: "a functor type"),
    (Package, lambda package: f"the package {package.name}"),
    (Info, lambda _info: "an info"),
    (Install, lambda _install: "an Install.t"),
]


def _instead(value: Any) -> str:
    """What to write in place of ``value``, which is no implementation."""
    if isinstance(value, Dependency):
        return "Give the device itself, not its dep."
    waits = value.waits if isinstance(value, Partial) else []
    return f"Give it {' and '.join(waits)}, which it needs." if waits else ""


def of_type(wanted: Signature) -> Shape:
    """The shape of implementations of a type."""

    def take(value: Any) -> Impl:
        if not isinstance(value, Impl):
            raise MisfitError(_instead(value))
        if not fits(value.type, wanted):
            raise MisfitError("Apply it with $ first." if isinstance(value.type, Functor) else "")
        return value

    return Shape(f"a {wanted}", take)


def _implementation(value: Any) -> Impl:
    if not isinstance(value, Impl):
        raise MisfitError(_instead(value))
    return value


def _dependency(value: Any) -> Impl:
    if not isinstance(value, Dependency):
        raise MisfitError("Write [ dep device; … ]." if isinstance(value, Impl) else "")
    return value.impl


def _function(value: Any) -> Any:
    if not isinstance(value, (Closure, Native, Partial)):
        raise MisfitError
    return value


SHAPES.update({
    "impl": Shape("an implementation", _implementation),
    "dependency": Shape("a dependency", _dependency, "dependencies"),
    "signature": instance("a module type", Type, Functor),
    "package": instance("a package", Package),
    "packages_value": taken("package list", SHAPES["list"].take),
    "scope": words_of("a scope", {"Monorepo": "monorepo", "Switch": "switch"}),
    "function": Shape("a function", _function),
    "info": instance("an info", Info),
    "install": instance("an Install.t", Install),
})  # fmt: skip


def typ(machine: Machine, witness: Any) -> Type:
    """A module type: in OCaml two are the same if what they are made of has one type."""
    kind = describe(witness)
    name = kind.removeprefix("a ").removeprefix("an ")
    if isinstance(witness, Variant):
        name = witness.family or witness.tag.lower()
    types: dict[str, Type] = machine.types
    return types.setdefault(name, Type(name))


def functor(left: Signature, right: Signature) -> Functor:
    """``left @-> right``."""
    first = Functor(left.params, left.result, whole=True) if isinstance(left, Functor) else left
    if isinstance(right, Functor):
        return Functor((first, *right.params), right.result)
    return Functor((first,), right)


def applied(function: Impl, argument: Impl) -> Impl:
    """``function $ argument``."""
    if not isinstance(function.type, Functor):
        before = len(getattr(function, "args", ()))
        what = f"{function} is a {function.type}, which takes no {'other ' if before else ''}argument"
        raise ConfigError(what, caller())
    return function(argument)


def if_impl(condition: Value[bool], then: Impl, otherwise: Impl) -> Impl:
    """``if_impl``, whose branches have one type."""
    _same_type(otherwise, then)
    return match_impl(condition, [(True, then), (False, otherwise)], default=then)


def _same_type(impl: Impl, other: Impl) -> None:
    if impl.type != other.type:
        raise ConfigError(f"one branch is {describe(impl)}, another {describe(other)}", caller())


def match_branches(of: Computed, branches: list[Any], *, default: Impl) -> Impl:
    """``match_impl``, of pairs of a constant and an implementation."""
    pairs = []
    for branch in branches:
        if not isinstance(branch, tuple) or len(branch) != 2 or not isinstance(branch[1], Impl):
            raise ConfigError(
                f"a branch is {describe(branch)}, where a pair of a constant and a device is wanted", caller()
            )
        _same_type(branch[1], default)
        pairs.append((_constant(branch[0], of), branch[1]))
    return match_impl(Value(of.value.keys, of.value.compute), pairs, default=default)


def _constant(value: Any, of: Computed) -> Any:
    try:
        return constant(value, of)
    except MisfitError as misfit:
        assert of.of is not None
        what = f"the key {of.of.key.name} is never {show(value)}"
        raise ConfigError(what, caller(), misfit.hint) from None
