"""Functions, their labels, and operators."""

from __future__ import annotations

from constructs.construct import Construct

FUNCTIONS = [
    Construct(
        "logic as functions",
        "let () = print_endline (string_of_bool (List.fold_left ( && ) true [ true; ( || ) false true ]))",
        "true",
        "let x = List.fold_left ( && ) true [ true; false ] + 1",
        "1:9 argument 1 of + is a bool, where an int is wanted",
    ),
    Construct(
        "labels",
        ("let f ~a ~b = a - b\nlet () = print_endline (string_of_int (f ~b:1 ~a:3))"),
        "2",
        ("let f ~label = label\nlet x = f ~lable:1"),
        ("2:11 f has no argument with the label lable\nDid you mean label?"),
    ),
    Construct(
        "label punning",
        ("let f ~a ~b = a - b\nlet a = 5 and b = 3\nlet () = print_endline (string_of_int (f ~b ~a))"),
        "2",
        ("let f ~a = a\nlet () = ignore (f ~a)"),
        "2:21 unbound value a",
    ),
    Construct(
        "optional argument",
        ("let f ?(x = 10) y = x + y\nlet () = print_endline (string_of_int (f 1 + f ~x:2 3))"),
        "16",
        ('let f ?(x = 10) y = x + y\nlet z = f ~x:"a" 1'),
        "1:21 argument 1 of + is a string, where an int is wanted",
    ),
    Construct(
        "optional given as an option",
        (
            'let f ?x () = match x with None -> "none" | Some x -> x\n'
            'let () = print_endline (f ?x:None () ^ f ?x:(Some "some") () ^ f ~x:"it" ())'
        ),
        "nonesomeit",
        ('let f ?x () = x\nlet y = f ?x:"it" ()'),
        ("2:11 ?x is a string, where an option is wanted\nWrite ~x:… to give a value."),
    ),
    Construct(
        "optional punning",
        (
            'let f ?x () = match x with None -> "none" | Some x -> x\n'
            "let g ?x () = f ?x ()\n"
            'let () = print_endline (g () ^ g ~x:"x" ())'
        ),
        "nonex",
        ("let f ~x () = x + 1\nlet g ?x () = f ?x ()\nlet y = g ()"),
        "1:15 argument 1 of + is an option, where an int is wanted",
    ),
    Construct(
        "partial application",
        ("let add a b = a + b\nlet one = add 1\nlet () = print_endline (string_of_int (one 2))"),
        "3",
        ("let add a b = a + b\nlet x = add 1 2 3"),
        "2:9 this is an int, no function, and is given an argument",
    ),
    Construct(
        "partial application by label",
        ("let f ~a b ~c = a - b - c\nlet g = f ~c:1\nlet () = print_endline (string_of_int (g ~a:10 2))"),
        "7",
        ("let f ~a b = a - b\nlet () = print_endline (f 1)"),
        "2:24 the argument of print_endline is a function that waits for ~a, where a string is wanted",
    ),
    Construct(
        "full application without labels",
        ("let f ~a ~b = a - b\nlet () = print_endline (string_of_int (f 5 2))"),
        "3",
        ("let f ~a ~b = a - b\nlet x = f 5 2 1"),
        "2:11 f is given one argument too many before ~a, ~b",
    ),
    Construct(
        "a default that uses a parameter",
        ("let f a ?(b = a * 2) () = a + b\nlet () = print_endline (string_of_int (f 3 ()))"),
        "9",
        ("let f ?(b = c) () = b\nlet x = f ()"),
        "1:13 unbound value c",
    ),
    Construct(
        "currying",
        ("let f a = fun b -> fun ~c -> a + b * c\nlet () = print_endline (string_of_int (f 1 2 ~c:3))"),
        "7",
        ('let f a = fun b -> a + b\nlet x = f 1 "2"'),
        "1:24 argument 2 of + is a string, where an int is wanted",
    ),
    Construct(
        "operators",
        ('let ( |+| ) a b = a ^ "+" ^ b\nlet () = print_endline ("a" |+| "b")'),
        "a+b",
        "let x = 1 |+| 2",
        "1:11 unbound value |+|\nDid you mean ||?",
    ),
    Construct(
        "prefix operators",
        ("let ( !! ) x = x * 2\nlet () = print_endline (string_of_int !!21)"),
        "42",
        "let x = !1",
        "1:10 the argument of ! is an int, where a reference is wanted",
    ),
    Construct(
        "pipes",
        "let () = 3 |> ( + ) 4 |> string_of_int |> print_endline",
        "7",
        "let x = 3 |> 4",
        "1:9 this is an int, no function, and is given an argument",
    ),
    Construct(
        "application operator",
        "let () = print_endline @@ string_of_int @@ 1 + 2",
        "3",
        "let () = print_endline @@ 1",
        "1:10 the argument of print_endline is an int, where a string is wanted",
    ),
    Construct(
        "precedence",
        "let () = print_endline (string_of_int (2 + 3 * 4 - 10 / 3 mod 2))",
        "13",
        'let x = 1 + "2"',
        "1:13 argument 2 of + is a string, where an int is wanted",
    ),
    Construct(
        "negative numbers",
        "let () = print_endline (string_of_int (-3 + ~-2 - -1))",
        "-4",
        'let x = -"1"',
        "1:10 the argument of ~- is a string, where an int is wanted",
    ),
]
