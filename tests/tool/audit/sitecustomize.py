"""Loaded by each Python that a test starts: writes down the processes that it starts and what it reads.

That is, at its end, its modules, and the files that it opened below the directory in which it began.
"""

import atexit
import os
import sys

_STARTS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"}
_LOG = os.environ.get("AUDIT_LOG")
_HERE = os.getcwd() + os.sep
_opened: set[str] = set()


def _write(word: str, what: object) -> None:
    if _LOG is not None:
        with open(_LOG, "a", encoding="utf-8") as log:
            log.write(f"{word} {what!r}\n")


def _on_audit(event: str, args: tuple[object, ...]) -> None:
    if event in _STARTS:
        _write("process", f"{event} {args[:2]}")
    elif event == "open" and isinstance(args[0], str):
        path = os.path.join(_HERE, args[0])
        if path.startswith(_HERE):
            _opened.add(path[len(_HERE) :])


if _LOG is not None:
    sys.addaudithook(_on_audit)
    atexit.register(lambda: _write("modules", " ".join(sorted(sys.modules))))
    atexit.register(lambda: _write("opened", sorted(_opened)))
