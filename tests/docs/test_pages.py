"""Every page of the documentation leads where it says, and what it shows can be done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sessions import PAGES, TOP, File, environment, follow, steps

FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def prose(page: Path) -> str:
    """A page without its blocks."""
    return FENCE.sub("", page.read_text())


def anchors(page: Path) -> set[str]:
    """The names that a page's headings have in links."""
    found: dict[str, int] = {}
    names = set()
    for title in re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE):
        name = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        names.add(f"{name}-{found[name]}" if name in found else name)
        found[name] = found.get(name, 0) + 1
    return names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{page.name}: {link}"
        assert there.is_relative_to(TOP), f"{page.name}: {link} leaves the repository"
        assert not anchor or anchor in anchors(there), f"{page.name}: {link}"


def test_the_design_says_what_each_directory_of_tests_holds() -> None:
    table = (TOP / "docs" / "design.md").read_text().partition("## Tests")[2]
    named = set(re.findall(r"`(tests/\w+)`", table))
    assert named >= {f"tests/{path.parent.name}" for path in (TOP / "tests").glob("*/test_*.py")}
    assert all((TOP / name).is_dir() for name in named)


def test_the_readme_leads_to_each_page() -> None:
    links = set(re.findall(r"\]\((docs/[\w.-]+)\)", prose(TOP / "README.md")))
    assert links == {f"docs/{page.name}" for page in PAGES[1:]}


@pytest.mark.parametrize("name", ["guide", "migration"])
def test_what_a_page_shows_can_be_done(name: str, sdk: Path, tmp_path: Path) -> None:
    page = (TOP / "docs" / f"{name}.md").read_text()
    written = [step for step in steps(page) if isinstance(step, File)]
    assert len(written) == len(re.findall(r"^```(?:python|ocaml)$", page, re.MULTILINE)) > 2
    assert len(steps(page)) > 10
    home, project = tmp_path / "home", tmp_path / "project"
    home.mkdir()
    project.mkdir()
    follow(page, project, environment(home, sdk), sdk)
