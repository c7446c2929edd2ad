"""Definitions, and the patterns of what they bind."""

from __future__ import annotations

from constructs.construct import Construct

BINDINGS = [
    Construct(
        "records of a declared type",
        "type r = { a : int; b : int }\nlet r = { b = 1; a = 2 }\nlet () = print_endline (string_of_int (r.a - r.b))",
        "1",
        "type point = { left : int; top : int }\nlet p = { left = 1; topp = 2 }",
        "2:9 the type point has no field topp\nDid you mean top?",
    ),
    Construct(
        "records of a module",
        "module M = struct type r = { a : int; b : int } end\n"
        "let r = { M.a = 1; b = 2 }\nlet () = print_endline (string_of_int r.M.b)",
        "2",
        "type r = { a : int; b : int }\nlet r = { a = 1 }",
        "2:9 the record lacks the field b of the type r",
    ),
    Construct(
        "fields",
        "type r = { mutable a : int option }\nlet r = { a = None }\n"
        "let () = r.a <- Some 1; print_endline (string_of_int (Option.get r.a))",
        "1",
        "let r = { nothing = 1 }",
        "1:9 unbound record field nothing",
    ),
    Construct(
        "let",
        ("let x = 3\nlet () = print_endline (string_of_int x)"),
        "3",
        "let () = print_endline (string_of_int y)",
        "1:39 unbound value y",
    ),
    Construct(
        "let and",
        ("let x = 1 and y = 2\nlet () = print_endline (string_of_int (x + y))"),
        "3",
        "let x = 1 and y = x\n",
        "1:19 unbound value x",
    ),
    Construct(
        "let rec",
        ("let rec fact n = if n = 0 then 1 else n * fact (n - 1)\nlet () = print_endline (string_of_int (fact 10))"),
        "3628800",
        ("let fact n = if n = 0 then 1 else n * fact (n - 1)\nlet () = ignore (fact 3)"),
        "1:39 unbound value fact",
    ),
    Construct(
        "mutual recursion",
        (
            "let rec even n = n = 0 || odd (n - 1) and odd n = n > 0 && even (n - 1)\n"
            "let () = print_endline (string_of_bool (even 7))"
        ),
        "false",
        ("let rec f x = f x\nlet () = f ()"),
        (
            "1:15 the configuration does not end: it has taken 100 000 steps\n"
            "What it computes has to be small: look at its recursion and loops."
        ),
    ),
    Construct(
        "deep recursion",
        ("let rec sum n = if n = 0 then 0 else n + sum (n - 1)\nlet () = print_endline (string_of_int (sum 2000))"),
        "2001000",
        ("let rec sum n = 1 + sum n\nlet () = ignore (sum 0)"),
        ("1:21 the configuration recurses too deeply\nOCaml would say: stack overflow. Look at its recursion."),
    ),
    Construct(
        "tail recursion",
        ('let rec loop n = if n = 0 then "done" else loop (n - 1)\nlet () = print_endline (loop 5000)'),
        "done",
        ("let rec loop n = loop (n + 1)\nlet () = loop 0"),
        (
            "1:18 the configuration does not end: it has taken 100 000 steps\n"
            "What it computes has to be small: look at its recursion and loops."
        ),
    ),
    Construct(
        "shadowing",
        ("let x = 1\nlet f () = x\nlet x = 2\nlet () = print_endline (string_of_int (f () * 10 + x))"),
        "12",
        ("let f () = later\nlet later = 1\nlet () = ignore (f ())"),
        "1:12 unbound value later",
    ),
    Construct(
        "tuple pattern",
        ("let a, (b, _) = 1, (2, 3)\nlet () = print_endline (string_of_int (a + b))"),
        "3",
        "let a, b, c = 1, 2",
        "1:5 this pattern is for a tuple of 3, and is matched with a tuple of 2",
    ),
    Construct(
        "record pattern",
        (
            "type r = { a : int; b : int }\n"
            "let { a; b = c } = { a = 1; b = 2 }\n"
            "let () = print_endline (string_of_int (a + c))"
        ),
        "3",
        ("type r = { a : int }\nlet { b } = { a = 1 }"),
        "2:5 the record has no field b",
    ),
    Construct(
        "record update",
        (
            "type r = { a : int; b : int }\n"
            "let r = { { a = 1; b = 2 } with b = 5 }\n"
            "let () = print_endline (string_of_int (r.a + r.b))"
        ),
        "6",
        "let r = { { Mirage.network = 1; gateway = 2 } with getaway = 5 }",
        ("1:9 the record has no field getaway\nDid you mean gateway?"),
    ),
    Construct(
        "record field",
        ("type r = { mutable a : int }\nlet r = { a = 1 }\nlet () = r.a <- 7; print_endline (string_of_int r.a)"),
        "7",
        ("type r = { name : int }\nlet r = { name = 1 }\nlet x = r.nam"),
        ("3:9 the record has no field nam\nDid you mean name?"),
    ),
    Construct(
        "unit pattern",
        ('let () = ignore 1\nlet () = print_endline "unit"'),
        "unit",
        "let () = 1",
        "1:5 this pattern is for unit, and is matched with an int",
    ),
    Construct(
        "wildcard",
        ('let _ = 1\nlet f _ = 2\nlet () = print_endline (string_of_int (f "x"))'),
        "2",
        "let f _ = _",
        ('registers no unikernel\nEnd with let () = register "NAME" [ JOB ].'),
    ),
    Construct(
        "alias pattern",
        ("let (a, _) as whole = 1, 2\nlet () = print_endline (string_of_int (a + snd whole))"),
        "3",
        "let (a, b) as c = 1",
        "1:6 this pattern is for a tuple of 2, and is matched with an int",
    ),
]
