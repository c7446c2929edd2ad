"""The first line of a configuration may say which versions of mirage it is for: ``# mirage >= 4.4 & < 5``.

It is the comment of the original (``lib/functoria/tool.ml``): the lower bound is included, the upper is not.
"""

from __future__ import annotations

import re

from mirage_scons.model.errors import ConfigError, Location
from mirage_scons.releases import Release

_COMMENT = re.compile(r"(#|\(\*)\s*mirage\s*(?P<bounds>[<>=!&~^|\d].*?)\s*(\*\).*)?")
_BOUND = re.compile(r"(?P<relation>>=|<)\s*v?(?P<version>\d+(\.\d+){0,2})")
_HINT = "Write it as in # mirage >= 4.4 & < 5: from the first on, and below the second."


def check_version(first_line: str, release: Release, where: Location) -> None:
    """:class:`ConfigError` if ``first_line`` asks for other versions than that of ``release``, or cannot be read."""
    comment = _COMMENT.fullmatch(first_line.strip())
    if comment is None:
        return
    bounds: dict[str, str] = {}
    for text in comment["bounds"].split("&"):
        bound = _BOUND.fullmatch(text.strip())
        if bound is None:
            raise ConfigError(f'"{text.strip()}" is not a bound on the version of mirage', where, _HINT)
        if bound["relation"] in bounds:
            raise ConfigError(f"two bounds {bound['relation']} on the version of mirage", where, _HINT)
        bounds[bound["relation"]] = bound["version"]
    _compare(bounds, release, where)


def _compare(bounds: dict[str, str], release: Release, where: Location) -> None:
    own = _numbers(release.version)
    for relation, version in bounds.items():
        if (relation == ">=") != (own >= _numbers(version)):
            change = "Use a newer" if relation == ">=" else "Use an older"
            what = f"this configuration is for mirage {relation} {version}, and what is generated is that of"
            raise ConfigError(f"{what} {release.version}", where, f"{change} mirage_scons, or change the first line.")


def _numbers(version: str) -> tuple[int, ...]:
    """Three numbers; what is missing is 0."""
    numbers = [int(number) for number in version.split(".")]
    return tuple([*numbers, 0, 0][:3])
