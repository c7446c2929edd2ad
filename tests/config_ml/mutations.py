"""Mutated configurations: the reader ends soon, with a configuration or with an error of it, whatever it is given.

Run as a program it tries many: ``python tests/config_ml/mutations.py --count 100000 --seed 7``.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mirage_scons.config_ml.reader import read
from mirage_scons.config_ml.source import LARGEST
from mirage_scons.model.errors import ConfigError

CONFIGS = Path(__file__).parent / "configs"
SLOWEST = 4.0
"""Seconds that reading one may take."""
MOST_MEMORY = 400
"""Megabytes that a process may come to need, however many it reads."""

_TOKEN = re.compile(rb"\w+|\"[^\"]*\"|[^\w\s]+|\s+")
_NAME = re.compile(rb"[A-Za-z_]\w*")
_WORDS = [
    *b"let rec in fun function match with -> ( ) [ ] { } | ; :: @@ |> $ @-> ~x ?x ~x:1 ?x:None ~-1 0".split(),
    *b"Some None `Tag _ () begin end module struct open type of if then else try raise Not_found".split(),
    *b"lazy assert while for do done ref := ! = == and as when {| |} (* *) 'a' \" \x00 \xff \xc3".split(),
    b'"%d"',
    b"4611686018427387904",
    b"let rec f x = f x in f 0",
    b"let rec f x = 1 + f x in f 0",
    b'let rec f s = f (s ^ s) in f "xx"',
    b"let rec f l = f (l @ l) in f [1]",
    b"let rec f x = List.map f [x] in f 1",
    b"List.init 1000000000 Fun.id",
    b"String.make 1000000000 'x'",
    b"while true do () done",
    b'Printf.sprintf "%1000000000d" 1',
    b'Fmt.str "%a"',
    b'Fmt.str "@[<v 100000000>a@;<100000000 1>b@]"',
    b'let rec f s = f (String.concat s [s; s; s]) in f "xx"',
    b"let rec f a = f (Array.append a a) in f [| 1 |]",
    b'let b = Buffer.create 1 in while true do Buffer.add_string b (Buffer.contents b ^ "xx") done',
    b"let t = Hashtbl.create 1000000000 in while true do Hashtbl.add t (Hashtbl.length t) t done",
    b"Bytes.make 1000000000 'x'",
    b"let l = List.init 20000 Fun.id in while true do ignore (List.rev l = l) done",
    b"let rec f n = if n = 0 then [] else [n] :: f (n - 1) in compare (f 9000) (f 9000)",
    b"let rec f x = f (fun () -> x) in f ()",
    b"let rec f x = f (Some (x, x)) in f None",
    b'let rec f s = f (Fmt.str "%s%s" s s) in f "xx"',
    b'let rec f i = f Ipaddr.V6.Prefix.(of_string_exn (to_string i)) in f (Ipaddr.V6.Prefix.of_string_exn "::/0")',
    b"let module M = Map.Make (Int) in let rec f m = f (M.add (M.cardinal m) m m) in f M.empty",
    b"let r = ref [] in while true do r := !r :: !r done",
]


def mutated(source: bytes, dice: random.Random) -> bytes:
    """``source`` with one to six changes: of bytes, or of whole tokens."""
    for _ in range(dice.randint(1, 6)):
        source = dice.choice(_CHANGES)(source, dice)[:LARGEST]
    return source


def _place(source: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randint(0, len(source))
    return start, min(len(source), start + dice.randint(1, 12))


def _delete(source: bytes, dice: random.Random) -> bytes:
    start, end = _place(source, dice)
    return source[:start] + source[end:]


def _double(source: bytes, dice: random.Random) -> bytes:
    start, end = _place(source, dice)
    return source[:end] + source[start:end] + source[end:]


def _swap(source: bytes, dice: random.Random) -> bytes:
    tokens = _TOKEN.findall(source)
    if len(tokens) > 1:
        one, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
        tokens[one], tokens[other] = tokens[other], tokens[one]
    return b"".join(tokens)


def _insert(source: bytes, dice: random.Random) -> bytes:
    tokens = _TOKEN.findall(source)
    tokens.insert(dice.randint(0, len(tokens)), b" " + dice.choice(_WORDS) + b" ")
    return b"".join(tokens)


def _replace(source: bytes, dice: random.Random) -> bytes:
    tokens = _TOKEN.findall(source)
    if tokens:
        tokens[dice.randrange(len(tokens))] = dice.choice(_WORDS)
    return b"".join(tokens)


def _repeat(source: bytes, dice: random.Random) -> bytes:
    tokens = _TOKEN.findall(source) or [b" "]
    index = dice.randrange(len(tokens))
    return b"".join([*tokens[:index], tokens[index] * dice.choice([2, 3, 50, 1000]), *tokens[index:]])


def _byte(source: bytes, dice: random.Random) -> bytes:
    start, _ = _place(source, dice)
    return source[:start] + bytes([dice.randrange(256)]) + source[start + 1 :]


def _rename(source: bytes, dice: random.Random) -> bytes:
    """Another of its words in the place of one, so that it still is OCaml."""
    tokens = _TOKEN.findall(source)
    names = [index for index, token in enumerate(tokens) if _NAME.fullmatch(token)]
    if names:
        tokens[dice.choice(names)] = tokens[dice.choice(names)]
    return b"".join(tokens)


def _run(source: bytes, dice: random.Random) -> bytes:
    """A definition more, which computes for long."""
    lines = source.split(b"\n")
    lines.insert(dice.randint(0, len(lines)), b"let _ = " + dice.choice(_WORDS[-_PROGRAMS:]))
    return b"\n".join(lines)


_PROGRAMS = 25
"""How many of the words are whole expressions."""
_CHANGES = (_delete, _double, _swap, _insert, _replace, _repeat, _byte, _rename, _rename, _run)


def sources() -> list[bytes]:
    """What is mutated."""
    return [path.read_bytes() for path in sorted(CONFIGS.glob("*.ml"))]


def faults(seed: int, seconds: float, count: int) -> Iterator[str]:
    """What went wrong among mutations, until that many were read or so many seconds have passed."""
    return (fault for fault, _ in tried(seed, seconds, count) if fault)


def tried(seed: int, seconds: float, count: int) -> Iterator[tuple[str, Figures]]:
    """What went wrong with each of some mutations, empty if nothing did, and what reading it took."""
    dice = random.Random(seed)
    originals = sources()
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "config.ml"
        for number in range(count):
            if time.monotonic() > until:
                return
            path.write_bytes(mutated(dice.choice(originals), dice))
            fault, figures = _read(path)
            if figures.memory > MOST_MEMORY:
                fault = fault or f"the process needs {figures.memory} MB"
            what = f"seed {seed}, number {number}: {fault}\n{path.read_bytes().decode('utf-8', 'replace')}"
            yield (what if fault else ""), figures


class Figures(NamedTuple):
    """What reading took: seconds for the longest, and megabytes for all."""

    longest: float = 0.0
    memory: int = 0


def fault_of(path: Path) -> str:
    """What is wrong with how the reader takes a file; empty if nothing is."""
    return _read(path)[0]


def _read(path: Path) -> tuple[str, Figures]:
    started = time.process_time()
    fault = ""
    try:
        read(path, environ={})
    except ConfigError as error:
        fault = "" if str(error) else "an error that says nothing"
    except Exception:
        fault = traceback.format_exc()
    took = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if took > SLOWEST:
        fault = fault or f"took {took:.1f} s"
    return fault, Figures(took, memory)


def _main() -> None:
    parser = argparse.ArgumentParser(description="Try mutated configurations.")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    found, figures = 0, Figures()
    for fault, taken in tried(chosen.seed, float("inf"), chosen.count):
        figures = Figures(max(figures.longest, taken.longest), taken.memory)
        if fault:
            found += 1
            print(fault, flush=True)
    print(f"{chosen.count} mutations, {found} faults; {figures.longest:.2f} s at most, {figures.memory} MB")


if __name__ == "__main__":
    _main()
