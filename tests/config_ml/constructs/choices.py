"""Comparing, deciding and matching."""

from __future__ import annotations

from constructs.construct import Construct

CHOICES = [
    Construct(
        "branches of one type",
        ('let f b = if b then Some 1 else None\nlet () = print_endline (if f false = None then "none" else "some")'),
        "none",
        'let x = if true then 1 else "two"',
        "1:29 this branch is a string, where an int is wanted",
    ),
    Construct(
        "a branch that is not taken",
        (
            "let f l = match l with [] -> (0, []) | x :: _ -> (x, l)\n"
            "let () = print_endline (string_of_int (fst (f [ 4 ])))"
        ),
        "4",
        'let x = 2\nlet y = match x with 1 -> [ "one" ] | 2 -> [ x ] | x -> []',
        "2:27 this branch is a string, where an int is wanted\nThat is in a list.",
    ),
    Construct(
        "comparison of one type",
        "let () = print_endline (string_of_bool (Some [ 1 ] < Some [ 1; 2 ] && nan <> nan && compare nan nan = 0))",
        "true",
        'let x = Some 1 = Some "a"',
        "1:9 an int is compared with a string",
    ),
    Construct(
        "comparison",
        (
            'let () = print_endline (string_of_bool (compare [ 1; 2 ] [ 1; 3 ] < 0 && (1, "a") = (1, '
            '"a") && max 1 2 = 2))'
        ),
        "true",
        "let x = compare print_endline print_string",
        "1:9 compare: compare: functional value",
    ),
    Construct(
        "logic",
        'let () = print_endline (string_of_bool (not false && (true || failwith "no")))',
        "true",
        "let x = 1 && true",
        "1:9 this is an int, where a bool is wanted",
    ),
    Construct(
        "if",
        'let () = print_endline (if 1 < 2 then "less" else "more")',
        "less",
        "let x = if 1 then 2 else 3",
        "1:12 this is an int, where a bool is wanted",
    ),
    Construct(
        "if without else",
        'let () = if true then print_endline "yes"',
        "yes",
        'let () = if "" then ()',
        "1:13 this is a string, where a bool is wanted",
    ),
    Construct(
        "match on constants",
        ('let f = function 0 -> "zero" | 1 | 2 -> "few" | _ -> "many"\nlet () = print_endline (f 0 ^ f 2 ^ f 3)'),
        "zerofewmany",
        ('let f = function 0 -> "zero"\nlet x = f 1'),
        ("1:9 no case is for 1\nOCaml would raise Match_failure."),
    ),
    Construct(
        "match on strings",
        ('let f = function "a" -> 1 | _ -> 2\nlet () = print_endline (string_of_int (f "a"))'),
        "1",
        ("let f = function \"a\" -> 1 | _ -> 2\nlet x = f 'a'"),
        "1:18 this pattern is for a string, and is matched with a char",
    ),
    Construct(
        "match with a guard",
        (
            'let f = function n when n < 0 -> "minus" | n when n > 0 -> "plus" | _ -> "zero"\n'
            "let () = print_endline (f (-1) ^ f 1 ^ f 0)"
        ),
        "minuspluszero",
        "let x = match 1 with n when n -> 1 | _ -> 2",
        "1:29 this is an int, where a bool is wanted",
    ),
    Construct(
        "match on tuples",
        (
            "let f = function true, Some x -> x | _, None | false, Some _ -> 0\n"
            "let () = print_endline (string_of_int (f (true, Some 3)))"
        ),
        "3",
        ("let f = function a, b -> a + b\nlet x = f (1, 2, 3)"),
        "1:18 this pattern is for a tuple of 2, and is matched with a tuple of 3",
    ),
    Construct(
        "match on lists",
        (
            "let rec len = function [] -> 0 | _ :: rest -> 1 + len rest\n"
            "let f = function [ a ] -> a | [ a; b ] -> a + b | a :: b :: _ -> a * b | [] -> 0\n"
            "let () = print_endline (string_of_int (len [ 1; 2; 3 ] + f [ 5; 6; 7 ]))"
        ),
        "33",
        ("let f = function [] -> 0 | x :: _ -> x\nlet x = f (Some 1)"),
        "1:18 this pattern is for a list, and is matched with an option",
    ),
    Construct(
        "match on variants",
        (
            "type t = A | B of int | C of int * string\n"
            "let f = function A -> 1 | B n -> n | C (n, _) -> n * 2\n"
            'let () = print_endline (string_of_int (f A + f (B 2) + f (C (3, ""))))'
        ),
        "9",
        ("type t = Alpha | Beta\nlet x = Alfa"),
        "2:9 unbound constructor Alfa",
    ),
    Construct(
        "constructors with arguments",
        ("type t = P of int * int\nlet P (a, b) = P (1, 2)\nlet () = print_endline (string_of_int (a + b))"),
        "3",
        ("type t = P of int * int\nlet x = P 1"),
        "2:9 the constructor P takes 2 arguments",
    ),
    Construct(
        "constructors without arguments",
        ("type t = N\nlet f N = 4\nlet () = print_endline (string_of_int (f N))"),
        "4",
        ("type t = N\nlet x = N 1"),
        "2:9 the constructor N takes no argument",
    ),
    Construct(
        "a pattern of another type",
        ("type t = A | B\nlet f = function A -> 1 | B -> 2\nlet () = print_endline (string_of_int (f B))"),
        "2",
        ("type t = A\nlet f = function A -> 1\nlet x = f None"),
        "2:18 this pattern is for a t, and is matched with an option",
    ),
    Construct(
        "polymorphic variants",
        (
            "let f = function `A -> 1 | `B n -> n | `C (a, b) -> a + b\n"
            "let () = print_endline (string_of_int (f `A + f (`B 2) + f (`C (3, 4))))"
        ),
        "10",
        ("let f = function `A -> 1\nlet x = f `B"),
        ("1:9 no case is for `B\nOCaml would raise Match_failure."),
    ),
    Construct(
        "options",
        ('let () = print_endline (Option.value ~default:"none" (Option.map String.uppercase_ascii (Some "x")))'),
        "X",
        "let x = Option.get (None : int option)",
        "1:9 Option.get: option is None",
    ),
    Construct(
        "results",
        "let () = print_endline (match Result.map succ (Ok 1) with Ok n -> string_of_int n | Error e -> e)",
        "2",
        "let x = Result.get_ok (Error 1)",
        "1:9 Result.get_ok: result is Error _",
    ),
    Construct(
        "a character range",
        ("let f = function 'a' .. 'z' -> \"small\" | _ -> \"other\"\nlet () = print_endline (f 'q' ^ f 'Q')"),
        "smallother",
        ("let f = function 'a' .. 'z' -> 1\nlet x = f 'A'"),
        ("1:9 no case is for 'A'\nOCaml would raise Match_failure."),
    ),
]
