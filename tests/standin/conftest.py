"""The stand-in, installed once below a path with a space."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from solo5_sdk import Sdk

INSTALLER = Path(__file__).parents[1] / "sdk" / "install.py"


@pytest.fixture(scope="session")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is installed."""
    prefix = tmp_path_factory.mktemp("sdk") / "the solo5 sdk"
    subprocess.run([sys.executable, INSTALLER, prefix], check=True)
    return prefix


@pytest.fixture
def sdk(prefix: Path, tmp_path: Path) -> Sdk:
    """It, with a directory to work in."""
    return Sdk(prefix, tmp_path)
