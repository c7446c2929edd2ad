"""Exceptions, laziness, loops and binding operators."""

from __future__ import annotations

from constructs.construct import Construct

EFFECTS = [
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
]
