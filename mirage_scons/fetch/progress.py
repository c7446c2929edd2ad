"""What is seen of downloads: on a terminal one display with bytes and rates, elsewhere nothing but the names."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from mirage_scons.fetch.network import Progress


class Display:
    """One display on ``stream`` for all that is fetched at a time; it goes away when nothing is fetched any more."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._bars: Any = None
        self._shown = 0

    @contextlib.contextmanager
    def showing(self, name: str) -> Iterator[Progress | None]:
        """What is to be told how far the download of ``name`` is; ``None`` where nobody looks on."""
        stream = self._stream or sys.stderr
        if not stream.isatty():
            yield None
            return
        with self._lock:
            bars = self._begin(stream)
            task = bars.add_task(name, total=None)

        def tell(_url: str, size: int, total: int | None) -> None:
            bars.update(task, completed=size, total=total)

        try:
            yield tell
        finally:
            with self._lock:
                bars.remove_task(task)
                self._end()

    def _begin(self, stream: TextIO) -> Any:
        if self._shown == 0:
            from rich.console import Console  # only where there is a terminal and something is fetched
            from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
            from rich.progress import Progress as Bars

            columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
            self._bars = Bars(*columns, console=Console(file=stream), transient=True)
            self._bars.start()
        self._shown += 1
        return self._bars

    def _end(self) -> None:
        self._shown -= 1
        if self._shown == 0:
            self._bars.stop()


DISPLAY = Display()
"""The display of this process."""
