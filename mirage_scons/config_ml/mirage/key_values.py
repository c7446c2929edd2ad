"""Keys and the values computed from them, as a config.ml has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.describe import KINDS, describe
from mirage_scons.config_ml.evaluate.kinds import ALIKE
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape, instance
from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.mirage.codecs import Codec
from mirage_scons.model.errors import ConfigError, caller
from mirage_scons.model.key import Arg, Key
from mirage_scons.model.value import Context, Value, lookup
from mirage_scons.model.value import value as value_of


class KeyInfo:
    """What ``Key.Arg.info`` says of an option."""

    __slots__ = ("words",)

    def __init__(self, words: dict[str, Any]) -> None:
        self.words = words

    @property
    def described(self) -> str:
        """What it is, as messages say it."""
        return "the info of an option"


class KeyArg:
    """What ``Key.Arg.opt`` and its like make."""

    __slots__ = ("arg", "codec", "info")

    def __init__(self, arg: Arg, info: KeyInfo, codec: Codec) -> None:
        self.arg = arg
        self.info = info
        self.codec = codec

    @property
    def described(self) -> str:
        """What it is, as messages say it."""
        return "an argument of a key"


class TypedKey:
    """A key with the type of its values: an ``'a key``."""

    __slots__ = ("codec", "key")

    def __init__(self, key: Key, codec: Codec) -> None:
        self.key = key
        self.codec = codec

    @property
    def described(self) -> str:
        """What it is, as messages say it."""
        return f"the {self.codec.name} key {self.key.name}"


class AnyKey:
    """A key whose type is hidden: a ``Key.t``."""

    __slots__ = ("key",)

    def __init__(self, key: Key) -> None:
        self.key = key

    @property
    def described(self) -> str:
        """What it is, as messages say it."""
        return f"the key {self.key.name} without its type"


class Computed:
    """A value of keys; of the key ``of``, if it just is that of one."""

    __slots__ = ("of", "value")

    def __init__(self, value: Value[Any], of: TypedKey | None = None) -> None:
        self.value = value
        self.of = of

    @property
    def described(self) -> str:
        """What it is, as messages say it."""
        return "a value of keys"


def of_key(typed: TypedKey) -> Computed:
    """The value of a key."""
    if typed.codec.name == "bool":
        return Computed(value_of(typed.key), typed)

    def compute(context: Context) -> Any:
        return typed.codec.of_model(lookup(typed.key, context))

    return Computed(Value(frozenset([typed.key]), compute), typed)


def mapped(machine: Machine, function: Any, *values: Computed) -> Computed:
    """The value of ``function`` applied to ``values``."""
    keys = frozenset(key for one in values for key in one.value.keys)

    def compute(context: Context) -> Any:
        return machine.call(function, *(one.value.eval(context) for one in values))

    return Computed(Value(keys, compute))


def taken(codec_name: str, take: Callable[[Any], Any]) -> Shape:
    """The shape of values of keys whose values ``take`` makes the model's."""

    def take_value(value: Any) -> Value[Any]:
        if isinstance(value, TypedKey):
            raise MisfitError("Write Key.value of it.")
        if not isinstance(value, Computed):
            raise MisfitError("Write Key.value of a key, or Key.pure of a constant.")
        where = caller()
        if value.of is not None and value.of.codec.name != codec_name:
            raise MisfitError(f"The key {value.of.key.name} is of type {value.of.codec.name}.")

        def check(found: Any) -> Any:
            try:
                return take(found)
            except MisfitError as misfit:
                what = f"the value is {describe(found)}, where a {codec_name} is wanted"
                raise ConfigError(what, where, misfit.hint) from None

        inner = value.value
        return Value(inner.keys, lambda context: check(inner.compute(context)), inner.key)

    return Shape(f"a {codec_name} value", take_value)


def keys_of(codec_name: str) -> Shape:
    """The shape of keys whose values are of one type: the model's key."""

    def take(value: Any) -> Key:
        if not isinstance(value, TypedKey):
            raise MisfitError(
                "Key.create makes one." if not isinstance(value, AnyKey) else "Give the key itself, not Key.v."
            )
        if value.codec.name != codec_name:
            raise MisfitError
        return value.key

    return Shape(f"a {codec_name} key", take)


def _any_key(value: Any) -> Key:
    if isinstance(value, TypedKey):
        raise MisfitError("Write key … of it, or Key.v.")
    if not isinstance(value, AnyKey):
        raise MisfitError("Write [ key hello; … ], of keys that Key.create makes.")
    return value.key


def constant(value: Any, of: Computed) -> Any:
    """``value``, which the value ``of`` a key is compared with; :class:`MisfitError` if the key never has it."""
    if of.of is not None:
        of.of.codec.to_model(value)
    return value


ALIKE += [
    (TypedKey, lambda one, other: one.codec.name == other.codec.name),
    (Codec, lambda one, other: one.name == other.name),
]
KINDS += [
    (TypedKey, lambda typed: f"a {typed.codec.name} key"),
    (AnyKey, lambda _key: "a Key.t"),
]
SHAPES.update({
    "converter": instance("a converter", Codec),
    "key_info": instance("the info of an option (Key.Arg.info)", KeyInfo),
    "key_arg": instance("an argument of a key", KeyArg),
    "key": instance("a key", TypedKey),
    "any_key": Shape("a Key.t", _any_key, "Key.t"),
    "value": instance("a value of keys", Computed),
    "bool_value": taken("bool", SHAPES["bool"].take),
})  # fmt: skip
for _name, _word in {
    "int": "int_key", "bool": "bool_key", "string": "string_key", "string option": "string_option_key",
    "int64 option": "int64_option_key", "string list": "strings_key", "(string * string) list": "headers_key",
}.items():  # fmt: skip
    SHAPES[_word] = keys_of(_name)
