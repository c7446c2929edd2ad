"""Devices, keys and choices beyond the examples: what is generated says what mirage 4.4.2 says for the same words.

``variations/NAME.json`` holds, for a configuration, some targets and words of the command line, the facts of what
mirage 4.4.2 generates, as far as they go beyond those of the example noop.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import facts
import pytest

from mirage_scons.config_py.reader import read
from mirage_scons.plan.plan import Plan, make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render

HERE = Path(__file__).parent
NOOP = json.loads((HERE / "golden" / "noop.json").read_text())
CASES = [
    pytest.param(path.stem, case, id=" ".join([path.stem, case["target"], *case["words"]]))
    for path in sorted((HERE / "variations").glob("*.json"))
    for case in json.loads(path.read_text())
]


def plan(name: str, target: str, words: list[str]) -> Plan:
    """The plan of a configuration for a target and words such as ``net=direct``."""
    given: dict[str, list[str]] = {}
    for word in words:
        key, _, value = word.partition("=")
        given.setdefault(key, []).append(value)
    path = HERE / "variations" / f"{name}.py"
    return make(read(path).unikernel, target, R4_4, given, {}, path.parent)


def beyond(base: Any, found: Any) -> Any:
    """What ``found`` has and ``base`` has not, at every depth."""
    if isinstance(base, dict) and isinstance(found, dict):
        return {
            key: beyond(base.get(key), value) for key, value in found.items() if key not in base or base[key] != value
        }
    if isinstance(base, list) and isinstance(found, list):
        return [value for value in found if value not in base]
    return found


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_same_is_generated(name: str, case: facts.Facts) -> None:
    planned = plan(name, case["target"], case["words"])
    found = beyond(NOOP[case["target"]], json.loads(json.dumps(facts.generated(planned, render(planned).target))))
    for part in case["facts"].keys() | found.keys():
        assert found.get(part) == case["facts"].get(part), part
