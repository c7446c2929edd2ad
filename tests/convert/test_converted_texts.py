"""What is printed, letter for letter: whole configurations, comments, names, and what each construct becomes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from converting import files_of, python, refusal

TOP = Path(__file__).parents[2]
GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.ml"))


def test_there_are_five_whole_configurations() -> None:
    assert len(GOLDEN) == 5


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_whole_configuration_becomes_this(path: Path) -> None:
    assert files_of(path.read_text())["config.py"] == path.with_suffix(".expected").read_text()


def test_what_is_printed_is_formatted_and_typed(tmp_path: Path) -> None:
    for path in GOLDEN:
        (tmp_path / f"{path.stem}.py").write_text(path.with_suffix(".expected").read_text())
    style = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", "."]
    done = subprocess.run(style, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    environ = {**os.environ, "MYPYPATH": str(TOP), "MYPY_CACHE_DIR": str(tmp_path / "cache")}
    types = [sys.executable, "-m", "mypy", "--no-error-summary", *(f"{path.stem}.py" for path in GOLDEN)]
    done = subprocess.run(types, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert done.stdout == ""


COMMENTS = {
    "before": ("(* one *)\nlet x = 1\n", "# one\nx = 1\n"),
    "doc": ("(** What it is. *)\nlet x = 1\n", "# What it is.\nx = 1\n"),
    "on the line": ("let x = 1 (* one *)\nlet y = 2\n", "x = 1  # one\ny = 2\n"),
    "between, apart": ("let x = 1\n\n(* two *)\n\nlet y = 2\n", "x = 1\n\n# two\n\ny = 2\n"),
    "of several lines": (
        "(* one\n   two\n     three\n\n   four *)\nlet x = 1\n",
        "# one\n# two\n#   three\n#\n# four\nx = 1\n",
    ),
    "with stars": ("(*\n * one\n * two\n *)\nlet x = 1\n", "# one\n# two\nx = 1\n"),
    "nested": ("(* a (* b *) c *)\nlet x = 1\n", "# a (* b *) c\nx = 1\n"),
    "in a list": (
        'let x = [ (* a *) "a"; "b" (* b *); (* c *)\n  "c" (* end *) ]\n',
        'x = [\n    # a\n    "a",\n    "b",  # b; c\n    "c",  # end\n]\n',
    ),
    "in an expression": ("let x = 1 + (* two *) 2\n", "# two\nx = 1 + 2\n"),
    "in a call": (
        'let p = package ~min:"1" (* first *)\n  ~max:"2" (* last *)\n  "fmt"\n',
        'p = package(\n    "fmt",\n    min="1",  # first\n    max="2",  # last\n)\n',
    ),
    "in a function": (
        "let f x =\n  (* add *)\n  let y = x + 1 in\n\n  (* again *)\n  y + x\n",
        "def f(x):\n    # add\n    y = x + 1\n\n    # again\n    return y + x\n",
    ),
    "in cases": (
        'let f = function\n  (* none *)\n  | 0 -> "none"\n  | 1 -> "one" (* just *)\n  | 2 -> "two"\n  | _ -> "many"\n',
        (
            "def f(given):\n    match given:\n        # none\n"
            '        case 0:\n            return "none"\n        case 1:\n'
            '            return "one"  # just\n        case 2:\n'
            '            return "two"\n        case _:\n            return "many"\n'
        ),
    ),
    "of what is left out": ("(* about t *)\ntype t = int\nlet x = 1\n", "# about t\nx = 1\n"),
}


@pytest.mark.parametrize("name", COMMENTS)
def test_comments_stand_where_they_stood(name: str) -> None:
    source, expected = COMMENTS[name]
    assert python(source) == expected


def test_no_comment_is_lost() -> None:
    source = (
        "let f (* 1 *) x (* 2 *) = (* 3 *) if (* 4 *) x then (* 5 *) 1 else (* 6 *) 2 (* 7 *)\n"
        "let g ~a:(* 8 *) b = match b with (* 9 *) Some (* 10 *) c -> c + (* 11 *) 1 | (* 12 *) None -> 0\n"
        "module M = struct (* 13 *) let x = (* 14 *) [ (* 15 *) ] (* 16 *) end (* 17 *)\n"
        "let () = (* 18 *) ignore (* 19 *) (let (* 20 *) y = (* 21 *) 1 in (* 22 *) y) (* 23 *)\n"
    )
    text = python(source)
    assert [number for number in range(1, 24) if f"# {number}" not in text and f"; {number}" not in text] == []


def test_the_version_stays_on_the_first_line() -> None:
    text = files_of(
        '(* mirage >= 4.4 & < 5 *)\nopen Mirage\nlet () = register "x" [ main "U.M" (job @-> job) $ noop ]\n'
    )
    assert text["config.py"].startswith("# mirage >= 4.4 & < 5\n\nfrom mirage_scons.dsl import *\n")


NAMES = {
    "a name of the language": ("let netif = 1\nlet x = netif\n", "netif_ = 1\nx = netif_\n"),
    "a builtin": ("let list = 1\nlet x = list\n", "list_ = 1\nx = list_\n"),
    "a keyword": ("let lambda = 1\nlet x = lambda\n", "lambda_ = 1\nx = lambda_\n"),
    "a prime": ("let x' = 1\n", "x_ = 1\n"),
    "hidden": ("let x = 1\nlet x = x + 1\nlet y = x\n", "x = 1\nx = x + 1\ny = x\n"),
    "hidden, and still used": (
        "let x = 1\nlet f () = x\nlet x = 2\nlet y = f () + x\n",
        "x = 1\n\n\ndef f():\n    return x\n\n\nx_2 = 2\ny = f() + x_2\n",
    ),
    "hidden by something else": ('let x = 1\nlet x = string_of_int x ^ "0"\n', 'x = 1\nx_2 = f"{x}0"\n'),
    "local, and used again": (
        "let x = 1\nlet y = let x = 2 in x + x\nlet z = x\n",
        "x = 1\nx_2 = 2\ny = x_2 + x_2\nz = x\n",
    ),
    "in a module": (
        "module M = struct let x = 1 let f x = x end\nlet y = M.f M.x\n",
        "m_x = 1\n\n\ndef m_f(x):\n    return x\n\n\ny = m_f(m_x)\n",
    ),
    "an operator": (
        "let ( |+| ) a b = a + b\nlet x = 1 |+| 2\n",
        "def bar_plus_bar(a, b):\n    return a + b\n\n\nx = bar_plus_bar(1, 2)\n",
    ),
    "a label": (
        "let f ~type_ ~min () = type_ + min\nlet x = f ~min:1 ~type_:2 ()\n",
        "def f(type_, min_):\n    return type_ + min_\n\n\nx = f(min_=1, type_=2)\n",
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_and_mean_what_they_meant(name: str) -> None:
    source, expected = NAMES[name]
    assert python(source) == expected


BECOMES = {
    "functor types": ("let t = (time @-> job) @-> pclock @-> job\n", "t = functor(time >> job) >> pclock >> job\n"),
    "a named functor type": ("let t = time @-> job\nlet u = t @-> job\n", "t = time >> job\nu = functor(t) >> job\n"),
    "pipes": ('let x = "a" |> String.uppercase_ascii |> package\n', 'x = package("a".upper())\n'),
    "an option passed on": (
        'let f ?min name = package ?min name\nlet x = f "fmt"\n',
        'def f(name, min_=None):\n    return package(name, min=min_)\n\n\nx = f("fmt")\n',
    ),
    "a partial application": (
        'let at = package ~min:"1"\nlet x = at "fmt"\n',
        'at = lambda text: package(text, min="1")\nx = at("fmt")\n',
    ),
    "a tuple": ("let a, (b, _) = (1, (2, 3))\n", "a, (b, _) = 1, (2, 3)\n"),
    "a text of lines": ('let x = {|one\n  "two"\n|}\n', 'x = """one\n  "two"\n"""\n'),
    "a text with a backslash": ("let x = {|a\\b\nc|}\n", 'x = r"""a\\b\nc"""\n'),
    "quotes": ('let x = "a \\"b\\""\n', "x = 'a \"b\"'\n"),
    "formats": (
        'let f a b = Fmt.str "%s-%d {%04x} %5.1f%%" a b b 1.5\n',
        'def f(a, b):\n    return f"{a}-{b} {{{b:04x}}} {1.5:5.1f}%"\n',
    ),
    "a printer": (
        'let pp ppf x = Fmt.pf ppf "<%d>" x\nlet x = Fmt.str "%a,%a" pp 1 Fmt.(list ~sep:comma int) [ 2; 3 ]\n',
        'def pp(x):\n    return f"<{x}>"\n\n\nx = f\'{pp(1)},{", ".join(str(item) for item in [2, 3])}\'\n',
    ),
    "an alias of keys": (
        (
            'let k = Key.(create "k" Arg.(opt string "a" (info [ "k" ])))\n'
            'let a = Key.(alias "dev" Alias.(flag (Arg.info ~doc:"Dev." [ "dev" ]) |> add k (fun _ -> Some "d")))\n'
        ),
        'k = key("k", opt(str, "a"))\na = alias("dev", {k: "d"}, doc="Dev.")\n',
    ),
    "a converter": (
        (
            "let c =\n"
            '  let parse s = match int_of_string_opt s with Some n -> Ok n | None -> Error (`Msg "a number") in\n'
            "  Key.Arg.conv ~conv:(parse, Fmt.int)"
            ' ~serialize:(fun ppf n -> Fmt.pf ppf "(N %d)" n) ~runtime_conv:"N.conv"\n'
        ),
        (
            "def parse(s):\n    try:\n        number = int(s)\n    except ValueError:\n        number = None\n"
            '    if number is None:\n        raise ValueError("a number")\n    return number\n\n\n'
            'c = conv(\n    "N.conv",\n    parse=parse,\n    serialize=lambda n: f"(N {n})",\n'
            '    runtime_conv="N.conv",\n    show=str,\n)\n'
        ),
    ),
    "files": (
        (
            'let i = impl ~files:(fun _ -> [ Fpath.(v "a" / "b.ml") ]) '
            '~install:(fun _ -> Functoria.Install.v ~etc:[ Fpath.v "c" ] ()) '
            '"M.Make" (time @-> job)\n'
        ),
        (
            'i = impl(\n    "M.Make",\n    time >> job,\n    files=lambda _: ["a/b.ml"],\n'
            '    install=lambda _: install(etc=["c"]),\n)\n'
        ),
    ),
    "a connect": (
        (
            "let i =\n  let connect _ modname = function [ time ] -> modname ^ time | _ -> assert false in\n"
            '  impl ~connect "M.Make" (time @-> job)\n'
        ),
        (
            "def connect(_, modname, args):\n    [time_] = args\n    return modname + time_\n\n\n"
            'i = impl("M.Make", time >> job, connect=connect)\n'
        ),
    ),
    "a printer of cases": (
        ('let pp ppf = function None -> () | Some x -> Fmt.pf ppf " %s" x\nlet f x = Fmt.str "connect%a" pp x\n'),
        (
            'def pp(given):\n    return "" if given is None else f" {given}"\n\n\n'
            'def f(x):\n    return f"connect{pp(x)}"\n'
        ),
    ),
    "the environment": ('let x = Sys.getenv_opt "NONE"\n', 'x = os.environ.get("NONE")\n'),
    "loops": (
        "let r = ref 0\nlet () = for i = 1 to 3 do r := !r + i done\n",
        "r = [0]\nfor i in range(1, 4):\n    r[0] = r[0] + i\n",
    ),
    "exceptions": (
        "exception Odd of int\nlet x = try raise (Odd 3) with Odd n -> n | Not_found -> 0\n",
        (
            "class Odd(Exception):\n    pass\n\n\ntry:\n    raise Odd(3)\nexcept Odd as error:\n    n = error.args[0]\n"
            "    x = n\nexcept LookupError:\n    x = 0\n"
        ),
    ),
    "updated records": (
        "type r = { a : int; b : string option }\nlet r = { a = 1; b = None }\nlet s = { r with a = 2 }\n",
        "@dataclass\nclass R:\n    a: int\n    b: str | None\n\n\nr = R(a=1, b=None)\ns = replace(r, a=2)\n",
    ),
    "variants": (
        (
            "type t = Fast | Slow of int * int\n"
            "let f = function Fast -> 0 | Slow (a, b) -> a + b\nlet x = f (Slow (1, 2))\n"
        ),
        (
            'def f(given):\n    match given:\n        case "fast":\n'
            '            return 0\n        case ("slow", a, b):\n'
            '            return a + b\n\n\nx = f(("slow", 1, 2))\n'
        ),
    ),
}


@pytest.mark.parametrize("name", BECOMES)
def test_it_becomes_what_one_would_write(name: str) -> None:
    source, expected = BECOMES[name]
    text = python(source)
    assert text[text.index(expected[:3]) :] == expected


NOT_SAID = {
    "an option of an option": ("let x = Some (Some 1)\n", "3:9 an option of an option is not translated to Python"),
    "a place": ("let x = __POS__\n", "3:9 __POS__ is not translated to Python"),
    "a functor": ("module F (X : sig end) = struct end\n", "3:10 a functor is not translated to Python"),
    "a format that is computed": (
        ('let f = Printf.sprintf\nlet x = f "%d" 1\n'
        ''), "3:9 a format that is not written here is not translated to Python"
    ),
    "a use of a formatter": (
        "let pp ppf x = Fmt.pf ppf \"%d\" x; ignore x\nlet x = Fmt.str \"%a\" pp 1\n",
        "3:35 this use of a formatter is not translated to Python",
    ),
    "an action that reads": (
        'let i = impl ~configure:(fun _ -> Action.bind ~f:(fun x -> x) (Action.ok (Action.ok ()))) "M" job\n',
        "3:35 an action that uses the result of another is not translated to Python",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_SAID)
def test_what_is_not_said_plainly_in_python_is_an_error_with_its_place(name: str) -> None:
    source, expected = NOT_SAID[name]
    message, hint = refusal(source).split("\n")
    assert message == expected
    assert hint
