"""A project whose images are for guests, and what is asked of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from greeter import greeter
from guest_sdk import GuestSdk
from project import Project

UNIKERNEL = """module Hello (_ : sig end) = struct
  let target =
    match Key_gen.target () with
    | `Hvt -> "hvt" | `Spt -> "spt" | `Virtio -> "virtio" | `Muen -> "muen" | `Genode -> "genode"
    | `Xen -> "xen" | `Qubes -> "qubes" | `Unix -> "unix" | `MacOSX -> "macosx"

  let start () =
    print_endline (target ^ ": " ^ Message.text (Key_gen.hello ()));
    Lwt.return_unit
end

module Disk (B : sig type t end) = struct
  let start (_ : B.t) = Lwt.return_unit
end
"""

SCONSTRUCT = """import mirage_scons

DefaultEnvironment(tools=[])
env = Environment(tools=[mirage_scons.tool(MIRAGE_REPOSITORIES={repositories!r})])
env.Unikernel(".")
"""

WORKSPACE = "build/greeter/workspace/solo5"
HOME = "build/greeter"


def with_a_disk(project: Project, name: str = "storage") -> None:
    """Attach a device."""
    disk = f'main("Unikernel.Disk", block >> job)(block_of_file("{name}"))'
    project.replace("config.py", "[unikernel(noop)]", f"[unikernel(noop), {disk}]")


def guest(root: Path, sdk: GuestSdk, *targets: str) -> Project:
    """The greeter for guests, which says its target, too."""
    project = greeter(root)
    project.write("SConstruct", SCONSTRUCT.format(repositories=list(sdk.repositories)))
    project.write("unikernel.ml", UNIKERNEL)
    project.words = (f"target={','.join(targets)}",)
    sdk.use(project)
    return project


def bare_path() -> str:
    """The PATH without any SDK."""
    directories = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(path for path in directories if not Path(path, "solo5-elftool").exists())


def asked(project: Project, question: str, image: str) -> Any:
    """What elftool says of an image of a project."""
    environ = project.process_environment(project.root.parent / "asked.audit", {})
    command = ["solo5-elftool", f"query-{question}", image]
    done = subprocess.run(command, cwd=project.root, env=environ, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def said(project: Project, image: str, *args: str) -> list[str]:
    """The lines of the greeter's own that an image for spt or hvt says."""
    environ = project.process_environment(project.root.parent / "said.audit", {})
    command = [f"solo5-{image.rpartition('.')[2]}", image, *args]
    done = subprocess.run(command, cwd=project.root, env=environ, capture_output=True, text=True, check=True)
    return own_lines(done.stdout)


def own_lines(text: str) -> list[str]:
    """The lines of the greeter's own among what is printed."""
    return [line for line in text.splitlines() if "message: " in line]
