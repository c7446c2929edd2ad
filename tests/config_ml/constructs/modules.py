"""Modules, types and scopes."""

from __future__ import annotations

from constructs.construct import Construct

MODULES = [
    Construct(
        "local open",
        'let () = print_endline String.(concat "-" [ uppercase_ascii "a"; trim " b " ])',
        "A-b",
        "let x = Strnig.(concat)",
        ("1:9 unbound module Strnig\nDid you mean String?"),
    ),
    Construct(
        "local open of a list",
        'let () = print_endline (String.concat "" String.[ lowercase_ascii "A"; trim " b" ])',
        "ab",
        'let x = String.[ trin "" ]',
        ("1:18 unbound value trin\nDid you mean trim?"),
    ),
    Construct(
        "let open",
        'let () = let open String in print_endline (uppercase_ascii "a")',
        "A",
        "let x = let open Nowhere in 1",
        ("1:18 unbound module Nowhere\nIt is no module of the configuration language, and there is no nowhere.ml."),
    ),
    Construct(
        "modules",
        (
            "module M = struct let x = 1 module N = struct let y = 2 end end\n"
            "module P = M.N\n"
            "let () = print_endline (string_of_int (M.x + P.y + M.N.y))"
        ),
        "5",
        ("module M = struct let value = 1 end\nlet x = M.valeu"),
        ("2:9 unbound value M.valeu\nDid you mean value?"),
    ),
    Construct(
        "open",
        ('module M = struct let x = "opened" end\nopen M\nlet () = print_endline x'),
        "opened",
        "open Mirag",
        ("1:6 unbound module Mirag\nDid you mean Mirage?"),
    ),
    Construct(
        "include",
        (
            "module M = struct let x = 1 end\n"
            "module N = struct include M let y = x + 1 end\n"
            "let () = print_endline (string_of_int (N.x + N.y))"
        ),
        "3",
        "module N = struct include Mm end",
        ("1:27 unbound module Mm\nIt is no module of the configuration language, and there is no mm.ml."),
    ),
    Construct(
        "let module",
        'let () = let module M = struct let x = "local" end in print_endline M.x',
        "local",
        "let x = let module M = Nothing in 1",
        ("1:24 unbound module Nothing\nIt is no module of the configuration language, and there is no nothing.ml."),
    ),
    Construct(
        "type annotations",
        ("let f (x : int) : string = string_of_int x\nlet () = print_endline (f 1 : string)"),
        "1",
        "let f (x : int : string = 1",
        '1:7 syntax error: this "(" is not closed',
    ),
    Construct(
        "module types",
        (
            "module type S = sig val x : int end\n"
            "module M : S = struct let x = 1 end\n"
            "let () = print_endline (string_of_int M.x)"
        ),
        "1",
        ("module F (X : sig end) = struct let x = 1 end\nlet y = F.x"),
        (
            "1:8 a functor is not supported in a config.ml that is read without OCaml\n"
            "Have OCaml run it: config_with=ocaml. Or write this configuration as a config.py."
        ),
    ),
    Construct(
        "types without constructors",
        ("type t = int * string and 'a u = 'a list\nlet () = print_endline \"types\""),
        "types",
        "type t = { a : int ",
        '1:10 syntax error: this "{" is not closed',
    ),
]
