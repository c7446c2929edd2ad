"""What can go wrong with a source, said so that something can be done about it."""

from __future__ import annotations

import errno


class FetchError(Exception):
    """``what`` is wrong with what comes from ``url``; ``hint`` says what to do."""

    def __init__(self, what: str, url: str | None = None, hint: str | None = None) -> None:
        super().__init__(what, url, hint)
        self.what, self.url, self.hint = what, url, hint

    def __str__(self) -> str:
        return "\n  ".join(filter(None, [self.what, self.url, self.hint]))

    def of(self, package: str) -> FetchError:
        """The same, said of a package."""
        return FetchError(f"{package}: {self.what}", self.url, self.hint)


class GoneError(Exception):
    """Nothing is to be had from one place; another may have it."""


def is_full(error: BaseException) -> bool:
    """Whether a file could not be written for want of room."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
