"""The construction variables and builders that users meet, with what they are for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Setting(NamedTuple):
    """A construction variable that an SConstruct may set: what its value is made by where it does not, and its doc.

    ``default`` is a function, so that no two environments share a list; it is ``None`` where unset means something.
    """

    default: Callable[[], Any] | None
    doc: str


SETTINGS = {
    "MIRAGE_BUILD_DIR": Setting(lambda: "build", "Where everything but images lies, from the SConscript that calls."),
    "MIRAGE_DIST_DIR": Setting(lambda: "dist", "Where images lie."),
    "MIRAGE_EXCLUDE": Setting(
        list,
        "Patterns of names beside `config.py` that are no sources, such as `*.img`; a change in them builds nothing.",
    ),
    "MIRAGE_HOST_ARGUMENTS": Setting(
        list,
        "Names before `=` that your own SConstruct takes from the command line; construction variables need not be "
        "listed.",
    ),
    "MIRAGE_REPOSITORIES": Setting(
        list,
        "Where packages are looked for, as for `repositories=`; without it where the lock says, else in `starter`.",
    ),
    "MIRAGE_ARCHIVE_MIRRORS": Setting(list, "Servers laid out as opam's cache, asked before all others."),
    "MIRAGE_OVERRIDES": Setting(dict, "Directories used instead of the sources of packages, by name, as `override=`."),
    "MIRAGE_CACHE": Setting(
        None, "Where images are shared, as `cache=`; without it as the `CacheDir` of your build says."
    ),
    "MIRAGE_CACHE_DIR": Setting(
        None, "What was fetched, for all builds of a user; without it below `$XDG_CACHE_HOME` or `~/.cache`."
    ),
    "MIRAGE_ARCH": Setting(None, "The architecture of guests, as `arch=`."),
    "SOLO5_TOOLCHAIN": Setting(None, "Where Solo5's tools and OCaml's compiler for guests are, as `SOLO5_TOOLCHAIN=`."),
    "OPAMSWITCH": Setting(None, "The switch of opam that has them, as `OPAMSWITCH=`."),
    "PREFIX": Setting(None, "The directory whose `bin` and `etc` get what is installed, as `PREFIX=`."),
    "DUNE": Setting(lambda: "dune", "The program dune."),
    "MIRAGEDUNECOM": Setting(
        lambda: "$DUNE build --root $MIRAGE_ROOT $MIRAGE_PROGRAMS", "The command that compiles a program."
    ),
}
"""What an SConstruct may set. The command line wins where it has a word for the same."""

SHOWN = {
    "MIRAGETEXTCOMSTR": "Generating $TARGET",
    "MIRAGELOCKCOMSTR": "Locking $TARGET",
    "MIRAGESWITCHCOMSTR": "Installing $MIRAGE_TOOLS",
    "MIRAGEFETCHCOMSTR": "Fetching $MIRAGE_PACKAGES",
    "MIRAGEJOINCOMSTR": "Placing sources in ${TARGET.dir}",
    "MIRAGETOOLSCOMSTR": "Checking $MIRAGE_CHECKED",
    "MIRAGEDUNECOMSTR": "Building $TARGET",
    "MIRAGEMANIFESTCOMSTR": "Generating $TARGET",
    "MIRAGEOBJECTCOMSTR": "Compiling $TARGET",
    "MIRAGELINKCOMSTR": "Linking $TARGET",
    "MIRAGEINSTALLCOMSTR": "Installing $TARGET",
    "MIRAGERUNCOMSTR": "Running $SOURCE",
}
"""What is shown of each action; ``verbose=1`` shows whole commands."""

OF_TARGETS = {
    "MIRAGE_TARGET": "The target.",
    "MIRAGE_CONTEXT": "dune's context, and findlib's toolchain: `default` or `solo5`.",
    "MIRAGE_ABI": "The binding of Solo5 that images are linked with; empty for a process.",
    "MIRAGE_ARCH": "The architecture of the guest.",
    "MIRAGE_SYSROOT": "Where OCaml for guests lies; asked of the toolchain when it is needed.",
    "MIRAGE_LIBC": "Where the C libraries for guests lie; asked of the toolchain when it is needed.",
    "MIRAGE_TENDER": "The program that starts an image.",
    "SOLO5_ELFTOOL": "What writes manifests, and reads them in images.",
    "CC": "The C compiler for guests; SCons' own `Object` compiles with it, too.",
    "LINK": "The linker for guests.",
    "OBJCOPY": "Solo5's `objcopy`.",
    "CFLAGS": "Options of the compiler, for C alone.",
    "CCFLAGS": "Options of the compiler.",
    "CPPPATH": "Where headers are looked for.",
    "LINKFLAGS": "Options of the linker.",
    "PROGSUFFIX": "What the name of an image ends in.",
    "MIRAGEMANIFESTCOM": "The command that writes the C source of a manifest.",
    "MIRAGEOBJECTCOM": "The command that compiles C.",
    "MIRAGELINKCOM": "The command that links an image.",
    "MIRAGE_OUTPUT": "Where these three commands write.",
}
"""What ``UnikernelEnvironment`` sets: the first three for every target, the others for guests."""

BUILDERS = {
    "MirageManifest": "The C source of a manifest, of its JSON.",
    "MirageObject": "An object for a guest, of C.",
    "MirageImage": "An image, of objects of which one is a manifest's; what `solo5-elftool` says of it is checked.",
}
"""The builders that work in an environment of ``UnikernelEnvironment``; all others are parts of ``Unikernel``."""
