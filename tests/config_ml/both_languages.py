"""Random configurations that are written in OCaml and in Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from mirage_scons.model import ocaml


@dataclass(frozen=True)
class Kind:
    """A converter of keys: its name in both languages, and its values with how these are written."""

    in_ocaml: str
    in_python: str
    values: st.SearchStrategy[Any]
    ocaml: Callable[[Any], str]
    python: Callable[[Any], str] = repr


@dataclass(frozen=True)
class Key:
    """A key of a ``form``: opt, required, flag or opt_all."""

    name: str
    kind: Kind
    form: str
    default: Any
    stage: str
    doc: str

    def ocaml(self) -> str:
        """Its definition in OCaml."""
        info = f"(info ~doc:{ocaml.string(self.doc)} [ {ocaml.string(self.name)} ])"
        before = {"flag": "flag", "opt": "opt", "required": "required", "opt_all": "opt_all"}[self.form]
        kind = "" if self.form == "flag" else f" {self.kind.in_ocaml}"
        default = f" {self.kind.ocaml(self.default)}" if self.form == "opt" else ""
        argument = f"{before} ~stage:`{self.stage}{kind}{default} {info}"
        return f"let {self.variable} = Key.(create {ocaml.string(self.name)} Arg.({argument}))"

    def python(self) -> str:
        """Its definition in Python."""
        kind = [] if self.form == "flag" else [self.kind.in_python]
        default = [self.kind.python(self.default)] if self.form == "opt" else []
        argument = f"{self.form}({', '.join([*kind, *default, f'stage={self.stage.lower()!r}'])})"
        return f"{self.variable} = key({self.name!r}, {argument}, doc={self.doc!r})"

    @property
    def variable(self) -> str:
        """The name of what it is bound to."""
        return f"key_{self.name.replace('-', '_')}"


@dataclass(frozen=True)
class Device:
    """A device by its text in both languages, of a type."""

    type: str
    ocaml: str
    python: str


@dataclass(frozen=True)
class Job:
    """A functor that is applied to devices, with what it brings."""

    module: str
    arguments: tuple[Device, ...]
    keys: tuple[Key, ...]
    packages: tuple[tuple[str, str, str], ...]
    deps: tuple[Device, ...]
    connects: bool

    def ocaml(self) -> str:
        """It applied, in OCaml."""
        signature = " @-> ".join([*(argument.type for argument in self.arguments), "job"])
        keys = "; ".join(f"key {key.variable}" for key in self.keys)
        packages = "; ".join(
            f"package ~min:{ocaml.string(least)} ~max:{ocaml.string(most)} {ocaml.string(name)}"
            for name, least, most in self.packages
        )
        deps = "; ".join(f"dep ({device.ocaml})" for device in self.deps)
        labelled = f"~keys:[ {keys} ] ~packages:[ {packages} ] ~extra_deps:[ {deps} ]"
        text = r'Fmt.str "%s.go %S %s" m (Info.name info) (String.concat " " args)'
        connect = f"~connect:(fun info m args -> {text})"
        made = f"impl {connect}" if self.connects else "main"
        applied = " ".join(f"$ ({argument.ocaml})" for argument in self.arguments)
        return f"{made} {labelled} {ocaml.string(self.module)} ({signature}) {applied}"

    def python(self) -> str:
        """It applied, in Python."""
        signature = " >> ".join([*(argument.type for argument in self.arguments), "job"])
        keys = ", ".join(key.variable for key in self.keys)
        packages = ", ".join(f"package({name!r}, min={least!r}, max={most!r})" for name, least, most in self.packages)
        deps = ", ".join(f"dep({device.python})" for device in self.deps)
        more = f"keys=[{keys}], packages=[{packages}], extra_deps=[{deps}]"
        if self.connects:
            more += ", connect=lambda info, m, args: f'{m}.go \"{info.name}\" ' + ' '.join(args)"
        applied = f"({', '.join(argument.python for argument in self.arguments)})"
        return f"{'impl' if self.connects else 'main'}({self.module!r}, {signature}, {more}){applied}"


@dataclass(frozen=True)
class Configuration:
    """A whole configuration."""

    name: str
    keys: tuple[Key, ...]
    jobs: tuple[Job, ...]

    def ocaml(self) -> str:
        """It as a config.ml."""
        jobs = "; ".join(job.ocaml() for job in self.jobs)
        keys = "\n".join(key.ocaml() for key in self.keys)
        return f"open Mirage\n\n{keys}\n\nlet () = register {ocaml.string(self.name)} [ {jobs} ]\n"

    def python(self) -> str:
        """It as a config.py."""
        jobs = ", ".join(job.python() for job in self.jobs)
        keys = "\n".join(key.python() for key in self.keys)
        return f"from mirage_scons.dsl import *\n\n{keys}\n\nregister({self.name!r}, [{jobs}])\n"


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
_INTS = st.integers(-(2**61), 2**61)


def _int(number: int) -> str:
    return f"({number})"


def _list(one: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda values: f"[ {'; '.join(map(one, values))} ]"


def _address(module: str) -> Callable[[str], str]:
    return lambda text: f'(Ipaddr.{module}.of_string_exn "{text}")'


_V4 = st.ip_addresses(v=4).map(str)
_PREFIXES = st.builds(lambda address, bits: f"{address}/{bits}", _V4, st.integers(0, 32))
_PLAIN = [
    Kind("string", "str", _TEXTS, ocaml.string),
    Kind("int", "int", _INTS, _int),
    Kind("int64", "int64", st.integers(-(2**63), 2**63 - 1), lambda number: f"({number}L)"),
    Kind("bool", "bool", st.booleans(), lambda value: "true" if value else "false"),
    Kind("ipv4_address", "ipv4_address", _V4, _address("V4")),
    Kind("ipv6_address", "ipv6_address", st.ip_addresses(v=6).map(str), _address("V6")),
    Kind("ipv4", "ipv4_prefix", _PREFIXES, _address("V4.Prefix")),
    Kind("ip_address", "ip_address", _V4, lambda text: f'(Ipaddr.of_string_exn "{text}")'),
]


def _compound(one: Kind, other: Kind) -> list[Kind]:
    """The kinds that are made of two others."""

    def some(value: Any) -> str:
        return "None" if value is None else f"(Some {one.ocaml(value)})"

    def pair(value: Any) -> str:
        return f"({one.ocaml(value[0])}, {other.ocaml(value[1])})"

    return [
        Kind(f"(list {one.in_ocaml})", f"list_of({one.in_python})", st.lists(one.values, max_size=3), _list(one.ocaml)),
        Kind(f"(some {one.in_ocaml})", f"some({one.in_python})", st.none() | one.values, some),
        Kind(
            f"(pair {one.in_ocaml} {other.in_ocaml})",
            f"pair_of({one.in_python}, {other.in_python})",
            st.tuples(one.values, other.values),
            pair,
        ),
    ]


_KINDS = st.one_of(
    st.sampled_from(_PLAIN),
    st.tuples(st.sampled_from(_PLAIN), st.sampled_from(_PLAIN), st.integers(0, 2)).map(
        lambda drawn: _compound(drawn[0], drawn[1])[drawn[2]]
    ),
)


@st.composite
def _keys(draw: st.DrawFn, number: int) -> Key:
    kind = draw(_KINDS)
    form = draw(st.sampled_from(["opt", "opt", "opt", "flag", "opt_all"]))
    stage = draw(st.sampled_from(["Configure", "Run", "Both"]))
    name = f"{draw(st.sampled_from(['port', 'greeting', 'net-work', 'x']))}-{number}"
    doc = draw(st.sampled_from(["What to say.", 'It\'s "so"', "a\\b"]))
    return Key(name, kind, form, draw(kind.values), stage, doc)


_LEAVES = [
    Device("time", "default_time", "default_time"),
    Device("pclock", "default_posix_clock", "default_posix_clock"),
    Device("mclock", "default_monotonic_clock", "default_monotonic_clock"),
    Device("random", "default_random", "default_random"),
    Device("network", "default_network", "default_network"),
    Device("network", 'netif ~group:"g" "tap9"', "netif('tap9', group='g')"),
    Device("kv_ro", 'crunch "data"', "crunch('data')"),
    Device("kv_ro", 'generic_kv_ro ~group:"g" "data"', "generic_kv_ro('data', group='g')"),
    Device("block", 'ramdisk "x"', "ramdisk('x')"),
    Device("ethernet", "etif default_network", "etif(default_network)"),
    Device("arpv4", "arp (etif default_network)", "arp(etif(default_network))"),
    Device("stackv4v6", "generic_stackv4v6 default_network", "generic_stackv4v6(default_network)"),
    Device("job", "noop", "noop"),
]


def _functor(inner: Device) -> Device:
    """A device that a functor makes of another."""
    made = f'main "Made.By" ({inner.type} @-> {inner.type}) $ ({inner.ocaml})'
    return Device(inner.type, made, f'main("Made.By", {inner.type} >> {inner.type})({inner.python})')


def _choice(inner: Device, condition: tuple[str, str]) -> Device:
    """A device or a functor of it, as a value of keys chooses."""
    other = _functor(inner)
    return Device(
        inner.type,
        f"if_impl ({condition[0]}) ({inner.ocaml}) ({other.ocaml})",
        f"if_impl({condition[1]}, {inner.python}, {other.python})",
    )


def _matched(inner: Device, target: str) -> Device:
    """A device for one target, a functor of it for others."""
    other = _functor(inner)
    tag = {"macosx": "MacOSX"}.get(target, target.capitalize())
    return Device(
        inner.type,
        f"match_impl Key.(value target) ~default:({other.ocaml}) [ (`{tag}, {inner.ocaml}) ]",
        f"match_impl(value(target), [({target!r}, {inner.python})], default={other.python})",
    )


_CONDITIONS = [
    ("Key.is_unix", "is_unix"),
    ("Key.is_solo5", "is_solo5"),
    ("Key.(map not is_xen)", "is_xen.map(lambda one: not one)"),
    ("Key.(pure (&&) $ is_unix $ is_solo5)", "pure(lambda a: lambda b: a and b)(is_unix)(is_solo5)"),
]
_DEVICES = st.recursive(
    st.sampled_from(_LEAVES),
    lambda inner: st.one_of(
        inner.map(_functor),
        st.builds(_choice, inner, st.sampled_from(_CONDITIONS)),
        st.builds(_matched, inner, st.sampled_from(["unix", "hvt", "xen", "macosx"])),
    ),
    max_leaves=3,
)
_VERSIONS = st.sampled_from(["0.9", "1.0.0", "10.2", "2"])
_PACKAGES = st.tuples(st.sampled_from(["fmt", "duration", "logs"]), _VERSIONS, _VERSIONS)


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Configurations of a few keys, and of jobs that are applied to devices."""
    keys = tuple(draw(_keys(number)) for number in range(draw(st.integers(0, 4))))
    jobs = []
    for number in range(draw(st.integers(1, 2))):
        own = tuple(key for key in keys if draw(st.booleans()))
        arguments = tuple(draw(st.lists(_DEVICES, min_size=1, max_size=3)))
        packages = tuple(draw(st.lists(_PACKAGES, max_size=2, unique_by=lambda one: one[0])))
        deps = tuple(draw(st.lists(_DEVICES, max_size=1)))
        jobs.append(Job(f"Unikernel.Job{number}", arguments, own, packages, deps, draw(st.booleans())))
    return Configuration("random-one", keys, tuple(jobs))
