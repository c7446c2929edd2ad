"""The keys that every unikernel has."""

from __future__ import annotations

from typing import Any

from mirage_scons.model.convert import BOOL, INT, LOG_THRESHOLD, Conversion, enumeration, list_of, some, variants
from mirage_scons.model.key import Key, Stage, key, opt
from mirage_scons.targets import TARGETS

MIRAGE_SECTION = "MIRAGE PARAMETERS"
UNIKERNEL_SECTION = "UNIKERNEL PARAMETERS"
OCAML_SECTION = "OCAML RUNTIME PARAMETERS"

_TARGET = enumeration("target", {**variants(*TARGETS), "macosx": "`MacOSX"}, "target")

TARGET = key(
    "target",
    opt(_TARGET, "unix", stage="configure"),
    doc="The platform that the unikernel is built for: " + ", ".join(f"$(i,{name})" for name in TARGETS) + ".",
    docs=MIRAGE_SECTION,
    docv="TARGET",
    env="MODE",
    names=["t", "target"],
)
"""The target that is built for; ``value(target)`` is its name."""


def _ocaml(name: str, conversion: Conversion, default: Any, docv: str, doc: str) -> Key:
    return key(name, opt(conversion, default), doc=doc, docs=OCAML_SECTION, docv=docv)


BACKTRACE = _ocaml("backtrace", BOOL, True, "BOOL", "Print a backtrace when an uncaught exception ends the unikernel.")
RANDOMIZE_HASHTABLES = _ocaml("randomize-hashtables", BOOL, True, "BOOL", "Randomize all hash tables.")
ALLOCATION_POLICY = _ocaml(
    "allocation-policy",
    enumeration(
        "allocation policy", variants("next-fit", "first-fit", "best-fit"), "Mirage_runtime.Arg.allocation_policy"
    ),
    "best-fit",
    "ALLOCATION",
    "How OCaml's heap allocates: $(i,next-fit), $(i,first-fit) or $(i,best-fit).",
)


def _gc(name: str, docv: str, doc: str) -> Key:
    return _ocaml(name, some(INT), None, docv, doc)


MINOR_HEAP_SIZE = _gc("minor-heap-size", "MINOR SIZE", "Words of the minor heap. OCaml's default is 256k.")
MAJOR_HEAP_INCREMENT = _gc(
    "major-heap-increment",
    "MAJOR INCREMENT",
    "By how much the major heap grows: up to 1000 a percentage of its size, above that words. OCaml's default is 15.",
)
SPACE_OVERHEAD = _gc(
    "space-overhead",
    "SPACE OVERHEAD",
    "How much memory may be wasted on blocks not collected yet, in percent of live data. OCaml's default is 120.",
)
MAX_SPACE_OVERHEAD = _gc(
    "max-space-overhead",
    "MAX SPACE OVERHEAD",
    "Compact the heap when more is wasted than this, in percent of live data; never from 1000000 on. Default 500.",
)
GC_VERBOSITY = _gc(
    "gc-verbosity", "VERBOSITY", "What the garbage collector reports: a sum of flags, see OCaml's module Gc."
)
GC_WINDOW_SIZE = _gc(
    "gc-window-size",
    "WINDOW SIZE",
    "Over how many slices the major collector smooths its work, 1 to 50. OCaml's default is 1.",
)
CUSTOM_MAJOR_RATIO = _gc(
    "custom-major-ratio",
    "CUSTOM MAJOR RATIO",
    "Garbage outside the heap held by custom values, in percent of the major heap. Default 44.",
)
CUSTOM_MINOR_RATIO = _gc(
    "custom-minor-ratio",
    "CUSTOM MINOR RATIO",
    "Bound on garbage outside the heap held by young custom values. Default 100.",
)
CUSTOM_MINOR_MAX_SIZE = _gc(
    "custom-minor-max-size",
    "CUSTOM MINOR MAX SIZE",
    "Bytes outside the heap that count for one young custom value. Default 8192.",
)


def unikernel_key(
    name: str, conversion: Conversion, default: Any, doc: str, *, group: str = "", stage: Stage = "both"
) -> Key:
    """A key of a device in the section of the unikernel; in a ``group`` its name and option begin with ``group-``."""
    arg = opt(conversion, default, stage=stage)
    return key(name, arg, doc=doc, docs=UNIKERNEL_SECTION, docv=name.upper(), group=group)


DELAY = unikernel_key("delay", INT, 0, "Seconds to wait before the unikernel starts.")

LOGS = key(
    "logs",
    opt(list_of(LOG_THRESHOLD), ()),
    doc="How much is logged: $(docv) is a list such as $(b,*:info,foo:debug), which sets $(b,info) for every source "
    "but $(b,foo), and $(b,debug) for that.",
    docs=UNIKERNEL_SECTION,
    docv="LEVEL",
    names=["l", "logs"],
)
