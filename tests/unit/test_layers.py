"""Each layer knows only itself and those above it, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import builtins
import subprocess
import sys
from pathlib import Path

import pytest

import mirage_scons
from mirage_scons import dsl

PACKAGE = Path(mirage_scons.__file__).parent
LAYERS = {
    1: {"model", "devices", "targets", "releases", "dsl"},
    2: {"plan", "config_py", "config_ml", "config_ocaml"},
    3: {"render", "opam", "fetch"},
    4: {"tool", "site_tools", "command", "convert", "__main__"},
}
LAYER = {part: layer for layer, parts in LAYERS.items() for part in parts}
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
HEAVY = {"networkx", "jinja2", "SCons", "tree_sitter", "tree_sitter_ocaml", "black"}


def imported(path: Path) -> set[str]:
    """The full names that a module imports, wherever in it: also lazily and by a constant name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func):
            names |= {str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)}
    return names


def parts(names: set[str]) -> set[str]:
    """The parts of the package, such as ``model``, among full names."""
    return {name.split(".")[1] for name in names if name.startswith("mirage_scons.")} - {"__version__"}


def part(module: str) -> str:
    """The part that a module's path below the package belongs to."""
    return module.partition("/")[0].removesuffix(".py")


def test_every_module_belongs_to_a_layer() -> None:
    assert len(MODULES) > 30
    assert {part(module) for module in MODULES} - LAYER.keys() == {"__init__"}


@pytest.mark.parametrize("module", [module for module in MODULES if module != "__init__.py"])
def test_a_module_imports_from_its_own_layer_and_those_above_it(module: str) -> None:
    own = LAYER[part(module)]
    below = {name for name in parts(imported(PACKAGE / module)) if LAYER[name] > own}
    assert below == set()


def test_only_the_tool_imports_scons() -> None:
    users = {part(module) for module in MODULES if any(n.startswith("SCons") for n in imported(PACKAGE / module))}
    assert users == {"tool"}


def test_the_package_itself_imports_the_tool_alone() -> None:
    assert parts(imported(PACKAGE / "__init__.py")) == {"tool"}


@pytest.mark.parametrize(
    "module", ["mirage_scons", "mirage_scons.dsl", "mirage_scons.config_py.reader", "mirage_scons.config_ml.reader"]
)
def test_importing_it_imports_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names = set(done.stdout.split())
    assert "mirage_scons" in names
    assert names & HEAVY == set()


def test_planning_and_rendering_do_not_import_scons() -> None:
    program = "import sys, mirage_scons.plan.plan, mirage_scons.render.files; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not any(name.startswith("SCons") for name in done.stdout.split())


def test_the_language_hides_no_builtin() -> None:
    assert set(dsl.__all__) & set(dir(builtins)) == set()


def test_the_language_lists_its_names_in_order_and_once() -> None:
    assert dsl.__all__ == sorted(set(dsl.__all__))


def test_every_name_of_the_language_exists() -> None:
    assert [name for name in dsl.__all__ if not hasattr(dsl, name)] == []


def test_no_two_files_of_tests_have_one_name() -> None:
    names = [path.name for path in (PACKAGE.parent / "tests").glob("*/test_*.py")]
    assert sorted(names) == sorted(set(names))  # pytest takes them for one module
