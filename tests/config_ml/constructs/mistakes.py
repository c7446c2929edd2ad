"""Mistakes in the language of MirageOS, each with its error."""

from __future__ import annotations

MISTAKES = {
    "a let without a pattern": (
        "let f l = let (l @ l) in f [ 1 ]",
        "1:15 syntax error: the pattern is missing here",
    ),
    "an object of an earlier release": (
        "open Mirage\nlet d = object inherit base_configurable end",
        (
            "2:9 an object is not supported in a config.ml that is read without OCaml\n"
            "Devices that are objects are of MirageOS 3: write impl."
        ),
    ),
    "a module of a later release": (
        'open Mirage\nlet a = Runtime_arg.v "x"',
        "2:9 unbound module Runtime_arg\nIt is of MirageOS 4.5 and later: write Key.create.",
    ),
    "a label of a later release": (
        'open Mirage\nlet u = main ~deps:[ dep app_info ] "U" (job @-> job)',
        "2:14 main has no argument with the label deps\nIt is of MirageOS 4.5 and later: write ~extra_deps.",
    ),
    "devices of two types in a list": (
        "open Mirage\nlet l = [ default_time; noop; default_posix_clock ]",
        "2:25 this element of a list is a job, where a time is wanted",
    ),
    "devices of two types in branches": (
        "open Mirage\nlet u = if true then default_time else noop",
        "2:40 this branch is a job, where a time is wanted",
    ),
    "a module path that no one may name": (
        'open Mirage\ntype t = T\nlet d = impl ~connect:(fun _ m _ -> m) "lower" (typ T)',
        '3:9 "lower" is not a module path of OCaml\nWrite it as in "Unikernel.Hello".',
    ),
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
        "2:41 this element of a list is a string, where a package is wanted",
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
        ("2:9 unbound value generic_stackv4\nIt is of MirageOS before 4.3: write generic_stackv4v6."),
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
            "and one more argument, where a git_client is wanted\n"
            "Give it ~key and ~password and one more argument, which it needs."
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
