"""The reference is what the code says of itself, and says it of everything."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sessions import TOP

from mirage_scons import dsl
from mirage_scons.targets import TARGETS
from mirage_scons.tool import environment
from mirage_scons.tool.construction import BUILDERS, OF_TARGETS, SETTINGS, SHOWN
from mirage_scons.tool.goals import GOALS
from mirage_scons.tool.variables import OWN

PAGE = (TOP / "docs" / "reference.md").read_text()


def test_the_page_is_what_the_script_makes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, TOP / "docs" / "make", tmp_path / "reference.md"], check=True)
    assert (tmp_path / "reference.md").read_text() == PAGE, "run docs/make"


def said(name: str) -> str:
    """What the page says of a word of the language below its heading and signature."""
    (section,) = re.findall(rf"^#### `{name}`\n\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE)
    return re.sub(r"```python\n.*?```|^(An? [\w` ]+)\. ", "", section, flags=re.DOTALL).strip()


@pytest.mark.parametrize("name", dsl.__all__)
def test_each_word_of_the_language_is_explained(name: str) -> None:
    assert re.match(r"[^\n]{6,}", said(name))


def test_what_a_signature_names_is_explained() -> None:
    language = PAGE[: PAGE.index("## Words of the command line")]
    explained = set(re.findall(r"^- `(\w+)`: [^\n]{10}", language, re.MULTILINE))
    blocks = "".join(re.findall(r"^```python\n(.*?)```", language, re.DOTALL | re.MULTILINE))
    used = set(re.findall(r"\b[A-Z][a-z]\w*", re.sub(r"\"[^\"]*\"", "", blocks)))
    assert {"Connect", "Stage"} <= explained
    assert used - explained - {*dsl.__all__, "Any", "Callable", "Sequence", "Mapping", "None", "True", "False"} == set()


@pytest.mark.parametrize(
    "word", [*OWN, *SETTINGS, *SHOWN, *OF_TARGETS, *BUILDERS, *TARGETS, *(goal.name for goal in GOALS)]
)
def test_each_word_of_the_tool_is_in_a_table(word: str) -> None:
    assert re.search(rf"^\| `{re.escape(word)}=?` \| .*\w", PAGE, re.MULTILINE)


def test_the_table_of_guests_has_what_is_set() -> None:
    of_all = {"MIRAGE_TARGET", "MIRAGE_CONTEXT", "MIRAGE_ABI"}
    set_for_guests = {name for name in environment._guest(TARGETS["hvt"], "x86_64") if not name.startswith("_")}
    assert set(OF_TARGETS) == of_all | set_for_guests
