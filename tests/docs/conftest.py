"""What the pages of the documentation are tested with."""

from __future__ import annotations

from pathlib import Path

import pytest
from install import install


@pytest.fixture(scope="session")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what compiles for guests is installed, with a repository that has what opam's has for them."""
    prefix = tmp_path_factory.mktemp("sdk")
    install(prefix)
    return prefix
