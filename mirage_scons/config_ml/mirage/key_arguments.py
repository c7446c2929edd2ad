"""The module Key.Arg: what keys are on the command line, and the types of their values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.describe import describe
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, Shape, words_of
from mirage_scons.config_ml.faults import MisfitError
from mirage_scons.config_ml.library import module
from mirage_scons.config_ml.mirage import codecs
from mirage_scons.config_ml.mirage.codecs import Codec, list_of, option_of, pair_of
from mirage_scons.config_ml.mirage.key_values import KeyArg, KeyInfo
from mirage_scons.config_ml.stdlib.formats import Formatter, written
from mirage_scons.config_ml.values import Variant, string, text
from mirage_scons.model import key as model
from mirage_scons.model.convert import Converter, conv
from mirage_scons.model.errors import ConfigError, caller

SHAPES["stage"] = words_of("a stage", {"Configure": "configure", "Run": "run", "Both": "both"})


def _info(names: list[str], **words: Any) -> KeyInfo:
    if not names:
        raise ConfigError("the option has no name", caller(), 'Write Key.Arg.info [ "hello" ].')
    return KeyInfo({**words, "names": names})


def default_of(codec: Codec, default: Any) -> Any:
    """``default`` as the model has it; :class:`ConfigError` if it is not of the type."""
    try:
        return codec.to_model(default)
    except MisfitError as misfit:
        what = f"the default is {describe(default)}, where a value of type {codec.name} is wanted"
        raise ConfigError(what, caller(), misfit.hint) from None


def _opt(codec: Codec, default: Any, info: KeyInfo, **stage: Any) -> KeyArg:
    return KeyArg(model.opt(codec.converter, default_of(codec, default), **stage), info, codec)


def _required(codec: Codec, info: KeyInfo, **stage: Any) -> KeyArg:
    return KeyArg(model.required(codec.converter, **stage), info, option_of(codec))


def _flag(info: KeyInfo, **stage: Any) -> KeyArg:
    return KeyArg(model.flag(**stage), info, codecs.BOOL)


def _opt_all(codec: Codec, info: KeyInfo, **stage: Any) -> KeyArg:
    return KeyArg(model.opt_all(codec.converter, **stage), info, list_of(codec))


def _separated(make: Callable[..., Codec]) -> Callable[..., Codec]:
    def run(*inner: Codec, sep: Any = None) -> Codec:
        return make(*inner) if sep is None else make(*inner, sep=chr(sep.number))

    return run


def _conv(machine: Machine, *, conv: Any, serialize: Any, runtime_conv: str) -> Codec:
    """A converter of a configuration's own: its values are OCaml's in the model too."""
    parser, printer = conv

    def parse(word: str) -> Any:
        found = machine.call(parser, string(word))
        if found.tag == "Ok":
            return found.argument
        reason = found.argument
        said: Any = reason.argument if isinstance(reason, Variant) else reason
        raise ValueError(text(said))

    converter = _converter(runtime_conv, parse, _printing(machine, serialize), _printing(machine, printer))
    return Codec(runtime_conv, converter, lambda value: value, lambda value: value)


def _converter(name: str, parse: Any, serialize: Any, show: Any) -> Converter:
    return conv(name, parse=parse, serialize=serialize, runtime_conv=name, show=show)


def _printing(machine: Machine, printer: Any) -> Callable[[Any], str]:
    def show(value: Any) -> str:
        to = Formatter()
        machine.call(printer, to, value)
        return text(written(to))

    return show


def _pair_shape(value: Any) -> Any:
    if not isinstance(value, tuple) or len(value) != 2:
        raise MisfitError("It is a pair of a parser and a printer, as Cmdliner.Arg.conv makes.")
    return value


SHAPES["cmdliner_conv"] = Shape("a converter of Cmdliner", _pair_shape)


ARG = module(
    "Key.Arg",
    {
        "info": ("?docs:text ?docv:text ?doc:text ?env:text text*", _info),
        "opt": ("?stage:stage converter any key_info", _opt),
        "required": ("?stage:stage converter key_info", _required),
        "flag": ("?stage:stage key_info", _flag),
        "opt_all": ("?stage:stage converter key_info", _opt_all),
        "list": ("?sep:char converter", _separated(list_of)),
        "pair": ("?sep:char converter converter", _separated(pair_of)),
        "some": ("converter", option_of),
    },
    {"conv": ("~conv:cmdliner_conv ~serialize:any ~runtime_conv:text", _conv)},
    {
        "string": codecs.STRING,
        "bool": codecs.BOOL,
        "int": codecs.INT,
        "int64": codecs.INT64,
        "ipv4_address": codecs.IPV4_ADDRESS,
        "ipv6_address": codecs.IPV6_ADDRESS,
        "ipv4": codecs.IPV4_PREFIX,
        "ipv6": codecs.IPV6_PREFIX,
        "ip_address": codecs.IP_ADDRESS,
    },
)
