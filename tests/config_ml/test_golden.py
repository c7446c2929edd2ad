"""Configurations in OCaml: what is generated says what mirage 4.4.2 says for the examples of mirage-skeleton.

``configs/EXAMPLE.ml`` means what the example of that name does, in other words.
"""

from __future__ import annotations

import json
from pathlib import Path

import facts
import pytest

from mirage_scons.config_ml.reader import read
from mirage_scons.model.errors import ConfigError
from mirage_scons.plan.plan import Plan, make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render
from mirage_scons.targets import TARGETS

HERE = Path(__file__).parent
CONFORMANCE = HERE.parent / "conformance"
GOLDEN = {path.stem: json.loads(path.read_text()) for path in sorted((CONFORMANCE / "golden").glob("*.json"))}
CASES = [
    (example, target) for example, golden in GOLDEN.items() for target in TARGETS if "refused" not in golden[target]
]
REFUSED = [(example, target) for example, golden in GOLDEN.items() for target in TARGETS if "refused" in golden[target]]


def plan(example: str, target: str) -> Plan:
    """The plan of an example with the default values of all keys."""
    path = HERE / "configs" / f"{example}.ml"
    return make(read(path).unikernel, target, R4_4, {}, {}, path.parent)


def test_there_is_a_configuration_for_every_golden_example() -> None:
    assert len(GOLDEN) == 17
    assert len(CASES) + len(REFUSED) == 17 * len(TARGETS)


@pytest.mark.parametrize(("example", "target"), CASES)
def test_the_same_is_generated(example: str, target: str) -> None:
    planned = plan(example, target)
    found = json.loads(json.dumps(facts.generated(planned, render(planned).target)))
    found["packages"] = [facts.package(package) for package in planned.packages]
    assert found == GOLDEN[example][target]


@pytest.mark.parametrize(("example", "target"), REFUSED)
def test_what_the_original_refuses_is_refused(example: str, target: str) -> None:
    with pytest.raises(ConfigError):
        plan(example, target)
