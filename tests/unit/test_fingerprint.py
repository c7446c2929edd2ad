"""A fingerprint tells terms apart by all that their plans depend on, and by nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mirage_scons.dsl import (
    default_posix_clock,
    default_time,
    impl,
    job,
    key,
    main,
    match_impl,
    noop,
    one_of,
    opt,
    package,
    register,
    time,
    typ,
    value,
)
from mirage_scons.model.fingerprint import fingerprint
from mirage_scons.model.unikernel import Unikernel

WORD = "around"


def unikernel(
    word: str = "a", packages: tuple[str, ...] = ("fmt",), connect: Callable[..., str] | None = None
) -> Unikernel:
    hello = key("hello", opt(str, word), doc="How.")
    needed = [package(name) for name in packages]
    device = impl("M", typ("m"), connect=connect or (lambda _info, module, _args: f"{module}.connect ()"))
    program = main("U.Main", time >> job, keys=[hello], packages=needed, extra_deps=[device])
    choice = match_impl(value(hello), [("x", noop)], default=program(default_time))
    return register("app", [choice])


def test_the_same_said_twice_has_one_fingerprint() -> None:
    assert len({fingerprint(unikernel()) for _ in range(3)}) == 1


def test_another_default_another_package_and_another_device_are_told_apart() -> None:
    program = main("U.Main", time >> job)
    others = [unikernel("b"), unikernel(packages=("fmt", "logs")), register("app", [program(default_time)])]
    assert len({fingerprint(one) for one in (unikernel(), *others)}) == 4


@pytest.mark.parametrize("connect", [lambda _i, m, _a: f"{m}.make ()", lambda _i, _m, _a: WORD, len])
def test_functions_are_told_apart_by_their_code(connect: Callable[..., str]) -> None:
    assert fingerprint(unikernel(connect=connect)) != fingerprint(unikernel())


def test_what_a_function_reads_from_around_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def connecting(word: str) -> Callable[..., str]:
        return lambda _info, _module, _args: word + WORD

    before = fingerprint(unikernel(connect=connecting("a")))
    assert before != fingerprint(unikernel(connect=connecting("b")))
    assert before == fingerprint(unikernel(connect=connecting("a")))
    monkeypatch.setattr(sys.modules[__name__], "WORD", "other")
    assert before != fingerprint(unikernel(connect=connecting("a")))


def test_one_device_used_twice_is_not_two_devices() -> None:
    def device() -> object:
        return impl("M", typ("m"))

    one = device()
    assert fingerprint((one, one)) != fingerprint((device(), device()))


def test_sets_and_processes_do_not_change_it() -> None:
    code = (
        "from mirage_scons.dsl import *\nfrom mirage_scons.model.fingerprint import fingerprint\n"
        'k = key("k", opt(one_of("a", "b"), "a"))\n'
        'p = [package("x", sublibs=list("qwertz"), min="1.0")]\n'
        'print(fingerprint(register("app", [main("U.M", job >> job, keys=[k], packages=p)(noop)])))'
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_a_function_that_reads_an_environment_of_scons_is_told_by_its_code_alone() -> None:
    globals_of: dict[str, object] = {"env": object()}
    exec("def connect(_info, module, _args):\n    env\n    return module", globals_of)
    first = fingerprint(globals_of["connect"])
    globals_of["env"] = object()
    assert fingerprint(globals_of["connect"]) == first


def test_functions_that_name_each_other_end() -> None:
    assert fingerprint(_even) == fingerprint(_even) != fingerprint(_odd)


def _even(number: int) -> bool:
    return number == 0 or _odd(number - 1)


def _odd(number: int) -> bool:
    return number != 0 and _even(number - 1)


def test_devices_of_the_package_are_named_by_what_they_are() -> None:
    assert fingerprint(default_time) != fingerprint(default_posix_clock)
    assert fingerprint(one_of("a")) != fingerprint(one_of("b"))
