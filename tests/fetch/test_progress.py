"""What is seen of downloads."""

from __future__ import annotations

import io
import threading

from mirage_scons.fetch.progress import Display


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_nothing_is_shown_where_nobody_looks_on() -> None:
    stream = io.StringIO()
    with Display(stream).showing("lwt") as tell:
        assert tell is None
    assert stream.getvalue() == ""


def test_a_terminal_shows_name_bytes_and_their_number_and_is_clean_afterwards() -> None:
    stream = Terminal()
    display = Display(stream)
    with display.showing("lwt.5.7.0") as tell:
        assert tell is not None
        tell("https://example.org/lwt", 500_000, 1_000_000)
        display._bars.refresh()
        shown = stream.getvalue()
    assert "lwt.5.7.0" in shown
    assert "0.5/1.0 MB" in shown
    assert stream.getvalue().endswith("\x1b[2K") or "\x1b[2K" in stream.getvalue()[len(shown) :]


def test_several_downloads_share_one_display() -> None:
    stream = Terminal()
    display = Display(stream)
    inside = threading.Barrier(3)

    def fetch(name: str) -> None:
        with display.showing(name) as tell:
            assert tell is not None
            tell("u", 1, 2)
            inside.wait()
            inside.wait()

    threads = [threading.Thread(target=fetch, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    inside.wait()
    display._bars.refresh()
    shown = stream.getvalue()
    inside.wait()
    for thread in threads:
        thread.join()
    assert "one" in shown
    assert "two" in shown
    with display.showing("three"):
        pass
    assert display._shown == 0
