"""What devices bring: connection, stanzas, generated files, installations, local libraries, and the core devices."""

from __future__ import annotations

from pathlib import Path

import pytest
from configs import plan

from mirage_scons.plan.plan import Plan
from mirage_scons.render.files import render
from mirage_scons.render.main_ml import main_ml
from mirage_scons.render.opam import opam

HOOKED = """
t = typ("t")
k = key("k", opt(int, 3))
def device(name, *deps, **more):
    return impl(name, t, dune=lambda info: [f"(rule {name})"], configure=lambda info: {f"{name.lower()}.txt": name},
                files=lambda info: [f"{name.lower()}.ml"], extra_deps=list(deps), **more)
d = device("D")
a, b = device("A"), device("B", d)
f = impl("F.Make", t >> t >> t, keys=[k], dune=lambda info: ["  (rule F)\\n"],
         connect=lambda info, module, args: f"{module}.connect {k.call()} ({' '.join(args)})",
         install=lambda info: install(bin=[("tool.exe", "tool")], etc=["z", "a"]), local_libs=["mine", "other"])
register("app", [main("U", t >> job)(f(a, b)), main("V", t >> job)(f(a, b))])
"""


def text_of(made: Plan, name: str) -> str:
    """The text that connects the device whose variable begins with ``name``, in one line."""
    program = main_ml(made)
    start = program.index(f"let {name}__")
    return " ".join(line for line in program[start : program.index("\n  )", start)].split() if not line.startswith("#"))


def test_a_device_is_connected_by_its_own_text_with_the_functor_s_name_and_the_arguments(tmp_path: Path) -> None:
    made = plan(tmp_path, HOOKED)
    (number,) = {vertex.number for vertex in made.connects if vertex.device.module == "F.Make"}
    a, b = (next(v.variable for v in made.connects if v.device.module == name) for name in "AB")
    assert f"F_make__{number}.connect (Key_gen.k ()) (_{a} _{b})" in text_of(made, "f_make")


def test_a_device_without_a_text_gives_its_arguments(tmp_path: Path) -> None:
    assert "return (_d__" in text_of(plan(tmp_path, HOOKED), "b")
    assert "return ()" in text_of(plan(tmp_path, HOOKED), "a")


def test_stanzas_stand_in_the_user_s_directory_in_the_order_of_collecting(tmp_path: Path) -> None:
    dune = render(plan(tmp_path, HOOKED)).workspace["dune"]
    assert dune[dune.index("(subdir") :] == (
        "(subdir app\n"
        " (copy_files ../generated/a.txt)\n (copy_files ../generated/b.txt)\n (copy_files ../generated/d.txt)\n"
        "(rule F)\n(rule A)\n(rule B)\n(rule D)\n)\n"
    )


def test_without_hooks_there_is_nothing_in_the_user_s_directory(tmp_path: Path) -> None:
    text = 'register("app", [main("U", job >> job)(impl("Plain", job))])\n'
    assert "subdir" not in render(plan(tmp_path, text)).workspace["dune"]


def test_generated_files_lie_in_the_workspace_and_are_shown(tmp_path: Path) -> None:
    files = render(plan(tmp_path, HOOKED))
    assert {name: text for name, text in files.workspace.items() if name.startswith("generated/")} == {
        "generated/a.txt": "A",
        "generated/b.txt": "B",
        "generated/d.txt": "D",
    }
    assert files.target["a.txt"] == "A"
    assert files.modules == ("a.ml", "a.txt", "b.ml", "b.txt", "d.ml", "d.txt")


def test_generated_modules_keep_their_place_in_errors_and_other_files_their_bytes(tmp_path: Path) -> None:
    text = 'i = impl("I", job, configure=lambda info: {"i.ml": "", "i.mli": "", "i.txt": ""})\n'
    dune = render(plan(tmp_path, text + 'register("app", [main("U", job >> job)(i)])\n')).workspace["dune"]
    assert (
        "(copy_files# ../generated/i.ml)\n (copy_files# ../generated/i.mli)\n (copy_files ../generated/i.txt)" in dune
    )


def test_what_is_installed_is_known_and_in_the_opam_file(tmp_path: Path) -> None:
    made = plan(tmp_path, HOOKED)
    install = render(made).install
    assert (install.bin, install.etc) == ((("tool.exe", "tool"),), ("a", "z"))
    assert (
        'install: [\n  ["cp" "dist/app" "%{bin}%/app"]\n  ["cp" "dist/tool" "%{bin}%/tool"]\n'
        '  ["cp" "dist/a" "%{etc}%"]\n  ["cp" "dist/z" "%{etc}%"]\n]\n'
    ) in opam(made, install)


def test_local_libraries_are_linked_and_no_packages(tmp_path: Path) -> None:
    made = plan(tmp_path, HOOKED)
    assert {"mine", "other"} <= set(made.libraries)
    assert {"mine", "other"} & {package.name for package in made.packages} == set()
    assert "mine" not in opam(made)


def test_hooks_see_keys_packages_and_libraries(tmp_path: Path) -> None:
    text = """
    k = key("k", opt(int, 3))
    def configure(info):
        names = [p.name for p in info.packages]
        return {"seen.txt": f"{info.name} {info.target} {info.get(k)} {'fmt' in names} {'fmt' in info.libraries} "
                            f"{k in info.keys}"}
    seen = impl("Seen", job, keys=[k], packages=[package("fmt")], configure=configure)
    register("app", [main("U", job >> job)(seen)])
    """
    files = render(plan(tmp_path, text, "hvt", {"k": "7"}))
    assert files.target["seen.txt"] == "app hvt 7 True True True"


def test_foreign_is_main_with_another_label(tmp_path: Path) -> None:
    texts = [
        f'register("app", [{name}("U", job >> job, {label}=[dep(default_time)], packages=[package("fmt")])(noop)])\n'
        for name, label in (("main", "extra_deps"), ("foreign", "deps"))
    ]
    one, two = (render(plan(tmp_path / str(number), text)) for number, text in enumerate(texts))
    assert one == two
    assert "U__11.start _unit__" in one.workspace["main.ml"]


def test_a_device_may_be_made_before_its_implementation(tmp_path: Path) -> None:
    text = """
    made = device("Made", job, packages=[package("fmt")])
    one, two = of_device(made), of_device(made)
    register("app", [main("U", job >> job >> job)(one, two)])
    """
    assert [v.device.module for v in plan(tmp_path, text).connects].count("Made") == 1


def test_the_info_of_a_unikernel_is_taken_from_dune(tmp_path: Path) -> None:
    text = 'register("app", [main("U", job >> job, extra_deps=[app_info])(noop)])\n'
    made = plan(tmp_path, text)
    info = render(made).target["info_gen.ml"]
    assert "Statically_linked_libraries.to_list ()" in info
    assert info.endswith('let info = Mirage_runtime.{ name = "app"; libraries }\n')
    assert "return Info_gen.info" in text_of(made, "info_gen")
    assert "dune-build-info" in made.libraries


def test_the_info_of_a_unikernel_may_be_said_in_the_configuration(tmp_path: Path) -> None:
    text = """
    info = app_info_with_opam_deps([("lwt", "5.6.1"), ("b\\"", "1"), ("lwt", "5.7.0")])
    register("app", [main("U", job >> job, extra_deps=[info])(noop)])
    """
    info = render(plan(tmp_path, text)).target["info_gen.ml"]
    assert info.startswith('let libraries = [("b\\"", "1"); ("lwt", "5.7.0")]\n')


def test_a_program_without_a_command_line_has_none(tmp_path: Path) -> None:
    made = plan(tmp_path, 'register("app", [noop], argv=no_argv)\n')
    assert 'return [|""|]' in main_ml(made)
    assert "mirage-bootvar-unix" not in made.libraries


def test_a_program_may_take_the_command_line_of_its_process(tmp_path: Path) -> None:
    assert "return Sys.argv" in main_ml(plan(tmp_path, 'register("app", [noop], argv=sys_argv)\n'))


def test_without_a_reporter_nothing_is_forced_for_one(tmp_path: Path) -> None:
    made = plan(tmp_path, 'register("app", [noop], reporter=no_reporter)\n')
    modules = [vertex.device.module for vertex in made.connects]
    assert "Mirage_logs.Make" not in modules
    assert [v.device.module for v in made.init] == ["Key_gen", "Printexc", "Hashtbl", "Gc", "Mirage_runtime"]
    assert "logs" not in [key.name for key in made.keys]


@pytest.mark.parametrize(("devices", "count"), [("default_random, default_random", 1), ("rng(), rng()", 2)])
def test_random_numbers_are_shared_unless_a_generator_is_asked_for(devices: str, count: int, tmp_path: Path) -> None:
    made = plan(tmp_path, f'register("app", [main("U", random >> random >> job)({devices})])\n')
    assert [v.device.module for v in made.connects].count("Mirage_crypto_rng_mirage.Make") == count
    assert "initialize (module Mirage_crypto_rng.Fortuna)" in main_ml(made)
