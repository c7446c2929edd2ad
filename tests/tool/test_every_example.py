"""Every example is built and run, and says what it is there to say."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from project import EXAMPLES, Project

NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/config.*"))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples without what building them leaves; each test builds its own."""
    ignore = shutil.ignore_patterns("build", "dist", ".sconsign*")
    return Path(shutil.copytree(EXAMPLES, tmp_path_factory.mktemp("top") / "examples", ignore=ignore))


def said(shared: Path, name: str, *args: str) -> list[str]:
    """The log lines of an example that was built and run, without time, level and source."""
    project = Project(shared / name)
    errors = project.run("run", *args).errors
    project.up_to_date(*args)
    return re.findall(r"\[application\] (.*)$", errors, re.MULTILINE)


def test_every_example_has_a_test() -> None:
    tested = re.findall(r"said\(shared, \"([\w-]+)\"", Path(__file__).read_text())
    assert sorted({*tested, "network"}) == NAMES


def test_noop_says_nothing(shared: Path) -> None:
    assert said(shared, "noop") == []


def test_hello_says_it_four_times(shared: Path) -> None:
    assert said(shared, "hello") == ["hello"] * 4


def test_hello_key_says_what_its_key_says(shared: Path) -> None:
    assert said(shared, "hello-key", "hello=Salut") == ["Salut"] * 4


def test_heads1_joins_two_threads(shared: Path) -> None:
    assert said(shared, "heads1") == ["Heads", "Tails", "Finished"]


def test_heads2_joins_two_threads_with_an_operator(shared: Path) -> None:
    assert said(shared, "heads2") == ["Heads", "Tails", "Finished"]


def test_clock_tells_the_day_and_what_has_passed(shared: Path) -> None:
    told = [re.fullmatch(r"day (\d+), \d\d:\d\d; (\d+) ms since the start", line) for line in said(shared, "clock")]
    days = [int(match[1]) - time.time() // 86400 for match in told if match]
    assert days in ([0, 0, 0], [-1, 0, 0], [-1, -1, 0], [-1, -1, -1])
    assert [int(match[2]) // 1000 for match in told if match] == [0, 1, 2]


def test_timeout1_ends_in_time_or_is_cancelled(shared: Path) -> None:
    assert said(shared, "timeout1") in (['Returned "Heads"'], ["Cancelled"])


def test_timeout2_ends_in_time_or_is_cancelled(shared: Path) -> None:
    assert said(shared, "timeout2") in (['Returned "Heads"'], ["Cancelled"])


def test_echo_server_says_ten_lines_of_random_length(shared: Path) -> None:
    lines = said(shared, "echo_server")
    assert len(lines) == 10
    assert all(re.fullmatch(r"a{0,19}", line) for line in lines)
    assert len(set(lines)) > 1


def test_prng_draws_different_numbers_each_time(shared: Path) -> None:
    one, two = said(shared, "prng"), said(shared, "prng")
    assert one[0] == "Random numbers on Unix (target unix)"
    assert re.fullmatch(r"Fortuna, fed by .*timer.*", one[1])
    number = r"Numbers: 0x[\dA-F]{2} 0x[\dA-F]{4} 0x[\dA-F]{8} 0x[\dA-F]{16}"
    assert re.fullmatch(number, one[-1])
    assert re.fullmatch(number, two[-1])
    assert one[-1] != two[-1]


def test_app_info_names_itself_and_the_libraries_in_it(shared: Path) -> None:
    first, *libraries = said(shared, "app_info")
    assert first == "This is app-info, made of"
    assert "  mirage-runtime 4.4.2+starter" in libraries
    assert any(re.fullmatch(r"  lwt \d.*", line) for line in libraries)


def test_kv_ro_reads_every_file_of_its_directory(shared: Path) -> None:
    lines = said(shared, "kv_ro")
    assert lines == ['/more/text: "a \\"quoted\\" text\\n"', '/secret: "foo\\n"']
    (shared / "kv_ro" / "t" / "secret").write_text("bar\n")
    assert '/secret: "bar\\n"' in said(shared, "kv_ro")


def test_block_writes_and_reads_its_disk_which_is_no_source(shared: Path) -> None:
    for _ in range(2):
        assert said(shared, "block") == [
            "128 sectors of 512 bytes, read and write",
            "sector 0: as written",
            "sector 127: as written",
            "after the end: sector 128 is beyond the end",
        ]
    disk = (shared / "block" / "disk.img").read_bytes()
    assert disk[:4] == disk[-512:-508] == b"\0\1\2\3"


def answered(port: int) -> list[bytes]:
    """What the network example answers over TCP and UDP, the last of which ends it."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as tcp:
        tcp.sendall(b"over TCP")
        answers = [tcp.recv(99)]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(10)
        for text in (b"over UDP", b"stop"):
            udp.sendto(text, ("127.0.0.1", port))
            answers.append(udp.recv(99))
    return answers


def test_network_answers_over_tcp_and_udp(shared: Path) -> None:
    project = Project(shared / "network")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    project.run(f"port={port}")
    with subprocess.Popen([project.path("dist/network")], stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        assert f"listening on port {port}" in program.stderr.readline()
        assert answered(port) == [b"over TCP", b"over UDP", b"stop"]
        assert program.wait(10) == 0
    project.up_to_date(f"port={port}")


def test_custom_device_uses_what_it_generates_and_installs_its_file(shared: Path) -> None:
    assert said(shared, "custom-device", "guest=you") == ["custom-device: Welcome, you (unix)"]
    assert (shared / "custom-device" / "dist" / "words.txt").read_text() == "Welcome\n"


def test_multi_job_runs_both_jobs(shared: Path) -> None:
    lines = said(shared, "multi-job")
    assert [line for line in lines if line.isdigit()] == ["3", "2", "1"]
    assert [line for line in lines if not line.isdigit()] == [f"lift-off in {time.gmtime().tm_year}"]


def test_config_ml_is_run_by_ocaml(shared: Path) -> None:
    assert said(shared, "config-ml", "language=de") == ["Hallo"]


def test_local_library_links_the_library_beside_it(shared: Path) -> None:
    assert said(shared, "local-library") == ["Bonjour", "Guten Tag", "Kaixo"]


def test_the_top_level_builds_every_example_at_once(tmp_path: Path) -> None:
    top = EXAMPLES.parent
    project = Project(tmp_path / "top")
    ignore = shutil.ignore_patterns("build", "dist", ".sconsign*", "__pycache__")
    for name in ("examples", "mirage_scons", "site_scons"):
        shutil.copytree(top / name, project.root / name, ignore=ignore)
    shutil.copy(top / "SConstruct", project.root)
    project.run("-j2")
    built = {path.name for path in project.path("dist").iterdir()}
    assert len(built) >= len(NAMES)
    project.up_to_date()
