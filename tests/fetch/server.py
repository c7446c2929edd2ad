"""A server on the loopback interface that answers as a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Handler", bytes], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with the content of a path, as the behaviour of the server says."""

    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        """A connection begins."""
        self.server.connections += 1
        super().setup()

    def do_GET(self) -> None:
        """Answer."""
        self.server.asked.append((self.path, self.headers.get("Range")))
        behaviour = self.server.behaviours.pop(0) if self.server.behaviours else whole
        content = self.server.contents.get(self.path)
        if content is None:
            answer(self, 404, b"nothing here")
        else:
            behaviour(self, content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """``contents`` by path, ``behaviours`` for the next requests, what was ``asked``: paths and ranges."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.contents: dict[str, bytes] = {}
        self.behaviours: list[Behaviour] = []
        self.connections = 0
        self.asked: list[tuple[str, str | None]] = []

    def url(self, path: str) -> str:
        """The url of a path."""
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """A server that runs meanwhile."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(handler: Handler, status: int, body: bytes, **headers: str) -> None:
    """An answer with a body and headers, whose names have ``_`` for ``-``."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    if "Content_Length" not in headers:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    with contextlib.suppress(OSError):
        handler.wfile.write(body)


def whole(handler: Handler, content: bytes) -> None:
    """All of it, or what the range says."""
    match = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range") or "")
    start = int(match[1]) if match else 0
    if start >= len(content) and match:
        answer(handler, 416, b"")
    elif match:
        answer(handler, 206, content[start:], Content_Range=f"bytes {start}-{len(content) - 1}/{len(content)}")
    else:
        answer(handler, 200, content)


def without_ranges(handler: Handler, content: bytes) -> None:
    """All of it, whatever the range."""
    answer(handler, 200, content)


def status(code: int, **headers: str) -> Behaviour:
    """An answer without content."""
    return lambda handler, _: answer(handler, code, b"", **headers)


def cut(after: int) -> Behaviour:
    """The connection ends after some bytes."""

    def behaviour(handler: Handler, content: bytes) -> None:
        handler.close_connection = True
        match = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range") or "")
        start = int(match[1]) if match else 0
        rest = content[start:]
        headers = {"Content_Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if match else {}
        answer(handler, 206 if match else 200, rest[:after], Content_Length=str(len(rest)), **headers)

    return behaviour


def named(etag: str, after: int | None = None) -> Behaviour:
    """All of it or what the range says, of a file that is named ``etag``; the connection ends after some bytes."""

    def behaviour(handler: Handler, content: bytes) -> None:
        handler.close_connection = True
        wanted = handler.headers.get("If-Range", etag) == etag and handler.headers.get("Range")
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        span = {"Content_Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if wanted else {}
        body = content[start:]
        answer(handler, 206 if wanted else 200, body[:after], Content_Length=str(len(body)), ETag=etag, **span)

    return behaviour


def hang(seconds: float) -> Behaviour:
    """No answer for some seconds."""

    def behaviour(handler: Handler, content: bytes) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return behaviour


def slow(seconds: float) -> Behaviour:
    """All of it, after some seconds."""

    def behaviour(handler: Handler, content: bytes) -> None:
        time.sleep(seconds)
        whole(handler, content)

    return behaviour
