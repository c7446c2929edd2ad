"""Where a unikernel's sources come from, as its opam file says it."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit


class Origin(NamedTuple):
    """The place of a unikernel in its repository, of which the opam file speaks.

    ``build`` is the directory of the SConstruct and ``source`` that of the configuration, both from the root of the
    repository and empty for the root itself; ``dist`` is the directory of the images from that of the SConstruct.
    ``url`` is where the repository can be fetched, ``None`` if that is not known; ``words`` are the variables of the
    command line with which to build, and ``repositories`` those of opam that are needed beside its own: name and URL.
    """

    build: str = ""
    source: str = ""
    dist: str = "dist"
    url: str | None = None
    words: tuple[str, ...] = ()
    repositories: tuple[tuple[str, str], ...] = ()


HERE = Origin()
"""A unikernel at the root of a repository that nobody else can fetch."""

_SCP = re.compile(r"(?:[^@/:]+@)?(?P<host>[^@/:]+):(?P<path>[^/].*|/[^/].*)")
_PUBLIC = ("git", "http", "https", "ssh", "git+ssh", "git+http", "git+https")


def public_url(remote: str, branch: str) -> str:
    """The URL by which opam fetches a git ``remote`` at ``branch`` (the original's ``lib/functoria/opam.ml``).

    What others reach only with an account is taken to be public at the same place; a path of this machine stays one.
    """
    parts = urlsplit(remote)
    if "://" in remote and parts.scheme in _PUBLIC and parts.hostname:
        port = "" if parts.port is None or "ssh" in parts.scheme else f":{parts.port}"
        return f"git+https://{parts.hostname}{port}/{parts.path.lstrip('/')}#{branch}"
    if "://" in remote:
        return f"{remote if remote.startswith('git+') else f'git+{remote}'}#{branch}"
    scp = _SCP.fullmatch(remote)
    if scp:
        return f"git+https://{scp['host']}/{scp['path'].lstrip('/')}#{branch}"
    return f"git+file://{remote}#{branch}"
