"""The device graph as boxes and links, and as pictures that no text of a configuration can break."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from configs import plan, unikernel

from mirage_scons.model.device import Info
from mirage_scons.model.errors import Location
from mirage_scons.plan.plan import resolve
from mirage_scons.releases.r4_4 import R4_4
from mirage_scons.render.diagram import Box, Diagram, Link, of_plan, of_terms
from mirage_scons.render.facts import graph
from mirage_scons.render.main_ml import main_ml
from mirage_scons.render.picture import page, svg

STACK = """hello = key("hello", opt(str, "hi"))
u = main("Unikernel.Main", stackv4v6 >> time >> job, keys=[hello], packages=[package("fmt", min="0.8")])
register("app", [u(generic_stackv4v6(default_network), default_time)])
"""
OPEN = """big = key("big", opt(bool, False, stage="configure"))
size = key("size", opt(one_of("s", "m"), "s", stage="configure"))
small, large = main("Small", job >> job), main("Big", job >> job)
choice = match_impl(value(size), [("s", small), ("m", large)], default=small)
register("app", [if_impl(value(big), large, choice)(noop)])
"""
NASTY = '</script><script>alert("x")</script> & <b>\'"'


def places(location: Location | None) -> str:
    """The place of a configuration without its directory."""
    return f"{Path(location.file).name}:{location.line}" if location else ""


def drawn(directory: Path, text: str, target: str = "unix", **given: str) -> Diagram:
    """The diagram of a configuration whose choices are made."""
    return of_plan(plan(directory, text, target, given), R4_4, places)


def opened(directory: Path, text: str, target: str = "unix", **given: str) -> Diagram:
    """The diagram of a configuration whose choices are open but for those that are given."""
    words = {name: [word] for name, word in given.items()}
    resolved = resolve(unikernel(directory, text), target, words, {}, full=False)
    return of_terms("app", resolved, Info("app", target, resolved.context, resolved.keys), R4_4, places)


def box(diagram: Diagram, module: str) -> Box:
    """The one box of a module."""
    (found,) = (box for box in diagram.boxes if box.module == module)
    return found


def test_a_box_says_all_of_a_device(tmp_path: Path) -> None:
    found = box(drawn(tmp_path, STACK, hello="Salut"), "Unikernel.Main")
    assert (found.kind, found.type, found.where) == ("device", "stackv4v6 >> time >> job", "config.py:3")
    assert [(key.name, key.value, key.is_given) for key in found.keys] == [("hello", "Salut", True)]
    assert [package.name for package in found.packages] == ["fmt"]
    module, _, connect = found.code.partition("\n")
    assert re.fullmatch(r"module Unikernel_main__\d+ = Unikernel\.Main\([\w.]+\)\(Unix_os\.Time\)", module)
    assert re.fullmatch(r"Unikernel_main__\d+\.start _\w+__\d+ _unix_os_time__\d+", connect)


def test_boxes_are_called_as_in_main_ml(tmp_path: Path) -> None:
    made = plan(tmp_path, STACK)
    text = main_ml(made)
    for found in of_plan(made, R4_4, places).boxes:
        assert f"let {found.name} = lazy" in text
        assert found.code.rpartition("\n")[2] in text


def test_the_first_box_holds_all_others(tmp_path: Path) -> None:
    diagram = drawn(tmp_path, STACK)
    assert diagram.boxes[0].module == "Mirage_runtime"
    reached, numbers = {diagram.boxes[0].number}, {found.number for found in diagram.boxes}
    while more := {link.below for link in diagram.links if link.above in reached} - reached:
        reached |= more
    assert reached == numbers


def test_links_are_arguments_or_dependencies(tmp_path: Path) -> None:
    text = (
        'd = impl("D", typ("d"))\nu = main("U", time >> job, extra_deps=[dep(d)])\nregister("app", [u(default_time)])\n'
    )
    diagram = drawn(tmp_path, text)
    above = box(diagram, "U").number
    kinds = {(link.below, link.kind) for link in diagram.links if link.above == above}
    assert kinds == {(box(diagram, "Unix_os.Time").number, "argument"), (box(diagram, "D").number, "dependency")}


def test_an_open_choice_is_a_box_with_the_values_of_its_branches(tmp_path: Path) -> None:
    diagram = opened(tmp_path, OPEN)
    big, size = (found for found in diagram.boxes if found.kind == "choice")
    assert ([key.name for key in big.keys], big.where) == (["big"], "config.py:2")
    links = {(link.above, link.below): (link.kind, link.label) for link in diagram.links}
    numbers = {module: box(diagram, module).number for module in ("Big", "Small")}
    assert links[big.number, numbers["Big"]] == ("default", "true, default")
    assert links[big.number, size.number] == ("branch", "false")
    assert links[size.number, numbers["Small"]] == ("default", "s, default")
    assert links[size.number, numbers["Big"]] == ("branch", "m")
    assert [found.type for found in diagram.boxes if found.kind == "application"] == ["job"]


def test_a_choice_that_was_made_is_no_box(tmp_path: Path) -> None:
    assert {found.kind for found in opened(tmp_path, OPEN, big="true").boxes} == {"device"}


def test_what_is_generated_is_said_as_far_as_no_choice_decides_it(tmp_path: Path) -> None:
    diagram = opened(tmp_path, STACK)
    assert box(diagram, "Unikernel.Main").code == ""
    assert box(diagram, "Ethernet.Make").code.endswith(".connect _netif__7")


def test_a_device_that_the_target_does_not_have_is_no_error_in_a_branch(tmp_path: Path) -> None:
    text = """
    on = key("on", flag())
    q = main("U", qubesdb >> job)(default_qubesdb)
    register("app", [if_impl(value(on), q, main("V", job >> job)(noop))])
    """
    assert box(opened(tmp_path, text), "Qubes.DB").code == "Qubes.DB.connect ~domid:0 ()"


def test_facts_of_a_graph_hold_together_and_are_json(tmp_path: Path) -> None:
    for diagram in (drawn(tmp_path, STACK), opened(tmp_path, OPEN)):
        facts = json.loads(json.dumps(graph(diagram)))
        numbers = [vertex["number"] for vertex in facts["vertices"]]
        assert len(set(numbers)) == len(numbers)
        assert all({edge["from"], edge["to"]} <= set(numbers) for edge in facts["edges"])
    main = next(vertex for vertex in graph(drawn(tmp_path, STACK))["vertices"] if vertex["module"] == "Unikernel.Main")
    assert main["keys"] == [{"name": "hello", "value": "hi", "given": False}]
    assert main["where"] == "config.py:3"
    assert main["packages"][0]["min"] == ["0.8"]


@pytest.mark.parametrize("target", ["unix", "hvt", "xen", "qubes"])
def test_a_picture_is_svg_with_a_box_for_each_and_a_path_for_each_link(target: str, tmp_path: Path) -> None:
    diagram = drawn(tmp_path, STACK, target)
    root = ET.fromstring(svg(diagram))
    name = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{name}svg"
    assert root.findtext(f"{name}title") == f"app for {target}"
    groups = [group for group in root.iter(f"{name}g") if group.get("id", "").startswith("box-")]
    assert {group.get("id") for group in groups} == {f"box-{found.number}" for found in diagram.boxes}
    paths = [path for path in root.iter(f"{name}path") if path.get("data-above")]
    assert {(path.get("data-above"), path.get("data-below"), path.get("class")) for path in paths} == {
        (str(link.above), str(link.below), link.kind) for link in diagram.links
    }
    said = next(
        group.findtext(f"{name}title") for group in groups if "Unikernel.Main (" in ET.tostring(group, "unicode")
    )
    assert said is not None
    assert "config.py:3\nhello=hi (default)\n" in said


def test_equal_diagrams_are_equal_pictures(tmp_path: Path) -> None:
    assert svg(drawn(tmp_path, STACK)) == svg(drawn(tmp_path, STACK))
    assert page([opened(tmp_path, OPEN)]) == page([opened(tmp_path, OPEN)])


def nasty() -> Diagram:
    """A diagram whose every text means something to HTML."""
    first = Box(1, "device", NASTY, NASTY, NASTY, (), (), NASTY, NASTY)
    second = Box(2, "choice", "", "", NASTY, (), (), "", NASTY)
    return Diagram(NASTY, "unix", (first, second), (Link(1, 2, "branch", NASTY),))


class Tags(HTMLParser):
    """Collects the tags of a page, what they refer to, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.references += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(text: str) -> Tags:
    """The tags of a page."""
    tags = Tags()
    tags.feed(text)
    return tags


def test_no_text_of_a_configuration_becomes_a_part_of_the_page() -> None:
    ET.fromstring(svg(nasty()))
    tags = parsed(page([nasty()]))
    assert tags.tags.count("script") == 1
    assert "b" not in tags.tags
    assert tags.text.count(NASTY) >= 6


def test_a_page_refers_to_nothing_but_itself(tmp_path: Path) -> None:
    text = page([drawn(tmp_path, STACK), opened(tmp_path, OPEN)])
    tags = parsed(text)
    assert len(tags.ids) == len(set(tags.ids))
    assert len(tags.references) > 20
    assert {reference.lstrip("#") for reference in tags.references} <= set(tags.ids)
    assert "url(" not in re.sub(r"url\(#tip-\d\)", "", text)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
