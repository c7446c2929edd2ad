"""The examples' generated files say what those of mirage 4.4.2 say, target by target.

``golden/EXAMPLE.json`` holds the facts of what mirage 4.4.2 generates for the example of mirage-skeleton of that name,
without the package ``mirage``: that tool is not needed here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import facts
import pytest

from mirage_scons.config_py.reader import read
from mirage_scons.model.errors import ConfigError
from mirage_scons.plan.plan import Plan, make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render
from mirage_scons.targets import TARGETS

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
NAMES = {
    "noop": "tutorial_noop",
    "hello": "tutorial_hello",
    "hello-key": "tutorial_hello-key",
    "app_info": "tutorial_app_info",
    "heads1": "tutorial_lwt_heads1",
    "heads2": "tutorial_lwt_heads2",
    "timeout1": "tutorial_lwt_timeout1",
    "timeout2": "tutorial_lwt_timeout2",
    "echo_server": "tutorial_lwt_echo_server",
    "prng": "device-usage_prng",
    "clock": "device-usage_clock",
    "network": "device-usage_network",
    "block": "device-usage_block",
    "ping6": "device-usage_ping6",
    "dhcp": "applications_dhcp",
    "dns": "applications_dns",
    "kv_ro": "device-usage_kv_ro",
}
"""The examples, and what the whole collection calls the golden facts of each."""
SHARED = Path(__file__).parents[3] / "shared" / "conformance"
GOLDEN = {example: json.loads((HERE / "golden" / f"{example}.json").read_text()) for example in NAMES}
CASES = [(example, target) for example in NAMES for target in TARGETS if "refused" not in GOLDEN[example][target]]
"""Examples with the targets for which the original generates something."""


def config(example: str) -> Path:
    """Where the configuration lies: among the examples, or here if there is no program to it."""
    path = EXAMPLES / example / "config.py"
    return path if path.exists() else HERE / "configs" / f"{example}.py"


def plan(example: str, target: str) -> Plan:
    """The plan of an example with the default values of all keys."""
    path = config(example)
    return make(read(path).unikernel, target, R4_4, {}, {}, path.parent)


@pytest.mark.parametrize(("example", "target"), CASES)
def test_the_program_connects_the_same_devices_in_the_same_order(example: str, target: str) -> None:
    text = render(plan(example, target)).target["main.ml"]
    assert facts.main_ml(text) == GOLDEN[example][target]["main"]


@pytest.mark.parametrize(("example", "target"), CASES)
def test_the_program_has_the_same_keys(example: str, target: str) -> None:
    text = render(plan(example, target)).target["key_gen.ml"]
    assert facts.key_gen(text) == GOLDEN[example][target]["keys"]


@pytest.mark.parametrize(("example", "target"), CASES)
def test_the_same_packages_are_needed_in_the_same_versions(example: str, target: str) -> None:
    packages = [facts.package(package) for package in plan(example, target).packages]
    assert packages == GOLDEN[example][target]["packages"]


@pytest.mark.parametrize(("example", "target"), CASES)
def test_the_same_libraries_are_linked(example: str, target: str) -> None:
    assert facts.libraries(render(plan(example, target)).target["dune"]) == GOLDEN[example][target]["libraries"]


@pytest.mark.parametrize(("example", "target"), CASES)
def test_the_opam_file_asks_for_the_same(example: str, target: str) -> None:
    planned = plan(example, target)
    text = render(planned).target[f"{planned.name}-{target}.opam"]
    assert facts.opam(text) == GOLDEN[example][target]["opam"]


@pytest.mark.parametrize(("example", "target"), CASES)
def test_the_same_is_attached(example: str, target: str) -> None:
    files = render(plan(example, target)).target
    golden = GOLDEN[example][target]
    assert facts.manifest(files.get("manifest.json")) == golden.get("manifest")
    assert facts.xl(next((text for name, text in files.items() if name.endswith(".xl")), None)) == golden.get("xl")


def test_dune_accepts_every_dune_file(tmp_path: Path) -> None:
    names = ("dune", "dune-project", "dune-workspace")
    texts = {render(plan(example, target)).target[name] for example, target in CASES for name in names}
    assert len(texts) > len(NAMES)
    for number, text in enumerate(sorted(texts)):
        path = tmp_path / f"{number}.dune"
        path.write_text(text)
        done = subprocess.run(["dune", "format-dune-file", path], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), text
        assert done.stdout != ""


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("example", NAMES)
def test_what_the_original_refuses_is_refused(example: str, target: str) -> None:
    assert GOLDEN[example].keys() == TARGETS.keys()
    if "refused" in GOLDEN[example][target]:
        with pytest.raises(ConfigError):
            plan(example, target)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the whole collection of golden facts is not beside the repository")
@pytest.mark.parametrize(("example", "target"), CASES)
def test_the_program_that_took_the_golden_facts_finds_no_difference(example: str, target: str, tmp_path: Path) -> None:
    for name, text in render(plan(example, target)).target.items():
        (tmp_path / name).write_text(text)
    facts_of = SHARED / "golden" / f"{NAMES[example]}.json"
    command: list[str | Path] = [sys.executable, SHARED / "facts.py", tmp_path, facts_of, target]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("same\n", 0), done.stdout + done.stderr
