"""The nodes of one unikernel for one target, from generated files to what is installed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from SCons.Environment import Base as Environment
from SCons.Node import Node

from mirage_scons.render import layout
from mirage_scons.targets import TARGETS, Target
from mirage_scons.tool import editor, install
from mirage_scons.tool.build import Build
from mirage_scons.tool.configure import text_node
from mirage_scons.tool.dune import Workspace, program_nodes
from mirage_scons.tool.duniverse import joined_node
from mirage_scons.tool.durable import unfinished
from mirage_scons.tool.images import Made
from mirage_scons.tool.mirror import Source
from mirage_scons.tool.place import Place
from mirage_scons.tool.plan_file import Entry
from mirage_scons.tool.run import Program, run_alias


@dataclass
class Unikernel:
    """The unikernel of ``entry``, built in ``env``, the environment of its target, from ``files`` and ``lock``.

    ``generated`` are the nodes of those files that the build around makes.
    """

    env: Environment
    build: Build
    place: Place
    entry: Entry
    files: Source
    lock: Node
    generated: list[Node]
    _made: list[Node] = field(default_factory=list)

    @property
    def _target(self) -> Target:
        return TARGETS[self.entry.target]

    @property
    def _home(self) -> Path:
        """Where what a person may read of this target lies."""
        return self.build.root / self.entry.name / self.entry.target

    @cached_property
    def _tools(self) -> list[Node]:
        """The notes on what compiles."""
        return [self.build.tools(self.env), *([] if self._target.is_process else [self.build.sdk(self.env)])]

    def made(self) -> Made:
        """The nodes of the image and of what else is made, with the aliases that build, show, run and install it."""
        self.files.refuse_clashes(self.entry.modules)
        self._own_directories()
        program, *installed = self._program()
        image = program if self._target.is_process else self._linked(program)
        files = {name: self._text(self._home / name, text) for name, text in sorted(self.entry.files.items())}
        shown = list(files.values())
        beside = [self._beside(name, text) for name, text in sorted(self.entry.beside.items())]
        self.env.Clean(image, [str(self._home.parent), str(unfinished(Path(image.abspath)))])
        if self.build.is_unsettled:
            self.env.AlwaysBuild([*self._tools, *self._made, *shown])
        others = [node for node in installed if node.get_executor() is not image.get_executor()]
        self.env.Requires(image, [*others, *beside])
        self._aliases(image, shown)
        install.add(self.env, image, *self._by_place(installed, beside))
        opam = next(node for name, node in files.items() if name.endswith(".opam"))
        return Made(image, self.lock, opam, files.get(layout.MANIFEST), files[layout.GRAPH])

    def _own_directories(self) -> None:
        paths = [self._image, *(self._image.parent / name for name in self.entry.installs)]
        for directory in (self.place.dist, *(path.parent for path in paths)):
            self.build.owns(directory)

    @property
    def _image(self) -> Path:
        return self.place.dist / self.entry.image

    def _text(self, path: Path, text: str) -> Node:
        """The node of a generated file, which targets may share."""
        node = self.build.shared.get(path)
        if node is None:
            node = self.build.shared[path] = text_node(self.env, path, text)
            self._made.append(node)
        return node

    def _beside(self, name: str, file: str) -> Node:
        """The node of a generated file that lies beside the image."""
        return self._text(self._image.parent / name, self.entry.files[file])

    def _program(self) -> list[Node]:
        """The nodes of what dune builds: the executable of a process or the object of a guest, and what is installed.

        Targets for which dune sees the same have one workspace and one program.
        """
        root = self.build.root / self.entry.name / "workspace" / self.entry.program
        if root not in self.build.programs:
            self.build.programs[root] = self._compiled(root)
        program, *installed = self.build.programs[root]
        return [program, *(self._copied(node) for node in installed)]

    def _compiled(self, root: Path) -> list[Node]:
        entry, context = self.entry, self._target.context
        texts = [self._text(root / name, text) for name, text in sorted(entry.workspace.items())]
        sources = joined_node(self.env, root / layout.DUNIVERSE, self.lock)
        self._made.append(sources)
        self.env.Requires([*texts, sources], self._tools)
        installs = sorted(entry.installs.items())  # the plan file keeps no order
        built = f"{context}/{layout.PROGRAM if self._target.is_process else layout.OBJECT}"
        programs = (built, *(f"{layout.HOST}/{program}" for _, program in installs))
        path = self._image if self._target.is_process else self._installed_from.with_name(f"{entry.name}.o")
        lock = self.place.source / entry.lock
        workspace = Workspace(root, self.files, frozenset(entry.inputs), entry.origins, lock, programs)
        paths = [path, *(self._built_at(name) for name, _ in installs)]
        inputs = [*texts, sources, *self._tools, *self.generated]
        nodes = program_nodes(self.env, paths, workspace, inputs)
        editor.add(self.env, entry.name, context, workspace, inputs, nodes[0])
        self.env.Clean(nodes[0], [str(unfinished(path)) for path in paths])
        self._made += nodes
        self.build.shared.update({Path(node.abspath): node for node in nodes[1:]})
        return nodes

    def _built_at(self, name: str) -> Path:
        """Where dune's run puts what is installed: beside an executable that it makes there, else to be copied."""
        path = self._image.parent / name
        return path if self._target.is_process and path not in self.build.shared else self._installed_from / name

    def _copied(self, node: Node) -> Node:
        """The node of what is installed beside the image, where all targets have the same."""
        built = Path(node.abspath)
        is_below = built.is_relative_to(self._installed_from)
        path = self._image.parent / built.relative_to(self._installed_from) if is_below else built
        if path not in self.build.shared:
            self.build.shared[path] = install.copied(self.env, node, path)
            self._made.append(self.build.shared[path])
        return self.build.shared[path]

    @property
    def _installed_from(self) -> Path:
        return self.build.root / self.entry.name / self.entry.program / "installed"

    def _linked(self, program: Node) -> Node:
        """The node of an image that is linked from the object ``program``."""
        own, manifest = self.env, self.entry.files[layout.MANIFEST]
        objects = [program]
        if self._target.is_shared:
            objects.append(self._object(own, self._shown(layout.TARGET_C)))
        source: Any = own.MirageManifest(str(self._home / "manifest.c"), self._shown(layout.MANIFEST))[0]
        objects.append(self._object(own, source))
        paths = [str(self._image), str(self._home / "image.json")]
        nodes: Any = own.MirageImage(paths, objects, MIRAGE_MANIFEST=manifest)
        own.Depends([source, *objects[1:], *nodes], self._tools)
        own.Precious(nodes)
        self._made += [source, *objects[1:], *nodes]
        return nodes[0]

    def _shown(self, name: str) -> Node:
        return self._text(self._home / name, self.entry.files[name])

    def _object(self, env: Environment, source: Node) -> Node:
        made: Any = env.MirageObject(str(Path(source.abspath).with_suffix(".o")), source)[0]
        return made

    def _by_place(self, installed: list[Node], beside: list[Node]) -> tuple[list[Node], list[Node]]:
        """What is installed among programs, and among data."""
        data = {self._image.parent / name for name in self.entry.data}
        programs = [node for node in installed if Path(node.abspath) not in data]
        return programs, [*(node for node in installed if Path(node.abspath) in data), *beside]

    def _aliases(self, image: Node, shown: Iterable[Node]) -> None:
        entry, env = self.entry, self.env
        for name in (entry.name, f"{entry.name}:{entry.target}", "build"):
            env.Alias(name, image)
        env.Alias("configure", shown)
        program = Program(
            entry.name,
            entry.target,
            entry.attached,
            entry.files.get(f"{entry.name}.xl.in", ""),
            self._home / f"{entry.name}.run.xl",
        )
        env.Alias("run", run_alias(env, f"{entry.name}:{entry.target}:run", image, program))
