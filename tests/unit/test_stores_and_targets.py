"""Rules of stores, files of libvirt, types of several kinds, and what is deprecated."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from configs import plan, refusal, write

from mirage_scons.config_py.reader import read
from mirage_scons.render.files import render
from mirage_scons.render.opam import opam

ATTACHED = """
jobs = [main("U", block >> job)(block_of_file(name)) for name in ("a", "b")]
register("app", [*jobs, main("V", network >> job)(netif("net0"))])
"""


def test_libvirt_s_file_for_virtio_attaches_disks_and_networks(tmp_path: Path) -> None:
    domain = ET.fromstring(render(plan(tmp_path, ATTACHED, "virtio")).target["app_libvirt.xml"])
    assert domain.get("type") == "kvm"
    assert domain.findtext("name") == "app"
    assert domain.findtext("os/kernel") == "app.virtio"
    assert domain.findtext("memory") == str(256 * 1024)
    assert [disk.get("dev") for disk in domain.iterfind("devices/disk/target")] == ["vda", "vdb"]
    sources = [disk.get("file") for disk in domain.iterfind("devices/disk/source")]
    assert sources == ["/var/lib/libvirt/images/a.img", "/var/lib/libvirt/images/b.img"]
    assert [bridge.get("bridge") for bridge in domain.iterfind("devices/interface/source")] == ["br0"]


def test_libvirt_s_file_for_xen_leaves_the_first_disk_to_xen(tmp_path: Path) -> None:
    domain = ET.fromstring(render(plan(tmp_path, ATTACHED, "xen")).target["app_libvirt.xml"])
    assert domain.get("type") == "xen"
    assert domain.findtext("os/kernel") == "app.xen"
    assert [disk.get("dev") for disk in domain.iterfind("devices/disk/target")] == ["xvdb", "xvdc"]


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("unix", set()),
        ("hvt", {"manifest.json", "target.c"}),
        ("virtio", {"manifest.json", "target.c", "app_libvirt.xml"}),
        ("xen", {"manifest.json", "app.xl", "app.xl.in", "app_libvirt.xml"}),
        ("qubes", {"manifest.json"}),
    ],
)
def test_each_target_has_its_own_files(target: str, names: set[str], tmp_path: Path) -> None:
    text = 'register("app", [noop])\n'
    common = {"main.ml", "key_gen.ml", "dune", "dune-project", "dune-workspace", "graph.dot", f"app-{target}.opam"}
    assert set(render(plan(tmp_path, text, target)).target) - common == names


def test_the_files_for_xen_s_tools_are_installed(tmp_path: Path) -> None:
    text = render(plan(tmp_path, 'register("app", [noop])\n', "xen")).target["app-xen.opam"]
    assert '  ["cp" "dist/app.xl" "%{etc}%"]\n  ["cp" "dist/app.xl.in" "%{etc}%"]\n' in text


def test_a_directory_is_compiled_in_by_a_rule(tmp_path: Path) -> None:
    made = plan(tmp_path, 'register("app", [main("U", kv_ro >> job)(crunch("web/static"))])\n', "spt")
    assert (
        "(rule\n (targets static_webstatic.ml static_webstatic.mli)\n (deps (source_tree web/static))\n (action\n"
        "  (run ocaml-crunch -o static_webstatic.ml web/static)))"
    ) in render(made).workspace["dune"]
    assert render(made).modules == ("static_webstatic.ml", "static_webstatic.mli")


def test_a_repository_is_a_disk_that_a_rule_makes_and_opam_installs(tmp_path: Path) -> None:
    text = """
    pages = docteur("relativize://pages", branch="refs/heads/main", extra_deps=["index"])
    register("app", [main("U", kv_ro >> job)(pages)])
    """
    made = plan(tmp_path, text, "hvt", {"disk": "pages"})
    files = render(made)
    assert (
        '(rule\n (targets pages)\n (enabled_if (= %{context_name} "default"))\n'
        " (deps (:make %{bin:docteur.make}) index (source_tree pages))\n"
        " (action (run %{make} relativize://pages -b refs/heads/main pages)))"
    ) in files.workspace["dune"]
    assert files.install.etc == ("pages",)
    assert '["cp" "dist/pages" "%{etc}%"]' in opam(made, files.install)
    assert [attached.name for attached in made.attachments] == ["pages"]


@pytest.mark.parametrize("ip_of", ["create_ipv4(link, arp(link))", "create_ipv6(net, link)"])
def test_a_type_of_several_kinds_takes_each_of_them(ip_of: str, tmp_path: Path) -> None:
    text = f"""
    net, link = default_network, etif(default_network)
    register("app", [main("U", ip >> udp >> tcp >> job)({ip_of}, direct_udp({ip_of}), direct_tcp({ip_of}))])
    """
    assert "U" in [vertex.device.module for vertex in plan(tmp_path, text).connects]


def test_a_type_of_several_kinds_takes_nothing_else(tmp_path: Path) -> None:
    text = 'main("U", ip >> job)(default_network)\n'
    assert refusal(tmp_path, text) == "config.py:2: argument 1 of U is a network, where a ip is wanted"


def test_what_is_deprecated_is_warned_of_once_with_its_line(tmp_path: Path) -> None:
    text = """
    u = main("U", console >> job)
    register("app", [u(custom_console("c")), u(default_console), main("V", kv_ro >> job)(archive(ramdisk("r")))])
    """
    warnings = read(write(tmp_path, text)).warnings
    assert [warning.partition("config.py")[2] for warning in warnings] == [
        ":4: warning: archive is deprecated: write tar_kv_ro",
        ":4: warning: consoles are deprecated: use Logs or Printf",
    ]
