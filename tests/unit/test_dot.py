"""The device graph in Graphviz' language: numbers, labels, and lines for each kind of need."""

from __future__ import annotations

import re
from pathlib import Path

from configs import unikernel

from mirage_scons.plan.plan import resolve
from mirage_scons.render.dot import dot

WORKED = """
t = typ("t")
a, b, d, e1, e2, g = (impl(name, t) for name in ("A", "B", "D", "E1", "E2", "G"))
f = impl("F.Make", t >> t >> t, keys=[key("k", flag()), key("m", flag())])(a, b)
c = impl("C", t, extra_deps=[d])
u = main("U.Main", t >> t >> job, extra_deps=[e1, e2])(f, c)
w = main("W.Main", t >> job)(g)
register("app", [u, w])
"""


def drawn(directory: Path, text: str, *, full: bool = True, given: dict[str, list[str]] | None = None) -> str:
    """The graph of a configuration for hvt."""
    return dot(resolve(unikernel(directory, text), "hvt", given or {}, {}, full=full).root)


def vertices(text: str) -> dict[int, str]:
    """The labels of the vertices by their numbers, in the order written."""
    return {int(number): label for number, label in re.findall(r'^  (\d+) \[label="(.*?)"', text, re.MULTILINE)}


def edges(text: str) -> list[tuple[int, int, str]]:
    """The edges with their attributes."""
    found = re.findall(r"^  (\d+) -> (\d+) \[(.*)\];$", text, re.MULTILINE)
    return [(int(one), int(two), style) for one, two, style in found]


def test_vertices_are_numbered_as_the_original_numbers_them(tmp_path: Path) -> None:
    labels = vertices(drawn(tmp_path, WORKED))
    modules = [label.split("\\n")[1] for label in labels.values()]
    assert modules[:11] == ["G", "W.Main", "E2", "E1", "D", "C", "B", "A", "F.Make", "U.Main", "Pclock"]
    assert modules[-1] == "Mirage_runtime"
    assert list(labels) == list(range(1, 20))


def test_a_label_is_the_variable_the_module_and_the_keys(tmp_path: Path) -> None:
    assert vertices(drawn(tmp_path, WORKED))[9] == "f_make__9\\nF.Make\\nk, m"


def test_arguments_are_plain_and_dependencies_dashed(tmp_path: Path) -> None:
    found = edges(drawn(tmp_path, WORKED))
    assert [edge for edge in found if edge[0] == 10] == [
        (10, 9, ""),
        (10, 6, ""),
        (10, 4, 'style="dashed"'),
        (10, 3, 'style="dashed"'),
    ]


def test_equal_terms_are_one_vertex(tmp_path: Path) -> None:
    text = 'u = main("U", job >> job)\nregister("app", [u(noop), u(noop)])\n'
    labels = vertices(drawn(tmp_path, text))
    assert [label for label in labels.values() if "\\nU\\n" in label] == ["u__2\\nU\\n"]
    root = max(labels)
    assert edges(drawn(tmp_path, text)).count((root, 2, 'style="dashed"')) == 2


OPEN = """
big = key("big", opt(bool, False, stage="configure"))
choice = if_impl(value(big), main("Big", job >> job), main("Small", job >> job))
register("app", [choice(noop)])
"""


def test_a_choice_that_is_open_has_dotted_branches_and_its_default_is_bold(tmp_path: Path) -> None:
    text = drawn(tmp_path, OPEN, full=False)
    number = next(number for number, label in vertices(text).items() if label == "If\\nbig")
    branches = [(vertices(text)[to].split("\\n")[1], style) for one, to, style in edges(text) if one == number]
    assert branches == [
        ("Big", 'style="dotted", headport="n"'),
        ("Small", 'style="dotted", headport="n"'),
        ("Big", 'style="bold", style="dotted", headport="n"'),
    ]


def test_the_application_of_an_open_choice_is_a_diamond(tmp_path: Path) -> None:
    text = drawn(tmp_path, OPEN, full=False)
    assert 'label="$", shape="diamond"' in text
    number = next(number for number, label in vertices(text).items() if label == "$")
    assert [style for one, _, style in edges(text) if one == number] == ['style="bold", tailport="sw"', ""]


def test_a_choice_that_is_made_is_not_drawn(tmp_path: Path) -> None:
    for text in (drawn(tmp_path, OPEN), drawn(tmp_path, OPEN, full=False, given={"big": ["true"]})):
        assert "If" not in text
        assert "$" not in text


def test_every_edge_is_between_vertices_and_the_text_is_closed(tmp_path: Path) -> None:
    text = drawn(tmp_path, WORKED)
    labels = vertices(text)
    assert all(one in labels and two in labels for one, two, _ in edges(text))
    assert text.startswith("digraph G {\n  ordering=out;\n")
    assert text.endswith(";\n}\n")
    assert drawn(tmp_path, WORKED) == text
