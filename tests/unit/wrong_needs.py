"""Configurations whose keys, packages or Python are wrong, each in one way, with the message that says so."""

from __future__ import annotations

from configs import MAIN, Mistake

HELLO = 'hello = key("hello", opt(str, "hi"))\nregister("app", [noop], keys=[hello])\n'

KEYS = [
    Mistake(
        "no converter",
        'key("k", opt(float, 1.0))\n',
        "config.py:2: float is not a converter\n"
        "  Use str, int, bool, int64, some(…), list_of(…), pair_of(…), one_of(…), an address's or one made by conv.",
    ),
    Mistake(
        "a separator of two characters",
        'key("k", opt(list_of(int, sep="::"), []))\n',
        "config.py:2: the separator '::' is not one ASCII character",
    ),
    Mistake(
        "a pair with a separator that cmdliner does not take",
        'key("k", opt(pair_of(int, int, sep="→"), (1, 2)))\n',
        "config.py:2: the separator '→' is not one ASCII character",
    ),
    Mistake(
        "two words that are one variant",
        'key("k", opt(one_of("a-b", "a.b"), "a-b"))\n',
        "config.py:2: one_of('a-b', 'a.b') does not tell its words apart in OCaml",
    ),
    Mistake(
        "a word that is no variant",
        'key("k", opt(one_of("4.14", "none"), "none"))\n',
        'config.py:2: "4.14" cannot be a variant of OCaml\n  Begin with a letter.',
    ),
    Mistake(
        "a default that is none of the words",
        'key("k", opt(one_of("fast", "slow"), "quick"))\n',
        "config.py:2: the default 'quick' is not of type one of fast, slow\n  It is one of fast, slow.",
    ),
    Mistake(
        "a default of another type",
        'key("k", opt(int, "1"))\n',
        "config.py:2: the default '1' is not of type int",
    ),
    Mistake(
        "a default that is a truth value where a number is wanted",
        'key("k", opt(int, True))\n',
        "config.py:2: the default True is not of type int",
    ),
    Mistake(
        "no default where one is wanted",
        'key("k", opt(list_of(str), None))\n',
        "config.py:2: the default None is not of type list of string",
    ),
    Mistake(
        "no stage",
        'key("k", flag(stage="build"))\n',
        'config.py:2: "build" is not a stage\n  Stages are "configure", "run" and "both".',
    ),
    Mistake(
        "an empty name of a key",
        'key("", flag())\n',
        'config.py:2: a key\'s name cannot be empty\n  Write key("hello", …).',
    ),
    *(
        Mistake(
            f"the key name {name}",
            f'key("{name}", flag())\n',
            f'config.py:2: the key\'s name "{name}" cannot be a value of OCaml\n'
            "  Begin with a small letter; avoid OCaml's keywords, _ and runtime_keys.",
        )
        for name in ("Hello", "2nd", "val", "é", "_", "runtime-keys")
    ),
    Mistake(
        "a default instead of an argument",
        'key("hello", "Hello")\n',
        "config.py:2: key hello is given 'Hello', not an argument\n"
        '  Write key("hello", opt(str, …)), or with required, flag or opt_all.',
    ),
    Mistake(
        "an option that every program has",
        'key("help", flag())\n',
        "config.py:2: key help cannot have the option help\n  Every program has that one.",
    ),
    Mistake(
        "an option with dashes",
        'key("hello", flag(), names=["--hello"])\n',
        'config.py:2: "--hello" cannot be an option\n  Leave out dashes before it, spaces and =.',
    ),
    Mistake(
        "two keys with one name",
        'a = key("k", opt(str, "a"))\nb = key("k", opt(str, "b"))\nregister("app", [noop], keys=[a, b])\n',
        'config.py:3: two keys have the name "k" (the other is config.py:2)\n  Give one of them another name.',
    ),
    Mistake(
        "a key with the name of one that every unikernel has",
        'register("app", [noop], keys=[key("delay", opt(int, 3))])\n',
        'config.py:2: two keys have the name "delay" (the other is a key of every unikernel)\n'
        "  Give one of them another name.",
    ),
    Mistake(
        "two keys with one name in OCaml",
        'register("app", [noop], keys=[\n    key("a-b", flag()),\n    key("a_b", flag())])\n',
        "config.py:4: two keys have the name a_b in OCaml (the other is config.py:3)\n  Give one of them another name.",
    ),
    Mistake(
        "a key with the name of another's term in OCaml",
        'register("app", [noop], keys=[\n    key("a", flag()),\n    key("a-t", flag())])\n',
        "config.py:4: two keys have the name a_t in OCaml (the other is config.py:3)\n  Give one of them another name.",
    ),
    Mistake(
        "two keys with one option",
        'register("app", [noop], keys=[\n    key("a", flag(), names=["x"]),\n    key("b", flag(), names=["x"])])\n',
        "config.py:4: two keys have the option x (the other is config.py:3)\n  Give one of them another name.",
    ),
    Mistake(
        "a default that is no address",
        'key("k", opt(ipv4_prefix, "10.0.0.2"))\n',
        "config.py:2: the default '10.0.0.2' is not of type IPv4 address with length\n"
        '  Write one as in "10.0.0.2/24".',
    ),
    Mistake(
        "a default with half of a surrogate pair",
        'key("k", opt(str, "\\ud800"))\n',
        "config.py:2: the default '\\ud800' is not of type string\n"
        "  It holds half of a surrogate pair, which no text may.",
    ),
    Mistake(
        "a converter that writes no text",
        'level = conv("level", parse=int, serialize=lambda level: level, runtime_conv="Level.conv")\n'
        'key("k", opt(level, 3))\n',
        "config.py:3: the default 3 is not of type level\n  serialize gives 3, not the text of an OCaml expression.",
    ),
    Mistake(
        "a word instead of a list of names",
        'key("k", flag(), names="k")\n',
        'config.py:2: names of key k is not a list\n  Write names=["n", "name"].',
    ),
    Mistake(
        "a number for a doc",
        'key("k", flag(), doc=3)\n',
        'config.py:2: doc of key k is 3, not a text\n  Write it in quotes: "3".',
    ),
    Mistake(
        "an alias that sets nothing",
        'alias("all", {})\n',
        'config.py:2: alias all sets nothing\n  Write alias("all", {KEY: VALUE, …}).',
    ),
    Mistake(
        "an alias that sets a key of the run",
        'k = key("k", opt(int, 1, stage="run"))\nalias("all", {k: 2})\n',
        "config.py:3: alias all sets k, a key of the run\n  It may set keys that configuring can give.",
    ),
    Mistake(
        "an alias that sets what is no key",
        'alias("all", {"k": 2})\n',
        "config.py:2: alias all sets 'k', which is not a key\n  It may set keys that configuring can give.",
    ),
    Mistake(
        "an alias that sets a key to what it never is",
        'k = key("k", opt(int, 1))\nalias("all", {k: "2"})\n',
        "config.py:3: the key k, which is of type int, is never '2'",
    ),
    Mistake(
        "two aliases that set one key",
        'k = key("k", opt(int, 1))\na = alias("a", {k: 2})\n'
        'b = alias("b", {k: 3})\nregister("app", [noop], keys=[a, b])\n',
        "config.py:4: a and b set k to different values\n  Give one of them, or k.",
        {"a": "true", "b": "true"},
    ),
    Mistake(
        "a required key that is not given",
        'register("app", [noop], keys=[key("k", required(str, stage="configure"))])\n',
        "config.py:2: key k is required\n  Give it: scons k=VALUE",
    ),
]

WORDS = [
    Mistake(
        "an option given twice",
        HELLO,
        "hello is given more than once: hello=a and hello=b",
        given={"hello": ["a", "b"]},
    ),
    Mistake(
        "an option given by two names",
        'register("app", [noop], keys=[key("k", opt(int, 0), names=["k", "kay"])])\n',
        "k is given more than once: k=1 and kay=2",
        given={"kay": "2", "k": "1"},
    ),
    Mistake("no truth value", MAIN, 'backtrace=yes: invalid value "yes", expected true or false', {"backtrace": "yes"}),
    Mistake("no number", MAIN, 'delay=soon: invalid value "soon", expected a whole number', {"delay": "soon"}),
    Mistake(
        "a number too large",
        MAIN,
        f'delay={2**62}: invalid value "{2**62}", expected a whole number of 63 bits',
        {"delay": str(2**62)},
    ),
    Mistake(
        "no word of an enumeration, but like one",
        MAIN,
        'allocation-policy=bestfit: invalid value "bestfit", expected one of next-fit, first-fit, best-fit. '
        "Did you mean best-fit?",
        {"allocation-policy": "bestfit"},
    ),
    Mistake(
        "no word of an enumeration, and like none",
        MAIN,
        'allocation-policy=: invalid value "", expected one of next-fit, first-fit, best-fit.',
        {"allocation-policy": ""},
    ),
    Mistake(
        "no log threshold",
        MAIN,
        'logs=a:b:info: invalid value "a:b:info", expected LEVEL or SOURCE:LEVEL, where LEVEL is one of app, error, '
        "warning, info, debug, quiet",
        {"logs": "a:b:info"},
    ),
    Mistake(
        "no address",
        'register("app", [noop], keys=[key("ip", opt(ip_address, "::1"))])\n',
        'ip=10.0.0.256: invalid value "10.0.0.256", expected an IP address, as in "10.0.0.1" or "fd00::1"',
        {"ip": "10.0.0.256"},
    ),
    Mistake(
        "a wrong value in the environment",
        'register("app", [noop], keys=[key("k", opt(int, 0), env="KAY")])\n',
        'KAY=x: invalid value "x", expected a whole number',
        environ={"KAY": "x"},
    ),
]

PACKAGES = [
    Mistake(
        "a number for a version",
        'package("lwt", min=5)\n',
        'config.py:2: a version of lwt is 5, not a text\n  Write it in quotes: "5".',
    ),
    Mistake(
        "a pin that is no text",
        'register("app", [noop], packages=[package("lwt", pin=5)])\n',
        'config.py:2: the pin of package lwt is 5, not a text\n  Write it in quotes: "5".',
    ),
    Mistake(
        "no version",
        'package("lwt", min=">= 5")\n',
        'config.py:2: ">= 5" cannot be a version of lwt\n  It holds letters, digits and _ + . ~ - only.',
    ),
    Mistake(
        "a word instead of a list of libraries",
        'package("arp", sublibs="mirage")\n',
        'config.py:2: sublibs of package arp is not a list\n  Write sublibs=["a", "b"].',
    ),
    Mistake(
        "no name of a package",
        'package("arp.mirage")\n',
        'config.py:2: package name "arp.mirage" is invalid\n'
        "  It holds letters, digits, - and _; libraries go into libs or sublibs.",
    ),
    Mistake(
        "both libs and sublibs",
        'package("arp", libs=["arp"], sublibs=["mirage"])\n',
        "config.py:2: package arp has both sublibs and libs\n  Give one of them.",
    ),
    Mistake(
        "no scope",
        'package("arp", scope="duniverse")\n',
        'config.py:2: "duniverse" is not a scope\n  Scopes are "monorepo" and "switch".',
    ),
    Mistake(
        "a package in two scopes",
        'a = package("arp")\nb = package("arp", scope="switch")\nregister("app", [noop], packages=[a, b])\n',
        "config.py:2: package arp is wanted in two scopes: monorepo and switch (the other is config.py:3)\n"
        "  Make both say the same.",
    ),
    Mistake(
        "a package in another scope than a device's",
        'register("app", [noop], packages=[package("mirage-logs", scope="switch")])\n',
        "config.py:2: package mirage-logs is wanted in two scopes: switch and monorepo (the other is a device's own)\n"
        "  Make both say the same.",
    ),
    Mistake(
        "two pins",
        'a = package("arp", pin="x")\nb = package("arp", pin="y", pin_version="1")\n'
        'register("app", [noop], packages=[a, b])\n',
        "config.py:2: package arp is pinned twice: to arp.dev x and arp.1 y (the other is config.py:3)\n"
        "  Make both say the same.",
    ),
    Mistake(
        "two contradictory packages in one line",
        'register("app", [noop], packages=[package("arp", pin="x"), package("arp", pin="y")])\n',
        "config.py:2: package arp is pinned twice: to arp.dev x and arp.dev y\n  Make both say the same.",
    ),
]

VERSIONS = [
    Mistake(
        "a version that is not there yet",
        "# mirage >= 9.0.0\n" + MAIN,
        "config.py:1: this configuration is for mirage >= 9.0.0, and what is generated is that of 4.4.2\n"
        "  Use a newer mirage_scons, or change the first line.",
    ),
    Mistake(
        "a version that is long gone",
        "# mirage < 4.0\n" + MAIN,
        "config.py:1: this configuration is for mirage < 4.0, and what is generated is that of 4.4.2\n"
        "  Use an older mirage_scons, or change the first line.",
    ),
    Mistake(
        "a version that is below in part",
        "# mirage >= 4.4 & < 4.4.2\n" + MAIN,
        "config.py:1: this configuration is for mirage < 4.4.2, and what is generated is that of 4.4.2\n"
        "  Use an older mirage_scons, or change the first line.",
    ),
    Mistake(
        "no bound on a version",
        "# mirage > 4.0\n" + MAIN,
        'config.py:1: "> 4.0" is not a bound on the version of mirage\n'
        "  Write it as in # mirage >= 4.4 & < 5: from the first on, and below the second.",
    ),
    Mistake(
        "two bounds on one side",
        "# mirage >= 4 & >= 4.4\n" + MAIN,
        "config.py:1: two bounds >= on the version of mirage\n"
        "  Write it as in # mirage >= 4.4 & < 5: from the first on, and below the second.",
    ),
]

PYTHON = [
    Mistake("a syntax error", 'key("k", flag()\n', "config.py:2: '(' was never closed"),
    Mistake(
        "a syntax error in text that is evaluated",
        '\neval("1 +")\n',
        "config.py:3: SyntaxError: invalid syntax (<string>, line 1)",
    ),
    Mistake("an exception", "\nkeys = {}\nkeys[1]\n", "config.py:4: KeyError: 1"),
    Mistake(
        "an exception below a function",
        "def f():\n    1 / 0\n\nf()\n",
        "config.py:3: ZeroDivisionError: division by zero",
    ),
    Mistake("an exit", "import sys\n\nsys.exit(3)\n", "config.py:4: SystemExit: 3"),
    Mistake(
        "a module that is missing",
        "import no_such_module\n",
        "config.py:2: ModuleNotFoundError: No module named 'no_such_module'",
    ),
]
