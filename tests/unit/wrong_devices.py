"""Configurations whose devices bring what cannot be, each in one way, with the message that says so."""

from __future__ import annotations

from configs import Mistake


def device(hooks: str) -> str:
    """A configuration with one device that has ``hooks``."""
    return f'thing = impl("Thing", job, {hooks})\n\nregister("app", [main("U", job >> job)(thing)])\n'


HOOKS = [
    Mistake(
        "a text that is no function",
        'impl("Thing", job, connect="Thing.connect ()")\n',
        "config.py:2: connect is 'Thing.connect ()', not a function\n"
        "  It takes info, the module's name and the arguments' names.",
    ),
    Mistake(
        "a connection that is no text",
        device("connect=lambda info, module, args: None"),
        "config.py:2: connect of the device Thing gives None, not the text of an OCaml expression",
    ),
    Mistake(
        "a connection that does not take what it is given",
        device("connect=lambda info: info.name"),
        "config.py:2: <lambda>() takes 1 positional argument but 3 were given",
    ),
    Mistake(
        "an error in a function of a device",
        "def connect(info, module, args):\n    return args[7]\n\n" + device("connect=connect"),
        "config.py:3: IndexError: list index out of range",
    ),
    Mistake(
        "stanzas that are one text",
        device('dune=lambda info: "(rule)"'),
        "config.py:2: dune of the device Thing gives '(rule)', not a list of texts",
    ),
    Mistake(
        "files that are no texts",
        device('configure=lambda info: {"data.ml": 3}'),
        "config.py:2: configure of the device Thing gives {'data.ml': 3}, not a dict of file names to texts",
    ),
    Mistake(
        "a file outside",
        device('configure=lambda info: {"../data.ml": ""}'),
        "config.py:2: the device Thing generates '../data.ml', which is not a name for a file of its own\n"
        "  It is to be a plain name, and of no file that is generated anyway.",
    ),
    Mistake(
        "a file of another's name",
        device('configure=lambda info: {"main.ml": ""}'),
        "config.py:2: the device Thing generates 'main.ml', which is not a name for a file of its own\n"
        "  It is to be a plain name, and of no file that is generated anyway.",
    ),
    Mistake(
        "two devices that generate one file",
        'one = app_info\ntwo = app_info_with_opam_deps([("lwt", "5")])\n'
        'register("app", [main("U", job >> job, extra_deps=[one, two])(noop)])\n',
        "the devices Info_gen and Info_gen generate different files info_gen.ml\n"
        "  Use one of them, or give the files other names.",
    ),
    Mistake(
        "versions that are no pairs",
        'app_info_with_opam_deps([("lwt",)])\n',
        "config.py:2: ('lwt',) among build_info is not a pair of texts\n"
        '  Write app_info_with_opam_deps([("lwt", "5.6.1"), …]).',
    ),
    Mistake(
        "no name of a library",
        'main("U", job >> job, local_libs=["my lib"])\n',
        'config.py:2: "my lib" is not the name of a library\n  It is that in the library\'s dune file.',
    ),
]

TARGETS = [
    Mistake(
        "a block device for Muen",
        'register("app", [main("U", block >> job)(block_of_file("disk"))])\n',
        "config.py:2: the device Block works for unix, macosx, hvt, spt, virtio, genode, xen, qubes, not for muen\n"
        "  Choose by target: match_impl(value(target), [(TARGET, DEVICE), …], default=DEVICE).",
        target="muen",
    ),
    Mistake(
        "a name that Solo5 does not take",
        'register("app", [main("U", block >> job)(block_of_file("disk.img"))])\n',
        'config.py:2: Solo5 cannot attach a block device called "disk.img"\n'
        "  Its name holds 1 to 67 letters and digits; unix may have another.",
        target="hvt",
    ),
    Mistake(
        "a network and a block device of one name",
        'a = netif("one")\nb = block_of_file("one")\nregister("app", [main("U", network >> block >> job)(a, b)])\n',
        'config.py:3: a network device and a block device are called "one"\n  Give one of them another name.',
        target="spt",
    ),
    Mistake(
        "more devices than Solo5 attaches",
        "u = main('U', block >> job)\njobs = [\n    u(block_of_file(f'd{n}')) for n in range(64)]\n"
        'register("app", jobs)\n',
        "config.py:4: 64 devices are too many for Solo5\n  At most 63.",
        target="virtio",
    ),
    Mistake(
        "sockets where there is no system",
        'register("app", [main("U", stackv4v6 >> job)(socket_stackv4v6())])\n',
        "config.py:2: the device Udpv4v6_socket works for unix, macosx, not for hvt\n"
        "  Choose by target: match_impl(value(target), [(TARGET, DEVICE), …], default=DEVICE).",
        target="hvt",
    ),
    Mistake(
        "the system's resolver where there is none",
        'register("app", [main("U", resolver >> job)(resolver_unix_system)])\n',
        "config.py:2: the device Resolver_lwt works for unix, macosx, not for xen\n"
        "  Choose by target: match_impl(value(target), [(TARGET, DEVICE), …], default=DEVICE).",
        target="xen",
    ),
    Mistake(
        "no mode of docteur",
        'docteur("https://example.org/pages.git", mode="fast")\n',
        'config.py:2: "fast" is not a mode of docteur\n  Modes are "Fast" and "Light".',
    ),
    Mistake(
        "a device of another target",
        'register("app", [main("U", block >> job)(block_of_xenstore_id("51760"))])\n',
        "config.py:2: the device Block works for xen, qubes, not for unix\n"
        "  Choose by target: match_impl(value(target), [(TARGET, DEVICE), …], default=DEVICE).",
    ),
    Mistake(
        "a device of another target without a line",
        '\nregister("app", [main("U", qubesdb >> job)(default_qubesdb)])\n',
        "config.py:3: the device Qubes.DB works for qubes, xen, not for unix\n"
        "  Choose by target: match_impl(value(target), [(TARGET, DEVICE), …], default=DEVICE).",
    ),
    Mistake(
        "two network devices of one interface",
        'a = netif("tap1")\nb = netif("tap1")\nregister("app", [main("U", network >> network >> job)(a, b)])\n',
        'config.py:3: two network devices are the interface "tap1" (the other is config.py:2)\n'
        "  Use one device for both, or give one of them another interface.",
    ),
    Mistake(
        "two network devices whose key has one name",
        'a = netif("tap1")\nb = netif("tap2")\nregister("app", [main("U", network >> network >> job)(a, b)])\n',
        'config.py:3: two keys have the name "interface" (the other is config.py:2)\n  Give one of them another name.',
    ),
    Mistake(
        "two network devices of two groups that are given one interface",
        'a = netif("tap1")\nb = netif("tap2", group="m")\n'
        'register("app", [main("U", network >> network >> job)(a, b)])\n',
        'config.py:3: two network devices are the interface "tap1" (the other is config.py:2)\n'
        "  Use one device for both, or give one of them another interface.",
        {"m-interface": "tap1"},
    ),
]

INSTALLS = [
    Mistake(
        "an installation that is none",
        device('install=lambda info: ["disk.img"]'),
        "config.py:2: install gives ['disk.img'], not install(…)",
    ),
    Mistake(
        "a value of installations that is none",
        device("install_v=lambda info: pure(3)"),
        "config.py:2: install gives 3, not install(…)",
    ),
    Mistake(
        "a program that is no pair",
        'install(bin=["tool.exe"])\n',
        'config.py:2: \'tool.exe\' is not a pair\n  Write bin=[("BUILT", "NAME")].',
    ),
    Mistake(
        "an installed file outside",
        'install(etc=["/etc/passwd"])\n',
        "config.py:2: '/etc/passwd' is not a path below the unikernel's directory\n  Write \"DIR/FILE\".",
    ),
    Mistake(
        "an installed file with the image's name",
        device('install=lambda info: install(etc=["app"])'),
        "config.py:2: the device Thing installs app, as the image does\n  Give it another name.",
    ),
    Mistake(
        "an installed file of two devices",
        'def own(info: Info) -> Install:\n    return install(etc=["disk"])\n\n'
        'one, two = impl("One", job, install=own), impl("Two", job, install=own)\n'
        'register("app", [main("U", job >> job >> job)(one, two)])\n',
        "config.py:3: the device Two installs disk, as the device One does\n  Give it another name.",
    ),
]
