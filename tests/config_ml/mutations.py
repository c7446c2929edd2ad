"""Mutated configurations: the reader ends soon, with a configuration or with an error of it, whatever it is given.

Run as a program it tries many: ``python tests/config_ml/mutations.py --count 100000 --seed 7``.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from mirage_scons.config_ml.reader import LARGEST, read
from mirage_scons.model.errors import ConfigError

CONFIGS = Path(__file__).parent / "configs"
SLOWEST = 1.0
"""Seconds that reading one may take."""

_TOKEN = re.compile(rb"\w+|\"[^\"]*\"|[^\w\s]+|\s+")
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


_CHANGES = (_delete, _double, _swap, _insert, _replace, _repeat, _byte)


def sources() -> list[bytes]:
    """What is mutated."""
    return [path.read_bytes() for path in sorted(CONFIGS.glob("*.ml"))]


def faults(seed: int, seconds: float, count: int) -> Iterator[str]:
    """What went wrong among mutations, until that many were read or so many seconds have passed."""
    dice = random.Random(seed)
    originals = sources()
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "config.ml"
        for number in range(count):
            if time.monotonic() > until:
                return
            path.write_bytes(mutated(dice.choice(originals), dice))
            fault = fault_of(path)
            if fault:
                yield f"seed {seed}, number {number}: {fault}\n{path.read_bytes().decode('utf-8', 'replace')}"


def fault_of(path: Path) -> str:
    """What is wrong with how the reader takes a file; empty if nothing is."""
    started = time.monotonic()
    try:
        read(path, environ={})
    except ConfigError as error:
        if not str(error):
            return "an error that says nothing"
    except Exception:
        return traceback.format_exc()
    took = time.monotonic() - started
    return f"took {took:.1f} s" if took > SLOWEST else ""


def _main() -> None:
    parser = argparse.ArgumentParser(description="Try mutated configurations.")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    found = 0
    for fault in faults(chosen.seed, float("inf"), chosen.count):
        found += 1
        print(fault, flush=True)
    print(f"{chosen.count} mutations, {found} faults")


if __name__ == "__main__":
    _main()
