"""Configurations whose types, terms or jobs are wrong, each in one way, with the message that says so."""

from __future__ import annotations

from configs import Mistake

TYPES = [
    Mistake(
        "a functor type in parentheses",
        "functor_type = time >> (time >> job)\n",
        "config.py:2: (time >> job) in parentheses is ambiguous to the right of >>\n"
        "  Write functor(time >> job) for a functor as a parameter, or leave the parentheses out.",
    ),
    Mistake(
        "no type in a functor type",
        "functor_type = time >> 3\n",
        "config.py:2: 3 is not a module type\n  Types are time, pclock, job, …, or made by typ.",
    ),
    Mistake(
        "an implementation in a functor type",
        "functor_type = time >> noop\n",
        "config.py:2: <Unit: job> is not a module type\n  Types are time, pclock, job, …, or made by typ.",
    ),
    Mistake(
        "a plain type as a functor parameter",
        "functor(time)\n",
        "config.py:2: time is not a functor type\n  Write it as in functor(time >> job).",
    ),
    Mistake(
        "a word as the type of main",
        'main("Unikernel.Main", "job")\n',
        "config.py:2: 'job' is not a module type\n  Types are time, pclock, job, …, or made by typ.",
    ),
]

TERMS = [
    Mistake(
        "an argument of another type",
        'u = main("Unikernel.Main", time >> job)\n\nu(noop)\n',
        "config.py:4: argument 1 of Unikernel.Main is a job, where a time is wanted",
    ),
    Mistake(
        "a later argument of another type",
        'main("Unikernel.Main", time >> (pclock) >> job)(default_time, default_time)\n',
        "config.py:2: argument 2 of Unikernel.Main is a time, where a pclock is wanted",
    ),
    Mistake(
        "an argument of another type after some were given",
        'main("Unikernel.Main", time >> pclock >> job)(default_time)(default_time)\n',
        "config.py:2: argument 2 of Unikernel.Main is a time, where a pclock is wanted",
    ),
    Mistake(
        "an argument of another type for a choice",
        'k = key("k", opt(bool, True))\nu = main("A", time >> job)\nv = main("B", time >> job)\n'
        "if_impl(value(k), u, v)(noop)\n",
        "config.py:5: argument 1 of a choice of time >> job is a job, where a time is wanted",
    ),
    Mistake(
        "a functor where another is wanted",
        'main("U", functor(time >> job) >> job)(main("F", pclock >> job))\n',
        "config.py:2: argument 1 of U is a pclock >> job, where a functor(time >> job) is wanted",
    ),
    Mistake(
        "an applied functor where a functor is wanted",
        'main("U", functor(time >> job) >> job)(main("F", time >> job)(default_time))\n',
        "config.py:2: argument 1 of U is a job, where a functor(time >> job) is wanted",
    ),
    Mistake(
        "two types of one name",
        'main("U", typ("block") >> job)(main("Block", typ("block")))\n',
        "config.py:2: argument 1 of U is a block, where a block is wanted\n"
        "  These are two types of one name: use one value of typ for both.",
    ),
    Mistake(
        "an argument too many",
        'u = main("Unikernel.Main", job >> job)\nu(noop, noop)\n',
        "config.py:3: Unikernel.Main takes no argument here: 2 is one too many\n  Its type is job >> job.",
    ),
    Mistake(
        "an argument for a job",
        "noop(noop)\n",
        "config.py:2: Unit takes no argument here: 1 is one too many\n  Its type is job.",
    ),
    Mistake(
        "a word as argument",
        'main("Unikernel.Main", time >> job)("default_time")\n',
        "config.py:2: argument 1 of Unikernel.Main is 'default_time', not an implementation\n  It takes a time.",
    ),
    Mistake(
        "a call without arguments",
        'main("Unikernel.Main", job >> job)()\n',
        "config.py:2: Unikernel.Main is applied to nothing\n  Give it the implementations that it takes.",
    ),
    Mistake(
        "no module path",
        'main("unikernel.Main", job >> job)\n',
        'config.py:2: "unikernel.Main" is not a module path of OCaml\n  Write it as in "Unikernel.Hello".',
    ),
    Mistake(
        "a module path with a dash",
        'main("V-2", job >> job)\n',
        'config.py:2: "V-2" is not a module path of OCaml\n  Write it as in "Unikernel.Hello".',
    ),
    Mistake(
        "a dependency that is none",
        "dep(time)\n",
        "config.py:2: <type time> is not an implementation\n  dep takes a device, such as default_time.",
    ),
    Mistake(
        "a word among dependencies",
        'main("U", job >> job, extra_deps=["time"])\n',
        "config.py:2: 'time' among extra_deps is not an implementation\n  Write extra_deps=[dep(default_time), …].",
    ),
    Mistake(
        "branches of two types",
        'k = key("k", opt(int, 1))\nmatch_impl(value(k), [(1, default_time)], default=noop)\n',
        "config.py:3: the branch for 1 is a time, the default a job",
    ),
    Mistake(
        "a branch that is no implementation",
        'k = key("k", opt(int, 1))\nmatch_impl(value(k), [(1, time)], default=noop)\n',
        "config.py:3: the branch for 1 is <type time>, not an implementation",
    ),
    Mistake(
        "a default that is no implementation",
        'k = key("k", opt(int, 1))\nmatch_impl(value(k), [], default=job)\n',
        "config.py:3: the default is <type job>, not an implementation",
    ),
    Mistake(
        "a key as a condition",
        'k = key("k", opt(bool, True))\nif_impl(k, noop, noop)\n',
        "config.py:3: the key k is not a value\n  Write value(…) of it.",
    ),
    Mistake(
        "a constant as a condition",
        "if_impl(True, noop, noop)\n",
        "config.py:2: the condition True is not a value\n  Write value(KEY), or pure(CONSTANT).",
    ),
    Mistake(
        "no log level",
        'default_reporter(level="warn")\n',
        'config.py:2: "warn" is not a log level\n  Did you mean warning?',
    ),
    Mistake(
        "no log level and none like it",
        'default_reporter(level="x")\n',
        'config.py:2: "x" is not a log level\n  Levels: app, error, warning, info, debug, quiet.',
    ),
]

VALUES = [
    Mistake(
        "a value of no key",
        'value("hello")\n',
        "config.py:2: 'hello' is not a key\n  Keys are made by key(\"NAME\", …).",
    ),
    Mistake(
        "a value of what is no function",
        'pure(1).map("upper")\n',
        "config.py:2: 'upper' is not a function\n  Write one as in map(lambda word: word.upper()).",
    ),
    Mistake(
        "a value applied to a constant",
        "pure(len)(3)\n",
        "config.py:2: the argument 3 is not a value\n  Write value(KEY), or pure(CONSTANT).",
    ),
    Mistake(
        "a value applied to the wrong number of values",
        'packages = pure(lambda a: [])(pure(1), pure(2))\n\nregister("app", [main("U", job >> job, '
        "packages_v=packages)(noop)])\n",
        "config.py:2: <lambda>() takes 1 positional argument but 2 were given",
    ),
    Mistake(
        "a constant among values",
        'main("U", job >> job, packages_v=["lwt"])\n',
        "config.py:2: packages_v ['lwt'] is not a value\n  Write value(KEY), or pure(CONSTANT).",
    ),
    Mistake(
        "a condition on a key that is no truth value",
        'k = key("k", opt(str, "yes"))\nif_impl(value(k), noop, noop)\n',
        "config.py:3: the key k is of type string, where a bool is wanted\n"
        "  Compare it: value(KEY).map(lambda word: word == …).",
    ),
    Mistake(
        "a condition that is no truth value",
        'k = key("k", opt(int, 1))\nchoice = if_(value(k).map(lambda k: k % 2), 1, 2)\n'
        'register("app", [match_impl(choice, [(1, noop)], default=noop)])\n',
        "config.py:3: the condition is 1, neither True nor False\n"
        "  Compare it: value(KEY).map(lambda word: word == …).",
    ),
    Mistake(
        "a branch for what a key never is",
        'match_impl(value(target), [("hvtt", noop)], default=noop)\n',
        "config.py:2: the key target, which is of type target, is never 'hvtt'\n  Did you mean hvt?",
    ),
    Mistake(
        "a branch for an address that is none",
        'k = key("k", opt(ipv4_address, "10.0.0.1"))\nmatch_impl(value(k), [("10.0.0.256", noop)], default=noop)\n',
        "config.py:3: the key k, which is of type IPv4 address, is never '10.0.0.256'\n  Write one as in \"10.0.0.1\".",
    ),
    Mistake(
        "branches that are no pairs",
        "match_impl(pure(1), [noop], default=noop)\n",
        "config.py:2: the branches are not a list of pairs\n  Write [(CONSTANT, DEVICE), …].",
    ),
]

REGISTER = [
    Mistake(
        "no job at all",
        'register("app", [])\n',
        'config.py:2: there is no job\n  Write register("app", [JOB, …]).',
    ),
    Mistake(
        "a number for the URL of the sources",
        'register("app", [noop], src=1)\n',
        'config.py:2: src is 1, not a text\n  Write it in quotes: "1".',
    ),
    Mistake(
        "no name of a unikernel",
        'register("my app", [noop])\n',
        'config.py:2: "my app" cannot be the name of a unikernel\n'
        "  It begins with a letter or digit and holds letters, digits and . _ + - only.",
    ),
    Mistake(
        "a job that is not applied",
        'u = main("Unikernel.Main", time >> job)\nregister("app", [u])\n',
        "config.py:3: Unikernel.Main is a time >> job, not a job\n  Apply it: Unikernel.Main(…) to time.",
    ),
    Mistake(
        "a device as a job",
        'register("app", [default_time])\n',
        "config.py:2: a choice of time is a time, not a job\n  Jobs are made by main.",
    ),
    Mistake(
        "a word as a job",
        'register("app", ["Unikernel.Main"])\n',
        "config.py:2: 'Unikernel.Main' is not a job\n  Jobs are made by main.",
    ),
    Mistake(
        "a job instead of a list",
        'register("app", noop)\n',
        'config.py:2: jobs is not a list\n  Write register("app", [JOB, …]).',
    ),
    Mistake(
        "a job without argument",
        '\nu = main("Unikernel.Main", job)\nregister("app", [u])\n',
        "config.py:3: job Unikernel.Main has no argument\n"
        '  Give it one: main("Unikernel.Main", job >> job), and register it applied to noop.',
    ),
    Mistake(
        "a branch without argument",
        'k = key("k", opt(bool, True))\nu = main("U", job)\nregister("app", [if_impl(value(k), noop, u)])\n',
        'config.py:3: job U has no argument\n  Give it one: main("U", job >> job), and register it applied to noop.',
    ),
    Mistake(
        "two unikernels",
        'register("a", [noop])\nregister("b", [noop])\n',
        "config.py:3: register is called a second time\n  The first is config.py:2; a config registers one.",
    ),
    Mistake(
        "another type for argv",
        'register("app", [noop], argv=default_time)\n',
        "config.py:2: argv is a time, where a argv is wanted",
    ),
    Mistake(
        "another type for reporter",
        'register("app", [noop], reporter=default_time)\n',
        "config.py:2: reporter is a time, where a reporter is wanted",
    ),
    Mistake(
        "a word among keys",
        'register("app", [noop], keys=["hello"])\n',
        "config.py:2: 'hello' among keys is not a key\n  Write keys=[key(\"hello\", …), …].",
    ),
    Mistake(
        "a word among packages",
        'main("U", job >> job, packages=["duration"])\n',
        "config.py:2: 'duration' among packages is not a package\n  Write packages=[package(\"duration\"), …].",
    ),
    Mistake(
        "a package instead of a list",
        'main("U", job >> job, packages=package("duration"))\n',
        'config.py:2: packages is not a list\n  Write packages=[package("duration"), …].',
    ),
    Mistake("no unikernel", "", 'config.py:1: registers no unikernel\n  End with register("NAME", [JOB, …]).'),
]
