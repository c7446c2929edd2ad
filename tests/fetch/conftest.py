"""How hypothesis works in these tests: the same examples at each run, and no files left behind."""

from __future__ import annotations

import tempfile

from hypothesis import configuration, settings

configuration.set_hypothesis_home_dir(tempfile.gettempdir())
settings.register_profile("specification", database=None, deadline=None, derandomize=True, max_examples=60)
settings.load_profile("specification")
