"""The process in which a configuration runs: lines to it and from it over two pipes, and what it prints beside."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

SECONDS = 20.0
"""How long a configuration may run, or a function of it, until it says something."""
STARTING = 120.0
"""How long OCaml may take to load and type it: that ends, however slow the machine is."""
GRACE = 5.0
"""How long it may take to end, or to say where it is when it is interrupted."""
_MOST = 1 << 18
"""How much of what it prints is kept."""
_MEMORY = 4 << 30


class Process:
    """A process that is started in ``directory``: ``command``, then the numbers of the files to read and to write.

    :class:`OSError` if it cannot be started. What it prints on its standard output and error is kept in ``printed``
    and ``errors``; its standard input is empty.
    """

    def __init__(
        self, command: Sequence[str], arguments: Sequence[str], directory: Path, environ: Mapping[str, str]
    ) -> None:
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        try:
            self._process = subprocess.Popen(
                [*command, str(to_read), str(to_write), *arguments],
                cwd=directory,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(to_read, to_write),
            )
        except OSError:
            os.close(self._to)
            os.close(self._from)
            raise
        finally:
            os.close(to_read)
            os.close(to_write)
        self.printed, self.errors = bytearray(), bytearray()
        self._lines = bytearray()
        self._open = selectors.DefaultSelector()
        _limit(self._process.pid)
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._open.register(self._from, selectors.EVENT_READ, self._lines)
        self._open.register(self._process.stdout, selectors.EVENT_READ, self.printed)
        self._open.register(self._process.stderr, selectors.EVENT_READ, self.errors)

    def send(self, line: bytes) -> None:
        """Send a line; if the process has ended, the next line from it is missing."""
        rest = line + b"\n"
        with contextlib.suppress(BrokenPipeError):
            while rest:
                rest = rest[os.write(self._to, rest) :]

    def receive(self, deadline: float) -> bytes | None:
        """The next line, ``None`` after the last; :class:`TimeoutError` at the monotonic time ``deadline``."""
        while True:
            line, newline, rest = self._lines.partition(b"\n")
            if newline:
                self._lines[:] = rest
                return bytes(line)
            if self._from not in self._open.get_map():
                return None
            self._take_in(deadline)

    def _take_in(self, deadline: float) -> None:
        """Wait for something to be said, and keep it; :class:`TimeoutError` at ``deadline``."""
        ready = self._open.select(max(deadline - time.monotonic(), 0))
        if not ready:
            raise TimeoutError
        for key, _ in ready:
            found = os.read(key.fd, 1 << 16)
            if not found:
                self._open.unregister(key.fileobj)
            elif key.data is self._lines or len(key.data) < _MOST:
                key.data.extend(found)

    def interrupt(self) -> float:
        """Have OCaml raise an exception where it is, and say until when it may do so."""
        self._process.send_signal(signal.SIGINT)
        return time.monotonic() + GRACE

    def finish(self) -> int:
        """Say that nothing will be asked any more, take in what is still printed, and give the exit status.

        A process that does not end by itself is killed.
        """
        self._hang_up()
        deadline = time.monotonic() + GRACE
        try:
            with contextlib.suppress(TimeoutError):
                while self._open.get_map():
                    self._take_in(deadline)
            return self._process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL
        finally:
            self.kill()

    def kill(self) -> None:
        """End the process at once, and close everything. A second time does nothing."""
        self._hang_up()
        if self._from >= 0:
            self._process.kill()
            self._process.wait()
            self._open.close()
            os.close(self._from)
            self._from = -1
            for stream in (self._process.stdout, self._process.stderr):
                assert stream is not None
                stream.close()

    def _hang_up(self) -> None:
        if self._to >= 0:
            os.close(self._to)
            self._to = -1


def _limit(pid: int) -> None:
    """Bound what the process may use, where the system can: it also ends if nobody is there to end it."""
    import resource

    if hasattr(resource, "prlimit"):
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_CPU, (60, 60))
            resource.prlimit(pid, resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
