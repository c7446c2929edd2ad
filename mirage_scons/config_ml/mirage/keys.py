"""The module ``Mirage.Key``: keys, values of them, and the keys that MirageOS names itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mirage_scons.config_ml.evaluate.environment import Module
from mirage_scons.config_ml.evaluate.machine import Machine
from mirage_scons.config_ml.evaluate.shapes import SHAPES, instance
from mirage_scons.config_ml.library import module
from mirage_scons.config_ml.mirage import codecs
from mirage_scons.config_ml.mirage.codecs import Codec, list_of, literal_tags, option_of, tags
from mirage_scons.config_ml.mirage.key_arguments import ARG, default_of
from mirage_scons.config_ml.mirage.key_values import AnyKey, Computed, KeyArg, KeyInfo, TypedKey, mapped, of_key
from mirage_scons.config_ml.stdlib.formats import Formatter
from mirage_scons.config_ml.values import NONE, UNIT, Variant, option, some, string
from mirage_scons.devices import standard_keys
from mirage_scons.devices.choice import is_solo5, is_unix, is_xen
from mirage_scons.model import key as model
from mirage_scons.model.errors import ConfigError, caller
from mirage_scons.model.value import Context, Value, lookup, pure
from mirage_scons.targets import TARGETS


class Known:
    """The values that keys were given: a ``Key.context``."""

    described = "a context"

    def __init__(self, context: Context) -> None:
        self.context = context


SHAPES["context"] = instance("a context", Known)


def _create(name: str, argument: KeyArg) -> TypedKey:
    if not name:
        raise ConfigError("a key's name cannot be empty", caller(), 'Write Key.create "hello" ….')
    return TypedKey(model.key(name, argument.arg, **argument.info.words), argument.codec)


class Setting:
    """An alias that is being made: what it sets when it is given."""

    described = "an alias of keys"

    def __init__(self, info: KeyInfo, sets: tuple[tuple[model.Key, Any], ...] = ()) -> None:
        self.info = info
        self.sets = sets


SHAPES["setting"] = instance("an alias (Key.Alias.flag)", Setting)


def _set(machine: Machine, key: TypedKey, function: Any, setting: Setting) -> Setting:
    found = machine.call(function, True)
    if found is NONE or found.argument is None:
        return setting
    return Setting(setting.info, (*setting.sets, (key.key, default_of(key.codec, found.argument))))


def _alias(name: str, setting: Setting) -> TypedKey:
    words = {word: said for word, said in setting.info.words.items() if word in ("doc", "docs", "names")}
    return TypedKey(model.alias(name, dict(setting.sets), **words), codecs.BOOL)


ALIAS = module("Key.Alias", {"flag": ("key_info", Setting)}, {"add": ("key any setting", _set)})


def _write_call(to: Formatter, key: model.Key) -> tuple[()]:
    to.write(string(key.call()))
    return UNIT


def _get(known: Known, key: TypedKey) -> Any:
    return key.codec.of_model(lookup(key.key, known.context))


def _find(known: Known, key: TypedKey) -> Variant:
    return some(_get(known, key)) if key.key.name in known.context else NONE


def _if(condition: Value[bool], then: Any, otherwise: Any) -> Computed:
    return Computed(Value(condition.keys, lambda context: then if condition.compute(context) else otherwise))


def _apply(machine: Machine, function: Computed, argument: Computed) -> Computed:
    keys = function.value.keys | argument.value.keys

    def compute(context: Context) -> Any:
        return machine.call(function.value.eval(context), argument.value.eval(context))

    return Computed(Value(keys, compute))


def _peek(known: Known, value: Computed) -> Variant:
    return option(value.value.eval(known.context) if value.value.known(known.context) else None)


TARGET = literal_tags("target", standard_keys.target.converter, list(TARGETS))


_POLICY = literal_tags(
    "allocation_policy", standard_keys.allocation_policy.converter, ["next-fit", "first-fit", "best-fit"]
)


_INT_OPTION = option_of(codecs.INT)


_COLLECTOR = (
    "minor_heap_size", "major_heap_increment", "space_overhead", "max_space_overhead", "gc_verbosity", "gc_window_size",
    "custom_major_ratio", "custom_minor_ratio", "custom_minor_max_size",
)  # fmt: skip


_CONSTANT: dict[str, Codec] = {
    "target": TARGET,
    "backtrace": codecs.BOOL,
    "randomize_hashtables": codecs.BOOL,
    "allocation_policy": _POLICY,
    "delay": codecs.INT,
    "logs": list_of(codecs.LOG_THRESHOLD),
    **dict.fromkeys(_COLLECTOR, _INT_OPTION),
}
"""The keys that every unikernel has, with their types."""


def _made(make: Callable[..., model.Key], codec: Codec) -> Callable[..., TypedKey]:
    return lambda *arguments, **labelled: TypedKey(make(*arguments, **labelled), codec)


def _words(make: Callable[..., model.Key], name: str, words: dict[str, str]) -> Codec:
    return tags(name, make().converter, words)


KV_RO = _words(standard_keys.kv_ro, "kv_ro", {"crunch": "Crunch", "direct": "Direct"})


BLOCK = _words(standard_keys.block, "block", {"xenstore": "XenstoreId", "file": "BlockFile", "ramdisk": "Ramdisk"})


_NET_WORDS = tags("net", standard_keys.net().converter, {"socket": "Socket", "direct": "Direct"})


NET = Codec("net option", standard_keys.net().converter, option_of(_NET_WORDS).to_model, option_of(_NET_WORDS).of_model)


_GROUPED = "?group:text unit"


_OF_DEVICES: dict[str, tuple[str, Callable[..., TypedKey]]] = {
    "kv_ro": (_GROUPED, _made(standard_keys.kv_ro, KV_RO)),
    "block": (_GROUPED, _made(standard_keys.block, BLOCK)),
    "dhcp": (_GROUPED, _made(standard_keys.dhcp, codecs.BOOL)),
    "net": (_GROUPED, _made(standard_keys.net, NET)),
    "ipv4_only": (_GROUPED, _made(standard_keys.ipv4_only, codecs.BOOL)),
    "ipv6_only": (_GROUPED, _made(standard_keys.ipv6_only, codecs.BOOL)),
    "interface": ("?group:text text", _made(standard_keys.interface, codecs.STRING)),
    "resolver": ("?default:text* unit", _made(standard_keys.resolver, option_of(list_of(codecs.STRING)))),
    "syslog": ("ip_address?", _made(standard_keys.syslog, option_of(codecs.IP_ADDRESS))),
    "syslog_port": ("int?", _made(standard_keys.syslog_port, _INT_OPTION)),
    "syslog_hostname": ("text", _made(standard_keys.syslog_hostname, codecs.STRING)),
}


V4 = module(
    "Key.V4",
    {
        "network": ("?group:text ipv4_prefix", _made(standard_keys.ipv4, codecs.IPV4_PREFIX)),
        "gateway": ("?group:text ipv4_address?", _made(standard_keys.ipv4_gateway, option_of(codecs.IPV4_ADDRESS))),
    },
)


V6 = module(
    "Key.V6",
    {
        "network": ("?group:text ipv6_prefix?", _made(standard_keys.ipv6, option_of(codecs.IPV6_PREFIX))),
        "gateway": ("?group:text ipv6_address?", _made(standard_keys.ipv6_gateway, option_of(codecs.IPV6_ADDRESS))),
        "accept_router_advertisements": (
            _GROUPED,
            _made(standard_keys.accept_router_advertisements, codecs.BOOL),
        ),
    },
)


_OTHER_RELEASES = {
    "is_unikraft": "Unikraft is no target of MirageOS 4.4.",
    "ipv4": "It is Key.V4.network.",
    "ipv6": "It is Key.V6.network.",
    "ipv4_gateway": "It is Key.V4.gateway.",
    "ipv6_gateway": "It is Key.V6.gateway.",
}


def _key_module(arguments: Module) -> Module:
    return module(
        "Key",
        {
            "create": ("text key_arg", _create),
            "v": ("key", lambda typed: AnyKey(typed.key)),
            "abstract": ("key", lambda typed: AnyKey(typed.key)),
            "value": ("key", of_key),
            "pure": ("any", lambda constant: Computed(pure(constant))),
            "if_": ("bool_value any any", _if),
            "default": ("value", lambda computed: computed.value.eval({})),
            "eval": ("context value", lambda known, computed: computed.value.eval(known.context)),
            "peek": ("context value", _peek),
            "mem": ("context value", lambda known, computed: computed.value.known(known.context)),
            "get": ("context key", _get),
            "find": ("context key", _find),
            "alias": ("text setting", _alias),
            "name": ("any_key", lambda key: string(key.name)),
            "ocaml_name": ("any_key", lambda key: string(key.accessor)),
            "is_runtime": ("any_key", lambda key: key.is_runtime),
            "is_configure": ("any_key", lambda key: key.is_configure),
            "equal": ("any_key any_key", lambda a, b: a == b),
            "compare": ("any_key any_key", lambda a, b: (a.name > b.name) - (a.name < b.name)),
            "pp": ("formatter any_key", lambda to, key: _write_name(to, key)),
            "serialize_call": ("formatter any_key", _write_call),
            **_OF_DEVICES,
        },
        {
            "map": ("any value", mapped),
            "match_": ("value any", lambda machine, computed, function: mapped(machine, function, computed)),
            "$": ("value value", _apply),
        },
        {
            "is_unix": Computed(is_unix),
            "is_solo5": Computed(is_solo5),
            "is_xen": Computed(is_xen),
            "empty_context": Known({}),
            "module_name": b"Key_gen",
            **{name: TypedKey(getattr(standard_keys, name), codec) for name, codec in _CONSTANT.items()},
        },
        {"Arg": arguments, "Alias": ALIAS, "V4": V4, "V6": V6},
        missing=lambda name: _OTHER_RELEASES.get(name, ""),
    )


def _write_name(to: Formatter, key: model.Key) -> tuple[()]:
    to.write(string(key.name))
    return UNIT


KEY = _key_module(ARG)
"""The module ``Key``."""
