"""All files that are generated from one plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mirage_scons.model.install import NOTHING, Install
from mirage_scons.plan import hooks
from mirage_scons.plan.plan import Plan
from mirage_scons.render import dune, layout
from mirage_scons.render.dot import dot
from mirage_scons.render.key_gen import key_gen, target_c
from mirage_scons.render.libvirt import libvirt
from mirage_scons.render.main_ml import main_ml
from mirage_scons.render.manifest import manifest
from mirage_scons.render.opam import lock_name, opam
from mirage_scons.render.origin import HERE, Origin
from mirage_scons.render.xl import xl, xl_in


@dataclass(frozen=True)
class Files:
    """Texts by file name.

    ``workspace`` lies at the root of the directory that dune builds in, ``target`` in the one that shows a person all
    that is generated for one target. ``modules`` are the names among them that devices generate or have dune make,
    and ``install`` is what they install. ``beside`` are those that lie beside the image, by their names there.
    """

    workspace: Mapping[str, str]
    target: Mapping[str, str]
    modules: tuple[str, ...] = ()
    install: Install = NOTHING
    beside: Mapping[str, str] = field(default_factory=dict)


def render(plan: Plan, origin: Origin = HERE) -> Files:
    """The files of ``plan``, for a unikernel whose sources come from ``origin``."""
    program = {
        "main.ml": main_ml(plan),
        "key_gen.ml": key_gen(plan),
        "dune": dune.dune(plan),
        "dune-project": dune.dune_project(plan.project),
        "dune-workspace": dune.dune_workspace(plan),
    }
    devices = hooks.generated(plan.graph, plan.info)
    install = hooks.installed(plan.graph, plan.info, plan.image)
    workspace = {f"{layout.GENERATED}/{name}": text for name, text in devices.items()}
    return Files(
        {**program, **_shared(plan), **workspace, "duniverse/dune": dune.duniverse_dune()},
        {
            **program,
            **_for_target(plan),
            **devices,
            layout.GRAPH: dot(plan.term),
            opam_file(plan): opam(plan, _by_xen(plan) + install, origin),
        },
        tuple(sorted({*devices, *hooks.declared(plan.graph, plan.info)})),
        install,
        _beside(plan),
    )


def _shared(plan: Plan) -> dict[str, str]:
    """What is written otherwise where several targets share a program."""
    if not plan.target.is_shared:
        return {}
    return {"key_gen.ml": key_gen(plan, shared=True), "dune-project": dune.dune_project(lock_name(plan))}


def _for_target(plan: Plan) -> dict[str, str]:
    """The files by which an image is linked and started on its target."""
    files = {} if plan.target.is_process else {layout.MANIFEST: manifest(plan)}
    if plan.target.is_shared:
        files[layout.TARGET_C] = target_c(plan)
    if plan.target.name == "xen":
        files |= {f"{plan.name}.xl": xl(plan), f"{plan.name}.xl.in": xl_in(plan)}
    if plan.target.name in ("xen", "virtio"):
        files[f"{plan.name}_libvirt.xml"] = libvirt(plan)
    return files


def _beside(plan: Plan) -> dict[str, str]:
    """What other tools start an image by. The domains of libvirt are called as the images: there may be several."""
    names = [name for name in _for_target(plan) if name.endswith((".xl", ".xl.in", ".xml"))]
    image = plan.image.rpartition("/")[2]
    return {f"{image}_libvirt.xml" if name.endswith(".xml") else name: name for name in names}


def _by_xen(plan: Plan) -> Install:
    """What is installed for Xen's tools beside the image."""
    return Install(etc=(f"{plan.name}.xl", f"{plan.name}.xl.in")) if plan.target.name == "xen" else NOTHING


def opam_file(plan: Plan) -> str:
    """The name of the opam file."""
    return f"{plan.project}.opam"
