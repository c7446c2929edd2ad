"""Literals and data."""

from __future__ import annotations

from constructs.construct import Construct

DATA = [
    Construct(
        "elements of one type",
        'let () = print_endline (String.concat "," (List.map string_of_int (1 :: [ 2; 3 ])))',
        "1,2,3",
        'let x = "one" :: [ 2; 3 ]',
        "1:9 this element of a list is a string, where an int is wanted",
    ),
    Construct(
        "nested elements of one type",
        "let () = print_endline (string_of_int (List.length [ Ok 1; Error None; Error (Some 2) ]))",
        "3",
        "let x = [| (1, `A); (2, `B 3); (3., `C) |]",
        "1:33 this element of an array is a float, where an int is wanted\nThat is in a tuple.",
    ),
    Construct(
        "strings with escapes",
        ('let () = print_endline "a\\tb\\\\\\"\\065\\x42\\o103\\u{44}\\\n   e"'),
        'a\tb\\"ABCDe',
        'let x = "\\q"',
        "1:10 syntax error near \\q",
    ),
    Construct(
        "quoted strings",
        'let () = print_endline {|a "b" \\n|} ; print_endline {x|c |} d|x}',
        'a "b" \\n\nc |} d',
        "let x = {|never closed",
        '1:9 syntax error: this "{" is not closed',
    ),
    Construct(
        "characters",
        "let () = print_endline (String.make 2 'a' ^ String.make 1 '\\'' ^ String.make 1 '\\x41')",
        "aa'A",
        "let x = 'ab'",
        "1:9 syntax error near 'a",
    ),
    Construct(
        "ints",
        "let () = print_endline (string_of_int (0xff + 0o17 + 0b11 + 1_000))",
        "1273",
        "let x = 99999999999999999999",
        "1:9 99999999999999999999 is more than an int can hold",
    ),
    Construct(
        "int64",
        "let () = print_endline (Int64.to_string (Int64.add 4L (Int64.of_int 5)))",
        "9",
        "let x = Int64.add 4 5L",
        "1:19 argument 1 of Int64.add is an int, where an int64 is wanted",
    ),
    Construct(
        "int overflow",
        "let () = print_endline (string_of_int (max_int + 1 = min_int |> Bool.to_int))",
        "1",
        "let x = 1 / 0",
        "1:9 /: exception Division_by_zero",
    ),
    Construct(
        "floats",
        "let () = print_endline (string_of_float (1.5 +. 2. *. 3e0))",
        "7.5",
        "let x = 1. + 2.",
        "1:9 argument 1 of + is a float, where an int is wanted",
    ),
    Construct(
        "lists",
        'let () = print_endline (String.concat "," ("a" :: [ "b"; "c" ] @ [ "d" ]))',
        "a,b,c,d",
        "let x = 1 :: 2",
        "1:14 this is an int, where a list is wanted",
    ),
    Construct(
        "list functions",
        ('let () = [ 3; 1; 2 ] |> List.sort compare |> List.map string_of_int |> String.concat " " |> print_endline'),
        "1 2 3",
        "let x = List.map 3 [ 1 ]",
        "1:9 this is an int, no function, and is given an argument",
    ),
    Construct(
        "fold",
        "let () = print_endline (string_of_int (List.fold_left (fun a b -> (a * 10) + b) 0 [ 1; 2; 3 ]))",
        "123",
        "let x = List.hd []",
        "1:9 List.hd: hd",
    ),
    Construct(
        "assoc",
        'let () = print_endline (List.assoc 2 [ (1, "a"); (2, "b") ])',
        "b",
        'let x = List.assoc 3 [ (1, "a") ]',
        "1:9 List.assoc: exception Not_found",
    ),
    Construct(
        "arrays",
        ("let a = [| 1; 2; 3 |]\nlet () = a.(1) <- 7; print_endline (string_of_int (Array.fold_left ( + ) 0 a))"),
        "11",
        "let x = [| 1 |].(1)",
        "1:9 index out of bounds",
    ),
    Construct(
        "string index",
        'let () = print_endline (String.make 1 "abc".[1])',
        "b",
        'let x = "abc".[3]',
        "1:9 index out of bounds",
    ),
    Construct(
        "sequences",
        ("let r = ref 0\nlet () = incr r; r := !r + 2; print_endline (string_of_int !r)"),
        "3",
        "let () = undefined 1; ()",
        "1:10 unbound value undefined",
    ),
    Construct(
        "begin end",
        'let () = begin print_endline "one"; print_endline "two" end',
        "one\ntwo",
        'let () = begin print_endline "one"',
        '1:10 syntax error: this "begin" is not closed',
    ),
]
