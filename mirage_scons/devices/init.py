"""The devices that every unikernel forces before its jobs."""

from __future__ import annotations

from collections.abc import Sequence

from mirage_scons.devices import keys as every
from mirage_scons.model import ocaml
from mirage_scons.model.device import Device, Info, needs
from mirage_scons.model.impl import Impl, of_device
from mirage_scons.model.key import Key
from mirage_scons.model.package import released
from mirage_scons.model.types import JOB
from mirage_scons.targets import TARGETS


def keys(argv: Impl) -> Impl:
    """The device that reads the keys from the command line which ``argv`` gives; a new one at each call."""

    def connect(info: Info, _module: str, args: Sequence[str]) -> str:
        name = ocaml.string(info.name)
        return f"return (Mirage_runtime.with_argv (List.map fst Key_gen.runtime_keys) {name} {args[0]})"

    return of_device(Device("Key_gen", JOB, packages=needs(released("mirage-runtime")), connect=connect), [argv])


def _backtrace(_info: Info, _module: str, _args: Sequence[str]) -> str:
    return f"return (Printexc.record_backtrace {every.BACKTRACE.call()})"


def _hashtables(_info: Info, _module: str, _args: Sequence[str]) -> str:
    return f"return (if {every.RANDOMIZE_HASHTABLES.call()} then Hashtbl.randomize ())"


_GC_FIELDS: dict[str, Key] = {
    "minor_heap_size": every.MINOR_HEAP_SIZE,
    "major_heap_increment": every.MAJOR_HEAP_INCREMENT,
    "space_overhead": every.SPACE_OVERHEAD,
    "max_overhead": every.MAX_SPACE_OVERHEAD,
    "verbose": every.GC_VERBOSITY,
    "window_size": every.GC_WINDOW_SIZE,
    "custom_major_ratio": every.CUSTOM_MAJOR_RATIO,
    "custom_minor_ratio": every.CUSTOM_MINOR_RATIO,
    "custom_minor_max_size": every.CUSTOM_MINOR_MAX_SIZE,
}


def _gc(_info: Info, _module: str, _args: Sequence[str]) -> str:
    policy = f"(match {every.ALLOCATION_POLICY.call()} with `Next_fit -> 0 | `First_fit -> 1 | `Best_fit -> 2)"
    settings = [f"allocation_policy = {policy}"]
    settings += [f"{field} = Option.value ~default:ctrl.{field} {key.call()}" for field, key in _GC_FIELDS.items()]
    fields = ";\n      ".join(settings)
    return f"return (\n    let open Gc in\n    let ctrl = get () in\n    set {{ ctrl with\n      {fields} }}\n  )"


def _delay(info: Info, _module: str, _args: Sequence[str]) -> str:
    return f"{TARGETS[info.target].os_module}.Time.sleep_ns (Duration.of_sec {every.DELAY.call()})"


backtrace = of_device(Device("Printexc", JOB, keys=(every.BACKTRACE,), connect=_backtrace))
hashtables = of_device(Device("Hashtbl", JOB, keys=(every.RANDOMIZE_HASHTABLES,), connect=_hashtables))
gc = of_device(Device("Gc", JOB, keys=(every.ALLOCATION_POLICY, *_GC_FIELDS.values()), connect=_gc))
delay = of_device(
    Device("Mirage_runtime", JOB, keys=(every.DELAY,), packages=needs(released("duration")), connect=_delay)
)
