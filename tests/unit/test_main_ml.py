"""main.ml: what is connected and forced, and line directives that lead to the configuration and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from configs import MAIN, plan

from mirage_scons.render.main_ml import main_ml

TWO_JOBS = """
time_user = main(
    "Unikernel.Sleeper",
    time >> job,
)
clock_user = main("Unikernel.Clock", pclock >> job, extra_deps=[default_time])

register("two", [time_user(default_time), clock_user(default_posix_clock)])
"""


def directives(text: str) -> list[tuple[int, int, str, str]]:
    """Each line directive: its own line, the line and the file that it names, and the text of the next line."""
    lines = text.split("\n")
    found = [(number, re.fullmatch(r'# (\d+) "(.*)"', line)) for number, line in enumerate(lines, 1)]
    return [(number, int(match[1]), match[2], lines[number]) for number, match in found if match]


def test_the_program_opens_lwt_and_runs_the_target_s_main_loop(tmp_path: Path) -> None:
    for target, module in (("unix", "Unix_os"), ("hvt", "Solo5_os"), ("xen", "Xen_os")):
        text = main_ml(plan(tmp_path, MAIN, target))
        head = f"open Lwt.Infix\n\nlet return = Lwt.return\nlet run t = {module}.Main.run t ; exit 0\n\n"
        assert text.startswith(head)


def test_the_devices_forced_first_come_before_the_root(tmp_path: Path) -> None:
    tail = main_ml(plan(tmp_path, MAIN)).rpartition("let () =")[2]
    assert tail == (
        "\n  let t =\n"
        "    Lazy.force key_gen__2 >>= fun _ ->\n"
        "    Lazy.force printexc__3 >>= fun _ ->\n"
        "    Lazy.force hashtbl__4 >>= fun _ ->\n"
        "    Lazy.force gc__5 >>= fun _ ->\n"
        "    Lazy.force mirage_runtime__6 >>= fun _ ->\n"
        "    Lazy.force mirage_logs_make__8 >>= fun _ ->\n"
        "    Lazy.force mirage_runtime__11\n"
        "  in run t\n"
    )


def test_a_device_is_connected_after_forcing_its_arguments_then_its_dependencies(tmp_path: Path) -> None:
    text = main_ml(plan(tmp_path, TWO_JOBS))
    assert (
        "let unikernel_clock__11 = lazy (\n"
        "  let __pclock__7 = Lazy.force pclock__7 in\n"
        "  let __unix_os_time__9 = Lazy.force unix_os_time__9 in\n"
        "  __pclock__7 >>= fun _pclock__7 ->\n"
        "  __unix_os_time__9 >>= fun _unix_os_time__9 ->\n"
        '# 7 "config.py"\n'
        "  Unikernel_clock__11.start _pclock__7 _unix_os_time__9\n"
    ) in text


def test_directives_name_the_line_of_the_configuration_that_made_the_device(tmp_path: Path) -> None:
    made = plan(tmp_path, TWO_JOBS)
    source = (tmp_path / "config.py").read_text().split("\n")
    named = [(line, after) for _, line, file, after in directives(main_ml(made)) if file == "config.py"]
    assert [(line, after.split()[0]) for line, after in named] == [
        (3, "module"),
        (7, "module"),
        (3, "Unikernel_sleeper__10.start"),
        (7, "Unikernel_clock__11.start"),
    ]
    assert all("main(" in source[line - 1] for line, _ in named)


def test_directives_back_name_the_line_of_main_ml_that_follows(tmp_path: Path) -> None:
    found = directives(main_ml(plan(tmp_path, TWO_JOBS)))
    assert [file for _, _, file, _ in found] == ["config.py", "main.ml"] * 4
    assert all(line == own + 1 for own, line, file, _ in found if file == "main.ml")


def test_directives_name_a_module_that_the_configuration_imports_by_its_path_below_it(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "jobs.py").write_text('from mirage_scons.dsl import *\n\nuser = main("U", job >> job)\n')
    made = plan(tmp_path, 'from parts.jobs import user\nregister("app", [user(noop)])\n')
    assert {(line, file) for _, line, file, _ in directives(main_ml(made)) if file != "main.ml"} == {
        (3, "parts/jobs.py")
    }


def test_what_lies_outside_the_configuration_s_directory_is_not_named(tmp_path: Path) -> None:
    (tmp_path / "jobs.py").write_text('from mirage_scons.dsl import *\n\nuser = main("U", job >> job)\n')
    text = """
    import sys, pathlib
    sys.path.append(str(pathlib.Path(__file__).parents[1]))
    from jobs import user
    register("app", [user(noop)])
    """
    made = main_ml(plan(tmp_path / "app", text))
    assert directives(made) == []
    assert str(tmp_path) not in made


def test_devices_of_every_unikernel_name_no_line(tmp_path: Path) -> None:
    assert directives(main_ml(plan(tmp_path, 'register("app", [noop])\n'))) == []


@pytest.mark.parametrize("level", ["app", "error", "warning", "info", "debug"])
def test_the_reporter_sets_its_level(level: str, tmp_path: Path) -> None:
    made = plan(tmp_path, f'register("app", [noop], reporter=default_reporter(level="{level}"))\n')
    assert f"Mirage_runtime.set_level ~default:(Some Logs.{level.capitalize()}) (Key_gen.logs ());" in main_ml(made)


def test_a_quiet_reporter_sets_no_level(tmp_path: Path) -> None:
    made = plan(tmp_path, 'register("app", [noop], reporter=default_reporter(level="quiet"))\n')
    assert "Mirage_runtime.set_level ~default:None (Key_gen.logs ());" in main_ml(made)


def test_a_functor_that_is_passed_on_is_not_started(tmp_path: Path) -> None:
    text = 'register("app", [main("U", functor(job >> job) >> job)(main("F", job >> job))])\n'
    made = main_ml(plan(tmp_path, text))
    assert "module U__10 = U(F)\n" in made
    assert "F.start" not in made
    assert "  U__10.start _f__9\n" in made
