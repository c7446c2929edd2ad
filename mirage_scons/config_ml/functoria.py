"""The modules of functoria: types, implementations, packages, and what devices of a configuration's own bring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mirage_scons.config_ml.environment import Module
from mirage_scons.config_ml.faults import MisfitError, unsupported
from mirage_scons.config_ml.formats import Formatter, Piece, printing, written
from mirage_scons.config_ml.functions import Closure, Native, Partial
from mirage_scons.config_ml.key_values import AnyKey, Computed, TypedKey, constant, taken
from mirage_scons.config_ml.keys import Known
from mirage_scons.config_ml.library import Table, module
from mirage_scons.config_ml.machine import Machine, place_of
from mirage_scons.config_ml.shapes import SHAPES, Shape, instance, shape, words_of
from mirage_scons.config_ml.trampoline import Step, Task
from mirage_scons.config_ml.values import (
    DESCRIBERS,
    UNIT,
    Variant,
    describe,
    items,
    listed,
    option,
    show,
    string,
    text,
)
from mirage_scons.model import module as model
from mirage_scons.model.device import Info
from mirage_scons.model.errors import ConfigError, caller
from mirage_scons.model.impl import Impl, match_impl
from mirage_scons.model.install import Install, install
from mirage_scons.model.package import Package, package
from mirage_scons.model.types import Functor, Signature, Type, fits
from mirage_scons.model.value import Value, lookup


class Dependency:
    """An implementation whose type is hidden, as ``dep`` makes it."""

    described = "a dependency"

    def __init__(self, impl: Impl) -> None:
        self.impl = impl


class Stanza:
    """A stanza of dune."""

    described = "a stanza of dune"

    def __init__(self, text: str) -> None:
        self.text = text


class Action:
    """What a device does to configure, as far as it writes files: its ``result``, and the texts by their names."""

    described = "an action"

    def __init__(self, result: Any, files: tuple[tuple[str, str], ...] = ()) -> None:
        self.result = result
        self.files = files


def _impl_described(impl: Any) -> str:
    if isinstance(impl.type, Functor):
        return f"a functor {impl.type}"
    return f"{'an' if str(impl.type)[0] in 'aeiou' else 'a'} {impl.type}"


DESCRIBERS += [
    (Impl, _impl_described),
    (Type, lambda _type: "a module type"),
    (Functor, lambda _type: "a functor type"),
    (Package, lambda package: f"the package {package.name}"),
    (Info, lambda _info: "an info"),
    (Install, lambda _install: "an Install.t"),
]


def of_type(wanted: Signature) -> Shape:
    """The shape of implementations of a type."""

    def take(value: Any) -> Impl:
        if not isinstance(value, Impl):
            raise MisfitError("Give the device itself, not its dep." if isinstance(value, Dependency) else "")
        if not fits(value.type, wanted):
            raise MisfitError("Apply it with $ first." if isinstance(value.type, Functor) else "")
        return value

    return Shape(f"a {wanted}", take)


def _dependency(value: Any) -> Impl:
    if not isinstance(value, Dependency):
        raise MisfitError("Write [ dep device; … ]." if isinstance(value, Impl) else "")
    return value.impl


def _function(value: Any) -> Any:
    if not isinstance(value, (Closure, Native, Partial)):
        raise MisfitError
    return value


SHAPES.update({
    "impl": instance("an implementation", Impl),
    "dependency": Shape("a dependency", _dependency, "dependencies"),
    "signature": instance("a module type", Type, Functor),
    "package": instance("a package", Package),
    "packages_value": taken("package list", SHAPES["list"].take),
    "scope": words_of("a scope", {"Monorepo": "monorepo", "Switch": "switch"}),
    "function": Shape("a function", _function),
    "info": instance("an info", Info),
    "install": instance("an Install.t", Install),
    "action": instance("an action", Action),
    "stanza": instance("a stanza of dune", Stanza),
})  # fmt: skip


def _typ(machine: Machine, witness: Any) -> Type:
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


def _apply(function: Impl, argument: Impl) -> Impl:
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


def _match_impl(of: Computed, branches: list[Any], *, default: Impl) -> Impl:
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


def _gives(name: str, function: Any, value: Any, wanted: str) -> ConfigError:
    """The error of what ``function`` gives not being what is wanted of it."""
    at = place_of(function)
    where = None if at is None else at.location()
    return ConfigError(f"{name} gives {describe(value)}, where {wanted} is wanted", where)


def _list_of(name: str, function: Any, value: Any, kind: str) -> list[Any]:
    try:
        found: list[Any] = shape(f"{kind}*").take(value)
    except MisfitError:
        raise _gives(name, function, value, shape(f"{kind}*").name) from None
    return found


def _connect(machine: Machine, function: Any) -> Callable[[Info, str, Sequence[str]], str]:
    def connect(info: Info, name: str, args: Sequence[str]) -> str:
        found = machine.call(function, info, string(name), listed(map(string, args)))
        if not isinstance(found, bytes):
            raise _gives("connect", function, found, "a string")
        return text(found)

    return connect


def _dune(machine: Machine, function: Any) -> Callable[[Info], list[str]]:
    return lambda info: [one.text for one in _list_of("dune", function, machine.call(function, info), "stanza")]


def _files(machine: Machine, function: Any) -> Callable[[Info], list[str]]:
    return lambda info: _list_of("files", function, machine.call(function, info), "path")


def _configure(machine: Machine, function: Any) -> Callable[[Info], dict[str, str]]:
    def configure(info: Info) -> dict[str, str]:
        action = machine.call(function, info)
        if not isinstance(action, Action):
            raise _gives("configure", function, action, "an action")
        return dict(action.files)

    return configure


def _install(machine: Machine, function: Any) -> Callable[[Info], Any]:
    def installs(info: Info) -> Any:
        found = machine.call(function, info)
        return found.value if isinstance(found, Computed) else found

    return installs


def _packages(machine: Machine, chosen: Value[Any]) -> Value[list[Any]]:
    return Value(chosen.keys, lambda context: list(items(chosen.compute(context))))


_HOOKS: dict[str, Callable[[Machine, Any], Any]] = {
    "connect": _connect,
    "dune": _dune,
    "files": _files,
    "configure": _configure,
    "install": _install,
    "install_v": _install,
    "packages_v": _packages,
}
"""How what a device brings becomes functions for the model."""


def _device(make: Callable[..., Impl]) -> Callable[..., Impl]:
    def run(machine: Machine, name: str, signature: Signature, **given: Any) -> Impl:
        labelled = {
            label: _HOOKS[label](machine, value) if label in _HOOKS else value for label, value in given.items()
        }
        return make(name, signature, **labelled)

    return run


_COMMON = "?packages:package* ?packages_v:packages_value ?keys:any_key*"
_HOOKED = (
    f"{_COMMON} ?install:function ?install_v:function ?extra_deps:dependency* ?connect:function ?dune:function "
    "?configure:function ?files:function text signature"
)

PURE: Table = {
    "@->": ("signature signature", functor),
    "$": ("impl impl", _apply),
    "dep": ("impl", Dependency),
    "abstract": ("impl", Dependency),
    "key": ("key", lambda typed: AnyKey(typed.key)),
    "if_impl": ("bool_value impl impl", if_impl),
    "match_impl": (
        "value ~default:impl list",
        lambda of, cases, default: _match_impl(of, list(items(cases)), default=default),
    ),
    "package": (
        "?scope:scope ?build:bool ?sublibs:text* ?libs:text* ?min:text ?max:text ?pin:text ?pin_version:text text",
        package,
    ),
    "of_device": ("impl", lambda impl: impl),
}
CALLING: Table = {
    "typ": ("any", _typ),
    "main": (f"{_COMMON} ?extra_deps:dependency* text signature", _device(model.main)),
    "foreign": (f"{_COMMON} ?deps:dependency* text signature", _device(model.foreign)),
    "impl": (_HOOKED, _device(model.impl)),
}
"""The language itself, which ``Mirage`` and ``Functoria`` share."""


def _key_value(info: Info, typed: TypedKey) -> Any:
    return typed.codec.of_model(lookup(typed.key, info.context))


INFO = module(
    "Info",
    {
        "name": ("info", lambda info: string(info.name)),
        "get": ("info key", _key_value),
        "context": ("info", lambda info: Known(info.context)),
        "packages": ("info", lambda info: listed(info.packages)),
        "libraries": ("info", lambda info: listed(map(string, info.libraries))),
        "output": ("info", lambda _info: option(None)),
    },
)

PACKAGE = module(
    "Package",
    {
        "v": PURE["package"],
        "name": ("package", lambda package: string(package.name)),
        "libraries": ("package", lambda package: listed(map(string, sorted(package.libs)))),
        "min_versions": ("package", lambda package: listed(map(string, sorted(package.min)))),
        "max_versions": ("package", lambda package: listed(map(string, sorted(package.max)))),
        "build_dependency": ("package", lambda package: package.build),
    },
)

SHAPES["installed"] = Shape("a pair of paths", lambda value: _two_paths(value))


def _two_paths(value: Any) -> tuple[str, str]:
    if not isinstance(value, tuple) or len(value) != 2:
        raise MisfitError
    return SHAPES["path"].take(value[0]), SHAPES["path"].take(value[1])


INSTALL = module(
    "Install",
    {"v": ("?bin:installed* ?etc:path* unit", install), "union": ("install install", lambda a, b: a + b)},
    values={"empty": Install()},
)


def _stanza_format(machine: Machine, form: tuple[Piece, ...]) -> Step:
    return printing(machine, "Dune.stanzaf", form, Formatter(), lambda to: Stanza(text(written(to))))


DUNE = module("Dune", {"stanza": ("text", Stanza)}, {"stanzaf": ("format", _stanza_format)})


def _write_file(path: str, body: str) -> Action:
    return Action(UNIT, ((path, body),))


def _bind(machine: Machine, action: Action, function: Any) -> Task:
    after = yield machine.applied(function, action.result)
    if not isinstance(after, Action):
        raise ConfigError(f"this is {describe(after)}, where an action is wanted", caller())
    return Action(after.result, action.files + after.files)


def _map(machine: Machine, action: Action, function: Any) -> Task:
    return Action((yield machine.applied(function, action.result)), action.files)


def _seq(actions: list[Action]) -> Action:
    return Action(UNIT, tuple(file for action in actions for file in action.files))


def _with_output(
    machine: Machine, function: Any, *, path: str, purpose: str, mode: int = 0, append: bool = False
) -> Task:
    to = Formatter()
    result = yield machine.applied(function, to)
    return Action(result, ((path, text(written(to))),))


def _iter(machine: Machine, actions: Any, *, f: Any) -> Task:
    done: list[Action] = []
    for one in items(actions):
        done.append((yield machine.applied(f, one)))
    return _seq(done)


def _impure(name: str) -> Native:
    def run(machine: Machine, *_given: Any) -> Any:
        raise unsupported(f"Action.{name}", machine.at)

    return Native(f"Action.{name}", "any", run, calls=True)


_INFIX: Table = {">>=": ("action any", _bind), ">|=": ("action any", _map)}
ACTION = module(
    "Action",
    {
        "ok": ("any", Action),
        "seq": ("action*", _seq),
        "write_file": ("path text", _write_file),
    },
    {
        "bind": ("~f:any action", lambda machine, action, f: _bind(machine, action, f)),
        "map": ("~f:any action", lambda machine, action, f: _map(machine, action, f)),
        "with_output": ("?mode:int ?append:bool ~path:path ~purpose:text any", _with_output),
    },
    {
        name: _impure(name)
        for name in (
            "run_cmd", "run_cmd_out", "run_cmd_cli", "read_file", "rm", "rmdir", "mkdir", "ls", "is_file", "is_dir",
            "pwd", "get_var", "set_var", "tmp_file", "size_of", "error", "with_dir",
        )
    },
    {
        "Infix": module("Action.Infix", calling=_INFIX),
        "Syntax": module("Action.Syntax", calling={"let*": _INFIX[">>="], "let+": _INFIX[">|="]}),
        "List": module("Action.List", calling={"iter": ("~f:any list", _iter)}),
    },
)  # fmt: skip

TYPE = module("Type", {"@->": PURE["@->"]}, {"v": CALLING["typ"]})
IMPL = module(
    "Impl",
    {"$": PURE["$"], "abstract": PURE["dep"], "of_device": PURE["of_device"]},
    {"v": CALLING["impl"], "main": CALLING["main"]},
)
DEVICE = module("Device", calling={"v": CALLING["impl"]})

MODULES: dict[str, Module] = {
    "Type": TYPE, "Impl": IMPL, "Info": INFO, "Dune": DUNE, "Action": ACTION,
}  # fmt: skip
"""The modules of functoria that ``Mirage`` has, too."""
