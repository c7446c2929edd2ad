"""Loaded by each Python that a test starts: writes down the processes that it starts and, at its end, its modules."""

import atexit
import os
import sys

_STARTS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"}
_LOG = os.environ.get("AUDIT_LOG")


def _write(word: str, what: str) -> None:
    if _LOG is not None:
        with open(_LOG, "a", encoding="utf-8") as log:
            log.write(f"{word} {what!r}\n")


def _on_audit(event: str, args: tuple[object, ...]) -> None:
    if event in _STARTS:
        _write("process", f"{event} {args[:2]}")


if _LOG is not None:
    sys.addaudithook(_on_audit)
    atexit.register(lambda: _write("modules", " ".join(sorted(sys.modules))))
