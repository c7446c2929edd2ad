"""The page of ``scons graph format=html`` in a browser: pointed at, clicked, driven by keys, searched, in the dark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from greeter import greeter
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FOUND = next(filter(None, map(shutil.which, BROWSERS)), None)
pytestmark = pytest.mark.skipif(FOUND is None, reason="there is no Chromium; ./setup --test installs one on Debian")

CONFIG = """from mirage_scons.dsl import *

hello = key("hello", opt(str, "Hello World!"), doc="How to say hello.")
big = key("big", flag(stage="configure"), doc="</script><b>Take the larger one.</b>")
long = package("a-package-with-quite-a-long-name", min="1.0", max="2.0")
small = main("Unikernel.Hello", time >> job, keys=[hello], packages=[long])
large = main("A_module_with_a_name.That_is_longer_than_a_box.Should_be", time >> job)
register("greeter", [if_impl(value(big), large, small)(default_time)])
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window; as root Chromium has no sandbox."""
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=FOUND, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a unikernel for two targets, as SCons writes it."""
    project = greeter(tmp_path_factory.mktemp("page") / "project")
    project.write("config.py", CONFIG)
    words = ("graph", "format=html", "target=unix,hvt", "hello=Salut")
    pages = tmp_path_factory.mktemp("pages")
    (pages / "open.html").write_text(project.run(*words, "eval=0").output)
    (pages / "made.html").write_text(project.run(*words).output)
    return pages / "made.html"


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page; at the end it has loaded nothing but itself, and nothing in it has failed."""
    asked: list[str] = []
    wrong: list[str] = []
    pages: list[Page] = []

    def open_page(name: str = "made.html", *, dark: bool = False, lively: bool = True) -> Page:
        context = browser.new_context(java_script_enabled=lively, color_scheme="dark" if dark else "light")
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(file.with_name(name).as_uri())
        pages.append(page)
        return page

    yield open_page
    assert wrong == []
    assert {url.partition("#")[0] for url in asked} <= {
        file.with_name(name).as_uri() for name in ("made.html", "open.html")
    }
    for page in pages:
        page.context.close()


def box(page: Page, module: str, picture: int = 1) -> Locator:
    """The box of a module."""
    return page.locator(f"#picture-{picture} a.box").filter(has_text=module)


def said(page: Page) -> Locator:
    """What is said of a box now."""
    return page.locator("aside article:visible")


def test_pointing_at_a_box_says_all_of_it(opened: Callable[..., Page]) -> None:
    page = opened()
    expect(said(page)).to_have_count(0)
    expect(page.locator("aside .hint")).to_be_visible()
    box(page, "Unikernel.Hello").hover()
    expect(said(page)).to_have_count(1)
    for text in (
        "Unikernel.Hello",
        "greeter for unix",
        "time >> job",
        "config.py:6",
        "hello=Salut",
        '"a-package-with-quite-a-long-name" { ?monorepo & >= "1.0" & < "2.0" }',
        "= Unikernel.Hello(Unix_os.Time)",
        ".start _unix_os_time__",
    ):
        expect(said(page)).to_contain_text(text)
    box(page, "Unix_os.Time").hover()
    expect(said(page).locator("h3")).to_have_text("Unix_os.Time")
    page.locator("h1").hover()
    expect(said(page)).to_have_count(0)


def test_lines_of_a_box_are_marked(opened: Callable[..., Page]) -> None:
    page = opened()
    box(page, "Unikernel.Hello").hover()
    near = page.locator("#picture-1 path.near")
    expect(near).to_have_count(2)
    expect(page.locator("#picture-2 path.near")).to_have_count(0)


def test_a_click_keeps_what_is_said_until_escape(opened: Callable[..., Page]) -> None:
    page = opened()
    box(page, "Unix_os.Time").click()
    page.locator("h1").hover()
    expect(said(page).locator("h3")).to_have_text("Unix_os.Time")
    box(page, "Unikernel.Hello").hover()
    expect(said(page).locator("h3")).to_have_text("Unikernel.Hello")
    page.locator("h1").hover()
    expect(said(page).locator("h3")).to_have_text("Unix_os.Time")
    page.keyboard.press("Escape")
    expect(said(page)).to_have_count(0)


def test_a_link_to_a_box_shows_it(opened: Callable[..., Page], file: Path) -> None:
    page = opened()
    target = box(page, "Unikernel.Hello").get_attribute("href")
    page.goto(f"{file.as_uri()}{target}")
    expect(said(page).locator("h3")).to_have_text("Unikernel.Hello")


def test_keys_lead_from_box_to_box(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#search").focus()
    page.keyboard.press("Tab")
    expect(page.locator("a.box:focus")).to_contain_text("greeter for unix")
    expect(said(page).locator("h3")).to_have_text("Mirage_runtime")
    page.keyboard.press("ArrowDown")
    first = page.locator("a.box:focus").get_attribute("href")
    page.keyboard.press("ArrowRight")
    second = page.locator("a.box:focus").get_attribute("href")
    assert first != second
    page.keyboard.press("ArrowLeft")
    assert page.locator("a.box:focus").get_attribute("href") == first
    page.keyboard.press("ArrowUp")
    expect(page.locator("a.box:focus")).to_contain_text("greeter for unix")
    box(page, "Unikernel.Hello").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.box:focus")).to_contain_text("Unix_os.Time")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.locator("#search").focus()
    expect(said(page).locator("h3")).to_have_text("Unix_os.Time")


def test_a_search_finds_modules_keys_packages_and_code(opened: Callable[..., Page]) -> None:
    page = opened()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    for words, count in (
        ("Unikernel.Hello", 2),
        ("hello=salut", 2),
        ("quite-a-long", 2),
        ("_unix_os_time", 1),
        ("zzz", 0),
    ):
        page.locator("#search").fill(words)
        expect(page.locator("a.box.found")).to_have_count(count)
        expect(page.locator("#found")).to_have_text(f"{count} of {page.locator('a.box').count()}")
    page.locator("#search").fill("greeter for hvt salut")
    page.keyboard.press("Enter")
    expect(page.locator("a.box:focus")).to_contain_text("Unikernel.Hello")
    expect(said(page)).to_contain_text("greeter for hvt")
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_have_value("")
    expect(page.locator("a.box.found")).to_have_count(0)


def test_branches_of_an_open_choice_are_dotted(opened: Callable[..., Page]) -> None:
    page = opened("open.html")
    styles = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#picture-1 .links path")]
            .map(path => [path.getAttribute("class"), getComputedStyle(path).strokeDasharray]))"""
    )
    assert styles["argument"] == "none"
    assert len({styles["branch"], styles["argument"], styles["dependency"]}) == 3
    assert styles["branch"] == styles["default"]
    labels = page.locator("#picture-1 text.label")
    assert sorted(labels.all_text_contents()) == ["false", "true, default"]
    box(page, "big").hover()
    expect(said(page).locator("h3")).to_have_text("A choice that is open")
    expect(said(page)).to_contain_text("config.py:4")


def test_every_text_lies_in_its_box_and_no_box_over_another(opened: Callable[..., Page]) -> None:
    page = opened("open.html")
    outside, over = page.evaluate(
        """() => {
          const shapes = [...document.querySelectorAll("#picture-1 a.box")].map(one => ({
            rect: one.querySelector("rect").getBBox(),
            texts: [...one.querySelectorAll("text")].map(text => text.getBBox())}));
          const outside = shapes.filter(({rect, texts}) => texts.some(text =>
            text.x < rect.x || text.y < rect.y - 1 || text.x + text.width > rect.x + rect.width + 0.5
            || text.y + text.height > rect.y + rect.height + 1)).length;
          const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x
            || a.y + a.height <= b.y || b.y + b.height <= a.y;
          const over = shapes.flatMap((one, i) => shapes.slice(i + 1).filter(two => !apart(one.rect, two.rect))).length;
          return [outside, over];
        }"""
    )
    assert (outside, over) == (0, 0)


def test_it_is_dark_where_everything_is(opened: Callable[..., Page]) -> None:
    colours = [
        opened(dark=dark).evaluate(
            """() => [document.body, document.querySelector("a.box text"), document.querySelector("a.box rect")].map(
              (one, i) => getComputedStyle(one)[i ? "fill" : "backgroundColor"].match(/\\d+/g).slice(0, 3)
                .reduce((sum, part) => sum + Number(part), 0))"""
        )
        for dark in (False, True)
    ]
    (light_paper, light_ink, light_box), (dark_paper, dark_ink, dark_box) = colours
    assert light_paper > 600 > 200 > light_ink
    assert dark_paper < 200 < 600 < dark_ink
    assert light_box - light_ink > 300
    assert dark_ink - dark_box > 300


def test_it_says_what_a_box_is_without_scripts(opened: Callable[..., Page]) -> None:
    page = opened(lively=False)
    expect(said(page)).to_have_count(0)
    box(page, "Unikernel.Hello").click()
    expect(said(page)).to_have_count(1)
    expect(said(page)).to_contain_text("hello=Salut")


def test_texts_of_the_configuration_are_no_html(opened: Callable[..., Page]) -> None:
    page = opened("open.html")
    expect(page.locator("b")).to_have_count(0)
    expect(page.locator("script")).to_have_count(1)
