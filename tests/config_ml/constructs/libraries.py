"""What libraries bring, and the rest."""

from __future__ import annotations

from constructs.construct import Construct

LIBRARIES = [
    Construct(
        "Hashtbl",
        (
            "let t = Hashtbl.create 4\nlet name = string_of_int\n"
            "let put i = Hashtbl.add t (name i) i; if i mod 7 = 0 then Hashtbl.replace t (name (i / 2)) i\n"
            'let () = List.iter put (List.init 40 Fun.id); Hashtbl.remove t "7"\n'
            'let () = print_endline (Hashtbl.fold (fun k v s -> if v < 9 then s ^ k ^ name v else s) t "")'
        ),
        "5522110066448837",
        "let t = Hashtbl.create 1\nlet x : int = Hashtbl.find t 3",
        "2:15 Hashtbl.find: exception Not_found",
    ),
    Construct(
        "Hashtbl.hash",
        (
            'let hashes = Hashtbl.[ hash "abcde"; hash (-1); hash `Hvt; hash (Some [ 3.5 ]); hash (-7L); hash (`A 3);\n'
            '  hash [ ((1, "x"), Ok 3); ((2, "y"), Error \'z\') ] ]\n'
            'let () = print_endline (String.concat " " (List.map string_of_int hashes))'
        ),
        "335633756 911466517 776093270 55515962 809201503 294279345 393452624",
        "let x = Hashtbl.hash print_endline",
        (
            "1:9 a function is no key of a hash table here\n"
            "Strings, numbers, and tuples, lists and options of them have a hash here."
        ),
    ),
    Construct(
        "Buffer and Bytes",
        (
            "let b = Buffer.create 3\n"
            'let () = Buffer.add_string b "hi"; Buffer.add_char b \'!\'; Buffer.add_substring b "abc" 1 2\n'
            "let y = Bytes.of_string (Buffer.contents b)\n"
            "let () = Bytes.set y 0 'H'; print_endline (Bytes.to_string y)"
        ),
        "Hi!bc",
        "let () = Bytes.set (Bytes.of_string \"a\") 1 'b'",
        "1:10 Bytes.set: index out of bounds",
    ),
    Construct(
        "Stack and Queue",
        (
            "let s = Stack.create () and q = Queue.create ()\n"
            "let () = List.iter (fun i -> Stack.push i s; Queue.push i q) [ 1; 2; 3 ]\n"
            "let () = print_endline (string_of_int ((100 * Stack.pop s) + (10 * Queue.pop q) + Queue.length q))\n"
            'let () = print_endline (try string_of_int (Stack.pop (Stack.create ())) with Stack.Empty -> "empty")'
        ),
        "313\nempty",
        "let x : int = Queue.pop (Queue.create ())",
        "1:15 Queue.pop: the queue is empty",
    ),
    Construct(
        "more of lists, strings and options",
        (
            "let sum, parts = List.fold_left_map (fun a x -> (a + x, a * x)) 1 [ 2; 3 ]\n"
            "let side x = if x > 2 then Either.Left x else Either.Right x\n"
            "let left, right = List.partition_map side [ 1; 2; 3 ]\n"
            'let word = String.mapi (fun i c -> if i = 0 then Char.uppercase_ascii c else c) "mirage"\n'
            "let order = List.compare compare [ 1; 2 ] [ 1; 3 ] + Option.compare compare None (Some 1)\n"
            "let length = List.length (parts @ left @ right) and place = String.index_from word 1 'a'\n"
            'let () = print_endline (Printf.sprintf "%d %d %s %d %d" sum length word order place)'
        ),
        "6 5 Mirage -2 3",
        "let x = List.fold_left2 (fun a b c -> a + b + c) 0 [ 1 ] []",
        "1:9 List.fold_left2: List.fold_left2",
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
