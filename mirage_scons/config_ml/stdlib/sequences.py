"""OCaml's module Seq. Sequences are finite here, and are lists: nothing is put off."""

from __future__ import annotations

from mirage_scons.config_ml.library import module
from mirage_scons.config_ml.stdlib import lists
from mirage_scons.config_ml.stdlib.pervasives import append
from mirage_scons.config_ml.values import (
    NIL,
    Cons,
    Nil,
    listed,
)

_OF_LISTS = (
    "map", "mapi", "map2", "filter", "filter_map", "iter", "iteri", "fold_left", "concat_map", "exists", "for_all",
    "find", "init", "equal", "partition",
)  # fmt: skip
SEQ = module(
    "Seq",
    {
        "return": ("any", lambda value: listed([value])),
        "cons": ("any list", Cons),
        "is_empty": ("list", lambda values: isinstance(values, Nil)),
        "length": ("list", lambda values: values.length),
    },
    {
        "append": ("list list", append),
        "concat": ("list", lists.CALLING["concat"][1]),
        **{name: lists.CALLING[name] for name in _OF_LISTS},
        "flat_map": ("any list", lists.CALLING["concat_map"][1]),
    },
    {"empty": NIL},
)
