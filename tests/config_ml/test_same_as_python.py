"""Random configurations, written in OCaml and in Python, mean the same for all targets."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from both_languages import Configuration, configurations
from hypothesis import HealthCheck, given, settings

from mirage_scons.config_ml.reader import read as read_ocaml
from mirage_scons.config_py.reader import read as read_python
from mirage_scons.model.errors import ConfigError
from mirage_scons.model.unikernel import Unikernel
from mirage_scons.plan.plan import make
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.files import render
from mirage_scons.targets import TARGETS

EXAMPLES = int(os.environ.get("MIRAGE_SAME_EXAMPLES", "15"))
"""How many configurations are tried."""


def rendered(unikernel: Unikernel, target: str, directory: Path) -> object:
    """All that is generated of a unikernel; the error's message without places, if it cannot be had."""
    try:
        plan = make(unikernel, target, R4_4, {}, {}, directory)
        files = render(plan)
    except ConfigError as error:
        return re.sub(r"config\.(ml|py)[:\d]*", "", error.message)
    packages = [(package.name, package.min, package.max, package.libs, package.pin) for package in plan.packages]
    return (
        {name: _plain(text) for name, text in files.target.items()},
        {name: _plain(text) for name, text in files.workspace.items()},
        packages,
        files.install,
    )


def _plain(text: str) -> str:
    """``text`` without the lines that name the configuration, whose names and lines differ."""
    return "\n".join(line for line in text.splitlines() if "config." not in line)


@settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(configurations())
def test_a_configuration_in_ocaml_means_what_it_means_in_python(
    tmp_path_factory: pytest.TempPathFactory, configuration: Configuration
) -> None:
    directory = tmp_path_factory.mktemp("same")
    (directory / "config.ml").write_text(configuration.ocaml(), encoding="utf-8")
    (directory / "config.py").write_text(configuration.python(), encoding="utf-8")
    in_ocaml = read_ocaml(directory / "config.ml", environ={}).unikernel
    in_python = read_python(directory / "config.py").unikernel
    for target in TARGETS:
        expected = rendered(in_python, target, directory)
        assert rendered(in_ocaml, target, directory) == expected, target
