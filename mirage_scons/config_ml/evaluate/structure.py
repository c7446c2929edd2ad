"""Evaluating what a structure holds: definitions, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mirage_scons.config_ml import syntax as s
from mirage_scons.config_ml.evaluate.bindings import bind
from mirage_scons.config_ml.evaluate.environment import Declared, Env, Module, ModuleFunctor, RecordType
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.faults import unsupported
from mirage_scons.config_ml.trampoline import Task
from mirage_scons.model.errors import ConfigError

Defined = tuple[Env, Module]
"""The scope after an item, and what the item adds to the module that holds it."""


def structure(machine: Machine, items: Iterable[s.Item], env: Env, name: str) -> Task:
    """The module called ``name`` that ``items`` make."""
    whole = Module(name)
    for one in items:
        env, defined = yield item(machine, one, env)
        _add(whole, defined)
    return whole


def _add(whole: Module, part: Module) -> None:
    whole.values.update(part.values)
    whole.modules.update(part.modules)
    whole.constructors.update(part.constructors)
    whole.records = (*part.records, *whole.records)


def _defining(env: Env, part: Module) -> Defined:
    return env.defining(part), part


def item(machine: Machine, node: s.Item, env: Env) -> Task:
    """The scope after an item, with what it defines."""
    machine.spend(1)
    machine.at = node.at
    return (yield _ITEMS[type(node)](machine, node, env))


def _define(machine: Machine, node: s.Define, env: Env) -> Task:
    bound = yield bind(machine, node.recursive, node.bindings, env)
    return _defining(env, Module("", bound))


def _run(machine: Machine, node: s.Run, env: Env) -> Task:
    yield machine.evaluate(node.body, env)
    return env, Module("")


def _module(machine: Machine, node: s.Module, env: Env, name: str) -> Task:
    """The module, or the functor, that ``node`` is, to be called ``name``."""
    return _MODULES[type(node)](machine, node, env, name)
    yield  # a task, as its like are


def _named(_machine: Machine, node: s.ModuleName, env: Env, _name: str) -> Any:
    return env.held(node.path, node.at)


def _structure(machine: Machine, node: s.Structure, env: Env, name: str) -> Task:
    return structure(machine, node.items, env, name)


def _functor(_machine: Machine, node: s.FunctorOf, env: Env, name: str) -> Any:
    return ModuleFunctor(name, lambda machine, argument: _applied(machine, node, argument, env, name))


def _apply(machine: Machine, node: s.ApplyModule, env: Env, name: str) -> Task:
    argument = yield _module(machine, node.argument, env, "")
    functor = yield _module(machine, node.functor, env, name)
    if not isinstance(functor, ModuleFunctor):
        raise ConfigError("this is no functor, and is applied to a module", node.at.location())
    machine.spend(1)
    machine.at = node.at
    return functor.apply(machine, argument)


def _no_module(_machine: Machine, node: s.Unsupported, _env: Env, _name: str) -> Any:
    raise unsupported(node.what, node.at, node.hint)


_MODULES: dict[type, Callable[[Machine, Any, Env, str], Any]] = {
    s.ModuleName: _named,
    s.Structure: _structure,
    s.FunctorOf: _functor,
    s.ApplyModule: _apply,
    s.Unsupported: _no_module,
}


def _applied(machine: Machine, node: s.FunctorOf, argument: Module, env: Env, name: str) -> Task:
    """The body of a functor with its parameter bound."""
    return (yield _module(machine, node.body, env.defining(Module("", modules={node.parameter: argument})), name))


def _only_module(machine: Machine, node: s.Module, env: Env) -> Task:
    """A module, and no functor."""
    found = yield _module(machine, node, env, "")
    if isinstance(found, ModuleFunctor):
        raise ConfigError("this is a functor, where a module is wanted", node.at.location())
    return found


def _open(machine: Machine, node: s.Open, env: Env) -> Task:
    return env.defining((yield _only_module(machine, node.module, env))), Module("")


def _include(machine: Machine, node: s.Include, env: Env) -> Task:
    module = yield _only_module(machine, node.module, env)
    return _defining(env, module)


def _define_module(machine: Machine, node: s.DefineModule, env: Env) -> Task:
    """A module; one that cannot be read here is an error where it is used."""
    if isinstance(node.module, s.Unsupported):
        made: Any = unsupported(node.module.what, node.module.at, node.module.hint)
        return env.defining(Module("", modules={node.name: made})), Module("")
    made = yield _module(machine, node.module, env, node.name)
    return _defining(env, Module("", modules={node.name: made}))


def _declare_type(_machine: Machine, node: s.DeclareType, env: Env) -> Task:
    declared = {
        one.name: Declared(one.name, node.name, index, one.arity, one.inline)
        for index, one in enumerate(node.constructors)
    }
    records = [RecordType(node.name, tuple(name for name, _ in node.fields))] if node.fields else []
    return _defining(env, Module("", constructors=declared, records=records))
    yield  # a task, as its like are


def _declare_exception(_machine: Machine, node: s.DeclareException, env: Env) -> Task:
    one = node.constructor
    made = Declared(one.name, "exn", 0, one.arity, one.inline)
    if node.same_as is not None:
        made = env.constructor(*node.same_as, node.at)
    return _defining(env, Module("", constructors={one.name: made}))
    yield  # a task, as its like are


def _unsupported(_machine: Machine, node: s.Unsupported, _env: Env) -> Task:
    raise unsupported(node.what, node.at, node.hint)
    yield


_ITEMS: dict[type, Callable[[Machine, Any, Env], Task]] = {
    s.Define: _define,
    s.Run: _run,
    s.Open: _open,
    s.Include: _include,
    s.DefineModule: _define_module,
    s.DeclareType: _declare_type,
    s.DeclareException: _declare_exception,
    s.Unsupported: _unsupported,
}
