"""MirageOS 4.4: the versions of packages that mirage 4.4.2 asks for."""

from __future__ import annotations

from mirage_scons.releases import Release

R4_4 = Release(
    "4.4",
    "4.4.2",
    {
        ("arp", ""): ("3.0.0", "4.0.0"),
        ("charrua-client", ""): ("1.3.0", "2.0.0"),
        ("duration", ""): ("", "1.0.0"),
        ("ethernet", ""): ("3.0.0", "4.0.0"),
        ("mirage-block-ccm", ""): ("2.0.0", "3.0.0"),
        ("mirage-block-solo5", ""): ("0.8.0", "0.9.0"),
        ("mirage-block-unix", ""): ("2.12.0", "3.0.0"),
        ("mirage-block-xen", ""): ("2.1.0", "3.0.0"),
        ("mirage-bootvar-solo5", ""): ("0.6.0", "0.7.0"),
        ("mirage-bootvar-unix", ""): ("0.1.0", "0.2.0"),
        ("mirage-bootvar-xen", ""): ("0.8.0", "0.9.0"),
        ("mirage-clock-solo5", ""): ("4.2.0", "5.0.0"),
        ("mirage-clock-unix", ""): ("3.0.0", "5.0.0"),
        ("mirage-clock-unix", "mclock"): ("4.1.0", "5.0.0"),
        ("mirage-crypto-rng-mirage", ""): ("0.8.0", "0.12.0"),
        ("mirage-logs", ""): ("2.0.0", "3.0.0"),
        ("mirage-net-macosx", ""): ("1.8.0", "2.0.0"),
        ("mirage-net-solo5", ""): ("0.8.0", "0.9.0"),
        ("mirage-net-unix", ""): ("3.0.0", "4.0.0"),
        ("mirage-net-xen", ""): ("2.1.0", "3.0.0"),
        ("mirage-qubes", ""): ("0.9.0", "0.10.0"),
        ("mirage-qubes-ipv4", ""): ("0.9.0", "0.10.0"),
        ("mirage-random", ""): ("3.0.0", "4.0.0"),
        ("mirage-runtime", ""): ("4.4.1", "4.5.0"),
        ("mirage-solo5", ""): ("0.9.0", "0.10.0"),
        ("mirage-unix", ""): ("5.0.0", "6.0.0"),
        ("mirage-xen", ""): ("8.0.0", "9.0.0"),
        ("ocaml-solo5", ""): ("0.8.1", "0.9.0"),
        ("opam-monorepo", ""): ("0.3.2", ""),
        ("solo5", ""): ("0.7.5", "0.9.0"),
        ("tcpip", ""): ("7.0.0", "9.0.0"),
        ("tcpip", "of-stack"): ("7.1.0", ""),
    },
    (
        ("opam-overlays", "https://github.com/dune-universe/opam-overlays.git"),
        ("mirage-overlays", "https://github.com/dune-universe/mirage-opam-overlays.git"),
    ),
)
