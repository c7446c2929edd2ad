"""Where a url leads, as opam reads urls."""

from __future__ import annotations

from urllib.parse import unquote


def path_of(url: str) -> str | None:
    """The path of this machine that ``file://…`` or a path names; ``None`` for what lies elsewhere."""
    scheme, is_url, path = url.partition("://")
    if not is_url:
        return url
    return unquote(path) if scheme == "file" else None
