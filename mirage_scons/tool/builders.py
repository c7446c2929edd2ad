"""The builders and construction variables that the tool adds to an environment."""

from __future__ import annotations

from typing import Any

from SCons.Builder import Builder
from SCons.Environment import Base as Environment
from SCons.Node import Node
from SCons.Scanner import Scanner

from mirage_scons.tool import given
from mirage_scons.tool.check import NOTE, inputs_of_tools
from mirage_scons.tool.configure import WRITE, check_words
from mirage_scons.tool.construction import SETTINGS, SHOWN
from mirage_scons.tool.dune import BUILD, inputs_of_program
from mirage_scons.tool.duniverse import ARRANGE
from mirage_scons.tool.fetch import FETCH, sources_of_lock
from mirage_scons.tool.guest import LINK, MANIFEST, OBJECT
from mirage_scons.tool.install import INSTALL_FILE
from mirage_scons.tool.lock import LOCK
from mirage_scons.tool.switch import INSTALL


def add(env: Environment) -> None:
    """Add the builders to ``env``, and the variables that it does not have."""
    verbose = given.is_on("verbose")
    env.SetDefault(
        **{name: setting.default() for name, setting in SETTINGS.items() if setting.default is not None},
        **{name: "" if verbose else text for name, text in SHOWN.items()},
    )
    env.Append(
        BUILDERS={
            "MirageText": Builder(action=WRITE, source_factory=env.Value, target_scanner=_scanner(check_words)),
            "MirageLock": Builder(action=LOCK, source_factory=env.Value, target_scanner=_scanner(check_words)),
            "MirageSwitch": Builder(action=INSTALL, source_factory=env.Value, target_scanner=_scanner(check_words)),
            "MirageSource": Builder(action=FETCH, source_factory=env.Value),
            "MirageJoin": Builder(action=ARRANGE, source_scanner=_scanner(sources_of_lock)),
            "MirageTools": Builder(action=NOTE, target_scanner=_scanner(inputs_of_tools)),
            "MirageProgram": Builder(action=BUILD, target_scanner=_scanner(inputs_of_program)),
            "MirageManifest": Builder(action=MANIFEST, suffix=".c", src_suffix=".json"),
            "MirageObject": Builder(action=OBJECT, suffix=".o", src_suffix=".c"),
            "MirageImage": Builder(action=LINK, suffix="$PROGSUFFIX", src_suffix=".o"),
            "MirageInstall": Builder(action=INSTALL_FILE),
        }
    )


def _scanner(function: object) -> Any:
    return Scanner(function=function, node_class=Node)
