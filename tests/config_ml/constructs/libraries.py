"""What libraries bring, and the rest."""

from __future__ import annotations

from constructs.construct import Construct

LIBRARIES = [
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
        "1:9 Sys.getenv: the environment has no variable NOT_THERE",
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
