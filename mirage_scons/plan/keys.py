"""The keys of a unikernel and the values that the command line and the environment give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mirage_scons.model.convert import Converter
from mirage_scons.model.errors import ConfigError
from mirage_scons.model.impl import Dev, If, Impl, walk
from mirage_scons.model.key import Key
from mirage_scons.model.word import origin_of, strongest

Given = Mapping[str, Sequence[str]]
"""Words of the command line by the name of the option, each as often as it was given."""


def of_terms(root: Impl) -> list[Key]:
    """The keys of all devices and choices below ``root``, as often as they are there."""
    keys: list[Key] = []

    def visit(impl: Impl) -> None:
        if isinstance(impl, Dev):
            keys.extend((*impl.device.keys, *sorted(impl.device.packages.keys, key=lambda key: key.name)))
        elif isinstance(impl, If):
            keys.extend(impl.condition.keys)

    walk(root, visit)
    return keys


def of_choices(root: Impl) -> list[Key]:
    """The keys that choices below ``root`` read, sorted by name."""
    keys: list[Key] = []
    walk(root, lambda impl: keys.extend(impl.condition.keys) if isinstance(impl, If) else None)
    return unique(keys)


def aliases(root: Impl, of: Iterable[Key]) -> list[Key]:
    """The keys of devices below ``root`` that set one of the keys ``of``."""
    names = {key.name for key in of}
    return [key for key in of_terms(root) if any(other.name in names for other, _ in key.sets)]


def with_set(keys: Iterable[Key]) -> list[Key]:
    """``keys`` and those that they set."""
    return [key for one in keys for key in (one, *(other for other, _ in one.sets))]


def distinct(keys: Iterable[Key]) -> list[Key]:
    """Each key once, sorted by name. Branches of a choice may have keys of one name, of which one will be there."""
    return sorted(dict.fromkeys(keys), key=lambda key: key.name)


def unique(keys: Iterable[Key]) -> list[Key]:
    """Each key once, sorted by name. Two keys that share a name or an option but differ are a :class:`ConfigError`."""
    by_name: dict[str, Key] = {}
    by_binding: dict[str, Key] = {}
    for key in keys:
        other = by_name.setdefault(key.name, key)
        if other != key:
            raise _clash(key, other, f'the name "{key.name}"')
        for name in key.bindings:
            other = by_binding.setdefault(name, key)
            if other != key:
                raise _clash(key, other, f"the name {name} in OCaml")
    keys = [by_name[name] for name in sorted(by_name)]
    by_option: dict[str, Key] = {}
    for key in keys:
        for option in key.names:
            other = by_option.setdefault(option, key)
            if other != key:
                raise _clash(key, other, f"the option {option}")
    return keys


def _clash(key: Key, other: Key, what: str) -> ConfigError:
    if key.where is None:
        key, other = other, key
    elsewhere = f" (the other is {other.where})" if other.where else " (the other is a key of every unikernel)"
    return ConfigError(f"two keys have {what}{elsewhere}", key.where, "Give one of them another name.")


def parse(keys: Iterable[Key], given: Given, environ: Mapping[str, str]) -> dict[str, Any]:
    """The values given to ``keys``, by key name.

    What is not given and has no environment variable set is left out. :class:`ConfigError` for a word that the key's
    converter refuses, an option given twice, or a configure key that is required and not given.
    """
    context: dict[str, Any] = {}
    keys = list(keys)
    for key in keys:
        if not key.is_configure:
            continue
        words = strongest((option, word) for option in _options(key) for word in given.get(option, ()))
        if not words and key.env and key.env in environ:
            words = [(key.env, environ[key.env])]
        if words:
            context[key.name] = _value(key, words)
        elif key.arg.kind == "required" and key.arg.stage == "configure":
            raise ConfigError(f"key {key.name} is required", key.where, f"Give it: scons {key.name}=VALUE")
    return {**_set_by_aliases(keys, context), **context}


def _set_by_aliases(keys: Iterable[Key], context: Mapping[str, Any]) -> dict[str, Any]:
    """What the aliases that were given set; :class:`ConfigError` where two set a key that was not given itself."""
    found: dict[str, Any] = {}
    setters: dict[str, Key] = {}
    for alias in (key for key in keys if context.get(key.name)):
        for key, constant in alias.sets:
            other = setters.setdefault(key.name, alias)
            if found.setdefault(key.name, constant) != constant and key.name not in context:
                what = f"{other.name} and {alias.name} set {key.name} to different values"
                raise ConfigError(what, alias.where, f"Give one of them, or {key.name}.")
    return found


def _options(key: Key) -> list[str]:
    return list(dict.fromkeys((key.name, *key.names)))


def _value(key: Key, words: list[tuple[str, str]]) -> Any:
    if key.arg.kind == "opt_all":
        return tuple(_convert(key.arg.converter, option, word) for option, word in words)
    if len(words) > 1:
        given = " and ".join(f"{option}={word}" for option, word in words)
        raise ConfigError(f"{words[0][0]} is given more than once: {given}", origin_of(words[-1][1]).where)
    return _convert(key.arg.converter, *words[0])


def _convert(converter: Converter, option: str, word: str) -> Any:
    try:
        return converter.parse(word)
    except ValueError as error:
        raise ConfigError(f'{option}={word}: invalid value "{word}", {error}', origin_of(word).where) from None
