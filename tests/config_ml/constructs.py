"""Constructs of OCaml, each in a right form, with what it prints, and in a wrong one, with its error."""

from __future__ import annotations

from typing import NamedTuple


class Construct(NamedTuple):
    """``right`` prints ``says``; ``wrong`` is an error: line, column, what is wrong, and what to do."""

    name: str
    right: str
    says: str
    wrong: str
    error: str


CONSTRUCTS = [
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
        "1:11 unbound value |+|",
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
    Construct(
        "try",
        'let () = print_endline (try List.assoc 1 [] with Not_found -> "caught")',
        "caught",
        'let x = try failwith "a" with Not_found -> 1',
        "1:13 a",
    ),
    Construct(
        "exceptions",
        ("exception Odd of int\nlet () = print_endline (try raise (Odd 3) with Odd n -> string_of_int n)"),
        "3",
        ("exception Odd of int\nlet x = raise (Odd 3)"),
        "2:9 exception Odd 3",
    ),
    Construct(
        "match with exception",
        "let () = print_endline (match List.hd [] with x -> x | exception Failure m -> m)",
        "hd",
        "let x = match List.hd [] with x -> x | exception Not_found -> 1",
        "1:15 List.hd: hd",
    ),
    Construct(
        "failwith",
        'let () = print_endline (try failwith "why" with Failure why -> why)',
        "why",
        'let x = failwith "choose a port"',
        "1:9 choose a port",
    ),
    Construct(
        "invalid_arg",
        'let () = print_endline (try invalid_arg "why" with Invalid_argument why -> why)',
        "why",
        'let x = invalid_arg "no such thing"',
        "1:9 no such thing",
    ),
    Construct(
        "assert",
        'let () = assert (1 < 2); print_endline "true"',
        "true",
        "let () = assert (2 < 1)",
        "1:10 the assertion does not hold",
    ),
    Construct(
        "lazy",
        ('let x = lazy (print_endline "once"; 1)\nlet () = ignore (Lazy.force x + Lazy.force x)'),
        "once",
        "let x = Lazy.force 1",
        "1:20 the argument of Lazy.force is an int, where a lazy value is wanted",
    ),
    Construct(
        "for",
        (
            "let () = for i = 1 to 3 do print_endline (string_of_int i) done; for i = 2 downto 1 do "
            "print_endline (string_of_int i) done"
        ),
        "1\n2\n3\n2\n1",
        'let () = for i = 1 to "x" do () done',
        "1:23 this is a string, where an int is wanted",
    ),
    Construct(
        "while",
        ("let r = ref 0\nlet () = while !r < 3 do incr r done; print_endline (string_of_int !r)"),
        "3",
        "let () = while true do () done",
        (
            "1:24 the configuration does not end: it has taken 100 000 steps\n"
            "What it computes has to be small: look at its recursion and loops."
        ),
    ),
    Construct(
        "binding operators",
        (
            "let ( let* ) x f = Option.bind x f\n"
            "let ( and* ) a b = match a, b with Some a, Some b -> Some (a, b) | _ -> None\n"
            "let x = let* a = Some 1 and* b = Some 2 in Some (a + b)\n"
            "let () = print_endline (string_of_int (Option.get x))"
        ),
        "3",
        "let x = let* a = Some 1 in a",
        "1:9 unbound value let*",
    ),
    Construct(
        "printf",
        (
            'let () = print_endline (Printf.sprintf "%d %s %5.2f|%-4s|%04d %c %b %x %%" 1 "a" '
            "3.14159 \"l\" 42 'c' true 255)"
        ),
        "1 a  3.14|l   |0042 c true ff %",
        'let x = Printf.sprintf "%d" "a"',
        "1:29 the argument of this format is a string, where an int is wanted",
    ),
    Construct(
        "printf with a printer",
        ('let pp () x = "<" ^ x ^ ">"\nlet () = print_endline (Printf.sprintf "%d" 1 ^ pp () "x")'),
        "1<x>",
        'let x = Printf.sprintf "%z" 1',
        ('1:24 the argument of Printf.sprintf is a string, where a format is wanted\n"%z" is not a conversion'),
    ),
    Construct(
        "format",
        'let () = print_endline (Format.asprintf "%a:%s" (fun ppf n -> Format.fprintf ppf "<%d>" n) 1 "x")',
        "<1>:x",
        'let x = Format.asprintf "%a" 1 2',
        "1:9 this is an int, no function, and is given 2 arguments",
    ),
    Construct(
        "comments",
        ('(* a (* nested *) comment " *) " *)\nlet () = print_endline (* here *) "seen"'),
        "seen",
        ("(* never closed\nlet x = 1"),
        "1:1 syntax error: this comment is not closed",
    ),
    Construct(
        "a value that is no function",
        ('let id x = x\nlet () = print_endline (id "x")'),
        "x",
        ("let x = 1\nlet y = x 2"),
        "2:9 this is an int, no function, and is given an argument",
    ),
    Construct(
        "let rec of no function",
        ('let rec f = fun x -> x\nlet () = print_endline (f "x")'),
        "x",
        "let rec ones = 1 :: ones",
        (
            "1:9 let rec of what is no function is not supported in a config.ml that is read without OCaml\n"
            "Have OCaml run it: config_with=ocaml. Or write this configuration as a config.py."
        ),
    ),
    Construct(
        "in",
        ("let x = let y = 1 in y + 1\nlet () = print_endline (string_of_int x)"),
        "2",
        "let x = let y = 1 y + 1",
        "1:7 syntax error near =",
    ),
    Construct(
        "environment",
        'let () = print_endline (match Sys.getenv_opt "NOT_THERE" with None -> "none" | Some x -> x)',
        "none",
        'let x = Sys.getenv "NOT_THERE"',
        "1:9 Sys.getenv: exception Not_found",
    ),
    Construct(
        "positions",
        ("let _, _, first, last = __POS__\nlet () = print_endline (string_of_int (last - first))"),
        "7",
        'let x = Sys.command "ls"',
        (
            "1:9 Sys.command is not supported in a config.ml that is read without OCaml\n"
            "Have OCaml run it: config_with=ocaml. Or write this configuration as a config.py."
        ),
    ),
    Construct(
        "Fun and Filename",
        'let () = print_endline (Fun.flip Filename.concat "b" "a" ^ Filename.remove_extension ".x.ml")',
        "a/b.x",
        'let x = Filename.chop_extension "a"',
        "1:9 Filename.chop_extension: Filename.chop_extension",
    ),
    Construct(
        "string functions",
        ('let () = print_endline (String.concat "|" (String.split_on_char \',\' "a,b,,c") ^ String.sub "hello" 1 3)'),
        "a|b||cell",
        'let x = String.sub "abc" 2 5',
        "1:9 String.sub: String.sub / Bytes.sub",
    ),
    Construct(
        "extensions",
        ('let x = 1 [@@warning "-32"]\nlet () = print_endline "attributes" [@foo]'),
        "attributes",
        'let x = [%getenv "HOME"]',
        (
            "1:9 an extension node is not supported in a config.ml that is read without OCaml\n"
            "Have OCaml run it: config_with=ocaml. Or write this configuration as a config.py."
        ),
    ),
]

MISTAKES = {
    "a device of another type": (
        (
            "open Mirage\n"
            'let disk = crunch "t"\n'
            'let unikernel = main "Unikernel.Main" (block @-> job)\n'
            'let () = register "x" [ unikernel $ disk ]\n'
        ),
        "4:25 argument 1 of Unikernel.Main is a kv_ro, where a block is wanted",
    ),
    "an argument of another type": (
        ("open Mirage\nlet x = tar_kv_ro default_network\n"),
        "2:19 the argument of tar_kv_ro is a network, where a block is wanted",
    ),
    "a functor in the place of a device": (
        ('open Mirage\nlet u = main "U.Main" (job @-> job)\nlet () = register "x" [ u ]\n'),
        ("3:10 U.Main is a job @-> job, not a job\nApply it: U.Main $ … to job."),
    ),
    "a job without arguments": (
        ('open Mirage\nlet () = register "x" [ main "U.Main" job ]\n'),
        ('2:25 job U.Main has no argument\nGive it one: main "U.Main" (job @-> job), and register it applied to noop.'),
    ),
    "one argument too many": (
        (
            "open Mirage\n"
            'let u = main "U.Main" (time @-> job)\n'
            'let () = register "x" [ u $ default_time $ default_time ]\n'
        ),
        "3:25 U.Main is a job, which takes no other argument",
    ),
    "a functor as argument": (
        (
            "open Mirage\n"
            'let u = main "U.Main" ((time @-> job) @-> job)\n'
            'let () = register "x" [ u $ main "V.Main" (pclock @-> job) ]\n'
        ),
        "3:25 argument 1 of U.Main is a pclock @-> job, where a (time @-> job) is wanted",
    ),
    "a device applied as a function": (
        ('open Mirage\nlet u = main "U.Main" (time @-> job)\nlet x = u default_time\n'),
        (
            "3:9 this is a functor time @-> job, no function, and is given an argument\n"
            "Apply it with $: functor $ device."
        ),
    ),
    "a key that is not hidden": (
        (
            "open Mirage\n"
            'let k = Key.(create "k" Arg.(flag (info [ "k" ])))\n'
            'let u = main ~keys:[ k ] "U.Main" (job @-> job)\n'
        ),
        (
            "3:14 ~keys of main is a list with the bool key k in it, where a list of Key.t is wanted\n"
            "Write key … of it, or Key.v."
        ),
    ),
    "a dependency that is not hidden": (
        ('open Mirage\nlet u = main ~extra_deps:[ app_info ] "U.Main" (job @-> job)\n'),
        (
            "2:14 ~extra_deps of main is a list with an info in it, where a list of dependencies is wanted\n"
            "Write [ dep device; … ]."
        ),
    ),
    "packages that are strings": (
        ('open Mirage\nlet u = main ~packages:[ package "fmt"; "duration" ] "U.Main" (job @-> job)\n'),
        "2:14 ~packages of main is a list with a string in it, where a list of packages is wanted",
    ),
    "an invalid package": (
        ('open Mirage\nlet p = package "bar.subfoo"\n'),
        (
            '2:9 package name "bar.subfoo" is invalid\n'
            "It holds letters, digits, - and _; libraries go into libs or sublibs."
        ),
    ),
    "an invalid module path": (
        ('open Mirage\nlet u = main "unikernel" (job @-> job)\n'),
        ('2:9 "unikernel" is not a module path of OCaml\nWrite it as in "Unikernel.Hello".'),
    ),
    "a default of another type": (
        ('open Mirage\nlet k = Key.(create "k" Arg.(opt int "8080" (info [ "k" ])))\n'),
        "2:30 the default is a string, where a value of type int is wanted",
    ),
    "an option for a default": (
        ('open Mirage\nlet k = Key.(create "k" Arg.(opt (some string) "x" (info [ "k" ])))\n'),
        ("2:30 the default is a string, where a value of type string option is wanted\nWrite Some of it, or None."),
    ),
    "an unknown stage": (
        ('open Mirage\nlet k = Key.(create "k" Arg.(flag ~stage:`Runtime (info [ "k" ])))\n'),
        (
            "2:35 ~stage of Key.Arg.flag is the variant `Runtime, where a stage is wanted\n"
            "It is one of `Configure, `Run, `Both."
        ),
    ),
    "a key without a name": (
        ('open Mirage\nlet k = Key.(create "" Arg.(flag (info [ "k" ])))\n'),
        ('2:14 a key\'s name cannot be empty\nWrite Key.create "hello" ….'),
    ),
    "an info without names": (
        ("open Mirage\nlet i = Key.Arg.info []\n"),
        ('2:9 the option has no name\nWrite Key.Arg.info [ "hello" ].'),
    ),
    "a key in the place of a value": (
        (
            "open Mirage\n"
            'let k = Key.(create "k" Arg.(flag (info [ "k" ])))\n'
            "let d = if_impl k default_network default_network\n"
        ),
        ("3:17 argument 1 of if_impl is the bool key k, where a bool value is wanted\nWrite Key.value of it."),
    ),
    "a value of another type": (
        (
            "open Mirage\n"
            'let k = Key.(create "k" Arg.(opt string "" (info [ "k" ])))\n'
            "let d = if_impl (Key.value k) default_network default_network\n"
        ),
        ("3:17 argument 1 of if_impl is a value of keys, where a bool value is wanted\nThe key k is of type string."),
    ),
    "branches of two types": (
        ("open Mirage\nlet d = if_impl Key.is_unix default_network default_time\n"),
        "2:9 one branch is a time, another a network",
    ),
    "a constant that the key never has": (
        ("open Mirage\nlet d = match_impl (Key.value Key.target) ~default:default_time [ (`Hvtt, default_time) ]\n"),
        ("2:9 the key target is never `Hvtt\nDid you mean Hvt?"),
    ),
    "a constant of another type": (
        ('open Mirage\nlet d = match_impl (Key.value Key.target) ~default:default_time [ ("hvt", default_time) ]\n'),
        (
            '2:9 the key target is never "hvt"\n'
            "It is one of `Unix, `MacOSX, `Xen, `Virtio, `Hvt, `Muen, `Qubes, `Genode, `Spt."
        ),
    ),
    "an address that is none": (
        ('open Mirage\nlet a = Ipaddr.V4.of_string_exn "10.0.0.256"\n'),
        ('2:9 Ipaddr.V4.of_string_exn: "10.0.0.256" is no IPv4 address: expected an IPv4 address, as in "10.0.0.1"'),
    ),
    "an address of the wrong kind": (
        ('open Mirage\nlet k = Key.V4.network (Ipaddr.V4.of_string_exn "10.0.0.1")\n'),
        (
            "2:24 the argument of Key.V4.network is an IPv4 address, where an IPv4 address with "
            "length is wanted\n"
            "Ipaddr.V4.Prefix.of_string_exn makes one."
        ),
    ),
    "a config record with a wrong field": (
        (
            "open Mirage\n"
            'let i = create_ipv4 ~config:{ network = "10.0.0.2/24"; gateway = None }\n'
            "  (etif default_network) (arp (etif default_network))\n"
        ),
        (
            "2:21 ~config of create_ipv4 is a record, where an ipv4_config is wanted\n"
            "The field network is a string, where an IPv4 address with length is wanted. "
            "Ipaddr.V4.Prefix.of_string_exn makes one."
        ),
    ),
    "an unknown label": (
        ('open Mirage\nlet u = main ~package:[] "U.Main" (job @-> job)\n'),
        ("2:14 main has no argument with the label package\nDid you mean packages?"),
    ),
    "no job": (
        ('open Mirage\nlet () = register "x" []\n'),
        ('2:10 there is no job\nWrite register "x" [ JOB; … ].'),
    ),
    "no register": (
        "open Mirage\n",
        ('registers no unikernel\nEnd with let () = register "NAME" [ JOB ].'),
    ),
    "something of a later release": (
        ('open Mirage\nlet k = runtime_arg ~pos:__POS__ "Unikernel.hello"\n'),
        ("2:9 unbound value runtime_arg\nIt is of MirageOS 4.5 and later: write Key.create."),
    ),
    "something of an earlier release": (
        ("open Mirage\nlet s = generic_stackv4 default_network\n"),
        ("2:9 unbound value generic_stackv4\nIt is of MirageOS 3: write generic_stackv4v6."),
    ),
    "a version for which it is not": (
        ("(* mirage >= 4.5.0 & < 4.6.0 *)\nopen Mirage\n"),
        (
            "this configuration is for mirage >= 4.5.0, and what is generated is that of 4.4.2\n"
            "Use a newer mirage_scons, or change the first line."
        ),
    ),
    "a required argument left out": (
        (
            "open Mirage\n"
            "let g = git_ssh (tcpv4v6_of_stackv4v6 (generic_stackv4v6 default_network))\n"
            "let s = [ merge_git_clients g g ]\n"
        ),
        (
            "3:29 argument 1 of merge_git_clients is a function that waits for ~key and ~password "
            "and one more argument, where a git_client is wanted"
        ),
    ),
    "a mode of docteur": (
        ('open Mirage\nlet d = docteur ~mode:`Slow "https://example.org"\n'),
        ("2:17 ~mode of docteur is the variant `Slow, where a mode of docteur is wanted\nIt is one of `Fast, `Light."),
    ),
    "a level of logs": (
        ("open Mirage\nlet r = default_reporter ~level:(Some `Info) ()\n"),
        (
            "2:26 ~level of default_reporter is an option, where an option of Logs.level is wanted\n"
            "Levels are Logs.App, Logs.Error, Logs.Warning, Logs.Info, Logs.Debug."
        ),
    ),
    "a source of the unikernel": (
        ('open Mirage\nlet () = register ~src:"x" "x" []\n'),
        ("2:19 ~src of register is a string, where a source is wanted\nIt is one of `Auto, `None."),
    ),
    "an unknown module of Mirage": (
        ('open Mirage\nlet () = Keys.create "x"\n'),
        ("2:10 unbound module Keys\nDid you mean Key?"),
    ),
    "a name that no unikernel has": (
        ('open Mirage\nlet () = register "a b" [ main "U.Main" (job @-> job) $ noop ]\n'),
        (
            '2:10 "a b" cannot be the name of a unikernel\n'
            "It begins with a letter or digit and holds letters, digits and . _ + - only."
        ),
    ),
    "a pair of an alias": (
        (
            "open Mirage\n"
            'let k = Key.(create "k" Arg.(opt int 1 (info [ "k" ])))\n'
            'let a = Key.(alias "fast" (Alias.add k (fun _ -> Some "x") (Alias.flag (Arg.info [ "fast" ]))))\n'
        ),
        "3:28 the default is a string, where a value of type int is wanted",
    ),
    "an action that is not pure": (
        ('open Mirage\nlet a = Action.read_file (Fpath.v "x")\n'),
        (
            "2:9 Action.read_file is not supported in a config.ml that is read without OCaml\n"
            "Have OCaml run it: config_with=ocaml. Or write this configuration as a config.py."
        ),
    ),
    "objects": (
        "let x = object end",
        (
            "1:9 an object is not supported in a config.ml that is read without OCaml\n"
            "Have OCaml run it: config_with=ocaml. Or write this configuration as a config.py."
        ),
    ),
    "classes": (
        "class c = object end",
        (
            "1:1 a class is not supported in a config.ml that is read without OCaml\n"
            "Have OCaml run it: config_with=ocaml. Or write this configuration as a config.py."
        ),
    ),
    "first-class modules": (
        "let x = (module String)",
        (
            "1:9 a module as a value is not supported in a config.ml that is read without OCaml\n"
            "Have OCaml run it: config_with=ocaml. Or write this configuration as a config.py."
        ),
    ),
}
"""Mistakes in the language of configurations, and constructs that are not read, each with its error."""
