"""A server and a cache, and hypothesis: the same examples at each run, and no files left behind."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from downloads import CONTENT
from hypothesis import configuration, settings
from server import Server, serving

from mirage_scons.fetch.cache import Cache

configuration.set_hypothesis_home_dir(tempfile.gettempdir())
settings.register_profile("specification", database=None, deadline=None, derandomize=True, max_examples=60)
settings.load_profile("specification")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        server.contents["/a.tgz"] = CONTENT
        yield server


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")
