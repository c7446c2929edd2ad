"""Whatever a file holds, reading it ends soon: with a configuration, or with an error of the configuration."""

from __future__ import annotations

import os
from pathlib import Path

import mutations
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import error_of

SECONDS = float(os.environ.get("MIRAGE_FUZZ_SECONDS", "5"))
"""How long mutations are tried."""


def test_mutated_configurations_end_in_a_configuration_or_an_error() -> None:
    found = mutations.faults(seed=int(os.environ.get("MIRAGE_FUZZ_SEED", "1")), seconds=SECONDS, count=10**9)
    assert next(found, "") == ""


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_end_in_an_error(tmp_path_factory: pytest.TempPathFactory, source: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "config.ml"
    path.write_bytes(source)
    fault = mutations.fault_of(path)
    assert not fault.startswith("Traceback"), fault


def test_deep_nesting_is_no_fault() -> None:
    for opening, closing in (("(", ")"), ("[", "]"), ("begin ", " end"), ("let x = ", " in 1"), ("fun x -> ", "")):
        assert "Traceback" not in error_of(f"let x = {opening * 1500}1{closing * 1500}\n")


def test_a_file_that_is_too_great_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.ml"
    path.write_bytes(b" " * 300_000)
    assert mutations.fault_of(path) == ""
