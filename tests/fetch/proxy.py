"""A proxy on the loopback interface that remembers what it was asked, and tunnels to nowhere."""

from __future__ import annotations

import contextlib
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Handler(BaseHTTPRequestHandler):
    """Hands requests on, if they say the password that is wanted."""

    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_GET(self) -> None:
        """Ask the server that the url names, and say what it says."""
        self.server.asked.append(self.path)
        if self.headers.get("Proxy-Authorization") != self.server.wanted:
            self._answer(407, b"who are you?")
            return
        request = urllib.request.Request(self.path, headers={"Range": self.headers.get("Range") or "bytes=0-"})
        try:
            with _DIRECT.open(request) as answer:
                self._answer(200, answer.read())
        except urllib.error.HTTPError as error:
            self._answer(error.code, b"")

    def do_CONNECT(self) -> None:
        """Refuse."""
        self.server.asked.append(f"CONNECT {self.path}")
        self._answer(403, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Proxy(ThreadingHTTPServer):
    """The urls that it was ``asked`` for, and the header ``wanted`` of who asks."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.wanted: str | None = None

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


@contextlib.contextmanager
def proxying() -> Iterator[Proxy]:
    """A proxy that runs meanwhile."""
    proxy = Proxy()
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
