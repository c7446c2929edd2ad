"""Sources without what dune must not see."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_OTHERS = (".git", ".hg", ".svn", "_darcs", "duniverse")


def tidy(tree: Path) -> None:
    """Remove what dune must not see in sources: files of version control, and sources that they bring themselves."""
    for directory, directories, files in os.walk(tree):
        for name in [name for name in directories if name in _OTHERS]:
            directories.remove(name)
            path = os.path.join(directory, name)
            os.unlink(path) if os.path.islink(path) else shutil.rmtree(path)
        if ".git" in files:  # of a submodule
            os.unlink(os.path.join(directory, ".git"))
