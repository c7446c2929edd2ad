"""The goals of this tool: what may be asked for by a word of its own on SCons' command line, for all unikernels."""

from __future__ import annotations

from typing import NamedTuple


class Goal(NamedTuple):
    """A goal: its ``name``, what it does in a few words, and the ``group`` of goals that it is shown in."""

    name: str
    doc: str
    group: str


GOALS = (
    Goal("build", "builds every image", "Build"),
    Goal("configure", "puts what is generated into build/NAME/TARGET/, to be read", "Build"),
    Goal("install", "installs images, and what belongs to them, below PREFIX=", "Build"),
    Goal("run", "builds, then runs; args='…' is the program's command line", "Build"),
    Goal("save", "keeps values for later runs, as in scons save target=hvt; alone, shows them", "Build"),
    Goal("editor", "lets editors understand the sources (ocaml-lsp, merlin, clangd)", "Build"),
    Goal("lock", "finds the versions of packages, where the lock does not hold; update= takes newer ones", "Packages"),
    Goal("depext", "lists missing packages of the system; install=1 installs them", "Packages"),
    Goal("switch", "installs the tools of a target with opam", "Packages"),
    Goal("describe", "name, target and keys; packages and libraries with verbose=1", "Inspection"),
    Goal("graph", "the device graph; format=dot, svg, html or json", "Inspection"),
    Goal("targets", "everything that scons can be asked for", "Inspection"),
)
"""Every goal, in the order in which it is shown."""
