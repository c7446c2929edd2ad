"""Modules, types and scopes."""

from __future__ import annotations

from constructs.construct import Construct

MODULES = [
    Construct(
        "functors",
        (
            "module type T = sig val x : int end\n"
            "module F (A : T) (B : T) = struct let y = A.x * B.x end\n"
            "module G = functor (A : T) -> struct include A let z = x + 1 end\n"
            "module H = F (struct let x = 6 end) (struct let x = 7 end)\n"
            "module I = G (struct let x = H.y end)\n"
            "let () = print_endline (string_of_int I.z)"
        ),
        "43",
        "module M = struct end\nmodule N = M (struct end)",
        "2:12 this is no functor, and is applied to a module",
    ),
    Construct(
        "a functor is no module",
        (
            "module F () = struct let x = ref 1 end\nmodule A = F ()\nmodule B = F ()\n"
            "let () = incr A.x; print_endline (string_of_int (!A.x * 10 + !B.x))"
        ),
        "21",
        "module F () = struct let x = 1 end\nlet y = F.x",
        "2:9 F is a functor, where a module is wanted",
    ),
    Construct(
        "Map.Make",
        (
            "module M = Map.Make (String)\n"
            'let m = M.add "b" 2 (M.of_seq (List.to_seq [ ("c", 3); ("a", 1); ("b", 5) ]))\n'
            'let m = M.update "c" (Option.map succ) (M.remove "a" m)\n'
            'let m = M.union (fun _ a b -> Some (a + b)) m (M.singleton "b" 10)\n'
            'let shown k v s = Printf.sprintf "%s%s%d" s k v\n'
            'let () = print_endline (M.fold shown (M.filter (fun _ v -> v > 0) m) "")'
        ),
        "b12c4",
        "module M = Map.Make (struct type t = int end)",
        "1:12 Map.Make is applied to a module without compare\nWrite struct type t = … let compare = … end.",
    ),
    Construct(
        "Set.Make",
        (
            "module S = Set.Make (struct type t = int let compare a b = compare b a end)\n"
            "let s = S.(diff (union (of_list [ 1; 3; 2 ]) (singleton 5)) (of_list [ 3 ]))\n"
            'let () = print_endline (String.concat " " (List.map string_of_int (S.elements (S.map succ s))))'
        ),
        "6 3 2",
        "module S = Set.Make (Int)\nlet x = S.min_elt S.empty",
        "2:9 this set.min_elt: exception Not_found",
    ),
    Construct(
        "parts of a map and a set",
        (
            "module M = Map.Make (Int)\n"
            "module S = Set.Make (struct type t = int * string let compare (a, _) (b, _) = compare a b end)\n"
            'let s = S.(add (1, "other") (of_list [ 2, "two"; 1, "one"; 2, "again" ]))\n'
            'let t = S.union s (S.of_list [ 1, "new"; 3, "three" ])\n'
            "let small, large = S.partition (fun (n, _) -> n < 2) t\n"
            'let m = M.of_seq (List.to_seq [ 1, "a"; 2, "b"; 2, "c" ])\n'
            "let both _ a b = if a = b then None else Some (a ^ b)\n"
            'let joined = M.union both m (M.of_seq (List.to_seq [ 1, "a"; 2, "d" ]))\n'
            'let words s = String.concat " " (List.map snd (S.elements s))\n'
            "let says b = string_of_bool b\n"
            'let () = print_endline (String.concat "; " [ words s; words small; words large; M.find 2 m;\n'
            '  snd (S.find (1, "") t); says (S.exists (fun (n, _) -> n = 3) s);\n'
            "  says (M.for_all (fun k _ -> k > 0) m); words (S.filter (fun (n, _) -> n = 2) t);\n"
            '  String.concat "" (List.map snd (M.bindings joined)) ])'
        ),
        "one two; one; two three; c; one; false; true; two; cd",
        "module S = Set.Make (Int)\nlet x = S.find 1 S.empty",
        "2:9 this set.find: exception Not_found",
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
        "2:9 F is a functor, where a module is wanted",
    ),
    Construct(
        "types without constructors",
        ("type t = int * string and 'a u = 'a list\nlet () = print_endline \"types\""),
        "types",
        "type t = { a : int ",
        '1:10 syntax error: this "{" is not closed',
    ),
]
