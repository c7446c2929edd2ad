"""What OCaml asks for beside the table of the language: what its types have checked, and what it needs to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from mirage_scons.config_ml.evaluate.functions import Native
from mirage_scons.config_ml.mirage.codecs import Codec
from mirage_scons.config_ml.mirage.key_values import AnyKey, Computed, TypedKey
from mirage_scons.config_ml.mirage.keys import Known
from mirage_scons.config_ml.values import UNIT, Variant, items, listed, option, string, text
from mirage_scons.config_ocaml.wire import Kept
from mirage_scons.model.convert import conv
from mirage_scons.model.device import Info
from mirage_scons.model.errors import ConfigError, caller
from mirage_scons.model.impl import If, Impl, join
from mirage_scons.model.key import Key
from mirage_scons.model.package import Package
from mirage_scons.model.types import Functor, Signature, Type
from mirage_scons.model.value import Context, Value, lookup

if TYPE_CHECKING:
    from mirage_scons.config_ocaml.session import Session


class CheckedType(Type):
    """A module type that a configuration makes with ``typ``: whether it fits is for OCaml's type checker to say."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Type, Functor))

    def __hash__(self) -> int:
        return 0


def leaf_keys(leaf: Any) -> Iterable[Key]:
    """The keys that a value reads which is no function's: a key's own, or one of those that MirageOS names."""
    return [leaf.key] if isinstance(leaf, TypedKey) else leaf.value.keys


def leaf_value(leaf: Any, context: Context) -> Any:
    """Its value in ``context``."""
    if isinstance(leaf, TypedKey):
        return leaf.codec.of_model(lookup(leaf.key, context))
    return leaf.value.eval(context)


def _typ(_session: Session) -> Type:
    return CheckedType("type of this configuration")


def _apply(_session: Session, function: Impl, argument: Impl) -> Impl:
    type_ = function.type
    if not isinstance(type_, Functor):
        return join(function, [argument], type_)
    rest: Signature = Functor(type_.params[1:], type_.result) if type_.params[1:] else type_.result
    return join(function, [argument], rest)


def _choice(_session: Session, index: Computed, branches: Any, default: Impl) -> Impl:
    """A choice whose condition gives the number of a branch, or -1."""
    condition = Value(index.value.keys, index.value.compute)
    return If(default.type, condition, tuple(enumerate(items(branches))), default)


def _keys_of(_session: Session, leaves: Any) -> Any:
    keys = dict.fromkeys(key for leaf in items(leaves) for key in leaf_keys(leaf))
    return listed(map(AnyKey, keys))


def _values_of(_session: Session, known: Known, leaves: Any) -> Any:
    return listed([leaf_value(leaf, known.context) for leaf in items(leaves)])


def _conv(session: Session, *, conv: Native, runtime_conv: bytes) -> Codec:
    """A converter of a configuration's own, whose values OCaml keeps."""

    def parse(word: str) -> Kept:
        found = session.machine.call(conv, string(word))
        if isinstance(found, bytes):
            raise ValueError(text(found))
        kept: Kept = found.argument
        return kept

    return Codec(text(runtime_conv), _converter(text(runtime_conv), parse), _same, _same)


def _converter(name: str, parse: Callable[[str], Kept]) -> Any:
    def serialize(kept: Kept) -> str:
        return kept.written

    return conv(name, parse=parse, serialize=serialize, runtime_conv=name, show=lambda kept: kept.shown)


def _same(value: Any) -> Any:
    return value


def _is_given(_session: Session, known: Known, any_key: AnyKey) -> bool:
    return any_key.key.name in known.context


def _add_to_context(_session: Session, key: TypedKey, value: Any, known: Known) -> Known:
    return Known({**known.context, key.key.name: key.codec.to_model(value)})


def _merge_context(_session: Session, known: Known, *, default: Known) -> Known:
    return Known({**default.context, **known.context})


def _aliases(_session: Session, any_key: AnyKey) -> Any:
    return listed([AnyKey(other) for other, _ in any_key.key.sets])


def _scope(_session: Session, package: Package) -> Variant:
    return Variant(package.scope.capitalize())


def _pin(_session: Session, package: Package) -> Variant:
    return option(None if package.pin is None else tuple(map(string, package.pin)))


def _info_keys(_session: Session, info: Info) -> Any:
    return listed(map(AnyKey, info.keys))


def _getenv(session: Session, name: bytes) -> Variant:
    machine = session.machine
    value = machine.asked[text(name)] = machine.environ.get(text(name))
    return option(None if value is None else string(value))


def _opened(session: Session, path: bytes) -> tuple[()]:
    session.inputs.add(Path(text(path)))
    return UNIT


def _exit(_session: Session, status: int) -> NoReturn:
    raise ConfigError(f"the configuration asks to exit, with status {status}", caller(), "Have it end by itself.")


CALLS: Mapping[str, Callable[..., Any]] = {
    "typ": _typ,
    "$": _apply,
    "choice": _choice,
    "keys of": _keys_of,
    "values of": _values_of,
    "Key.Arg.conv": _conv,
    "Key.call": lambda _session, any_key: string(any_key.key.call()),
    "Key.aliases": _aliases,
    "Key.is_given": _is_given,
    "Key.add_to_context": _add_to_context,
    "Key.merge_context": _merge_context,
    "Package.scope": _scope,
    "Package.pin": _pin,
    "Info.keys": _info_keys,
    "Info.config_file": lambda session, _info: string(session.path.name),
    "getenv": _getenv,
    "opened": _opened,
    "exit": _exit,
}
"""By the name that OCaml's side calls it by; each gets the conversation, and values of OCaml."""
