"""Configurations that OCaml runs: what is generated says what mirage 4.4.2 says for the examples of mirage-skeleton."""

from __future__ import annotations

import json
from pathlib import Path

import facts
import pytest

from mirage_scons.config_ocaml.reader import read
from mirage_scons.model.configuration import Configuration
from mirage_scons.model.errors import ConfigError
from mirage_scons.plan.plan import make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render
from mirage_scons.targets import TARGETS

TESTS = Path(__file__).parents[1]
CONFIGS = TESTS / "config_ml" / "configs"
REFUSED = {"refused": True}
GOLDEN = {path.stem: json.loads(path.read_text()) for path in sorted((TESTS / "conformance" / "golden").glob("*.json"))}


def generated(configuration: Configuration, target: str) -> facts.Facts:
    """The facts of all that is generated for a target with the default values of all keys, or that it is refused."""
    try:
        planned = make(configuration.unikernel, target, R4_4, {}, {}, CONFIGS)
    except ConfigError:
        return REFUSED
    found: facts.Facts = json.loads(json.dumps(facts.generated(planned, render(planned).target)))
    found["packages"] = [facts.package(package) for package in planned.packages]
    return found


@pytest.mark.parametrize("example", GOLDEN)
def test_the_same_is_generated_as_by_the_original(example: str) -> None:
    configuration = read(CONFIGS / f"{example}.ml")  # once for all targets
    found = {target: generated(configuration, target) for target in TARGETS}
    configuration.end()
    golden = {target: REFUSED if "refused" in facts else facts for target, facts in GOLDEN[example].items()}
    assert found == golden
