"""Devices of networks and disks in configurations: which are chosen, shared, numbered, attached and refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from configs import plan, refusal

from mirage_scons.devices.block import xenstore_id
from mirage_scons.plan.plan import Plan
from mirage_scons.render.files import render
from mirage_scons.render.key_gen import key_gen
from mirage_scons.render.main_ml import main_ml
from mirage_scons.render.xl import vdev

TWO_STACKS = """
unikernel = main("Unikernel.Main", stackv4v6 >> stackv4v6 >> job)
net = netif("eth0")
other = netif("eth1", group="m")
register("app", [unikernel(generic_stackv4v6(net), generic_stackv4v6(other, group="m"))])
"""
BLOCKS = """
disks = [block_of_file(name) for name in ("b1", "b2", "alpha", "beta", "zed")]
register("app", [main("U", block >> block >> block >> block >> block >> job)(*disks)])
"""


def modules(made: Plan) -> list[str]:
    """The modules of a plan's devices, in the order of connecting, without those that every unikernel has."""
    return [vertex.device.module for vertex in made.connects[8:]]


def test_the_same_interface_twice_is_two_devices_and_refused(tmp_path: Path) -> None:
    text = 'a, b = netif("a"), netif("a")\nregister("app", [main("U", network >> network >> job)(a, b)])\n'
    assert refusal(tmp_path, text).startswith('config.py:2: two network devices are the interface "a"')
    shared = 'a = netif("a")\nregister("app", [main("U", network >> network >> job)(a, a)])\n'
    assert modules(plan(tmp_path, shared)) == ["Netif", "U", "Mirage_runtime"]


def test_two_interfaces_without_groups_have_one_key_and_are_refused(tmp_path: Path) -> None:
    text = 'a, b = netif("a"), netif("b")\nregister("app", [main("U", network >> network >> job)(a, b)])\n'
    assert 'two keys have the name "interface"' in refusal(tmp_path, text)


def test_two_interfaces_of_two_groups_have_a_key_each(tmp_path: Path) -> None:
    text = 'a, b = netif("a"), netif("b", group="m")\nregister("app", [main("U", network >> network >> job)(a, b)])\n'
    made = plan(tmp_path, text, "hvt", {"m-interface": "c"})
    assert [(attached.kind, attached.name) for attached in made.attachments] == [("network", "a"), ("network", "c")]
    keys = key_gen(made)
    assert 'opt Cmdliner.Arg.string "a"' in keys
    assert (
        'let m_interface = Functoria_runtime.Key.create\n  (Functoria_runtime.Arg.opt Cmdliner.Arg.string "c"' in keys
    )
    assert "Netif.connect (Key_gen.m_interface ())" in main_ml(made)


def test_two_generic_stacks_choose_by_the_keys_of_their_own_groups(tmp_path: Path) -> None:
    made = modules(plan(tmp_path, TWO_STACKS, "unix", {"net": "direct", "dhcp": "true"}))
    assert made.count("Dhcp_ipv4.Make") == 1
    assert made.count("Tcpip_stack_socket.V4V6") == 1
    assert "Static_ipv4.Make" not in made


def test_two_generic_stacks_of_qubes_share_its_database(tmp_path: Path) -> None:
    made = modules(plan(tmp_path, TWO_STACKS, "qubes"))
    assert made.count("Qubes.DB") == 1
    assert made.count("Qubesdb_ipv4.Make") == 2


@pytest.mark.parametrize(
    ("target", "given", "module"),
    [
        ("unix", {}, "Tcpip_stack_socket.V4V6"),
        ("macosx", {}, "Tcpip_stack_socket.V4V6"),
        ("unix", {"net": "direct"}, "Static_ipv4.Make"),
        ("unix", {"dhcp": "true"}, "Dhcp_ipv4.Make"),
        ("unix", {"net": "socket", "dhcp": "true"}, "Tcpip_stack_socket.V4V6"),
        ("hvt", {}, "Static_ipv4.Make"),
        ("xen", {"dhcp": "true"}, "Dhcp_ipv4.Make"),
        ("qubes", {"net": "socket", "dhcp": "true"}, "Qubesdb_ipv4.Make"),
    ],
)
def test_the_generic_stack_is_chosen_by_target_net_and_dhcp(
    target: str, given: dict[str, str | list[str]], module: str, tmp_path: Path
) -> None:
    text = 'register("app", [main("U", stackv4v6 >> job)(generic_stackv4v6(default_network))])\n'
    kinds = {"Tcpip_stack_socket.V4V6", "Static_ipv4.Make", "Dhcp_ipv4.Make", "Qubesdb_ipv4.Make"}
    assert set(modules(plan(tmp_path, text, target, given))) & kinds == {module}


@pytest.mark.parametrize("target", ["hvt", "spt", "virtio", "muen", "genode", "xen", "qubes"])
def test_sockets_are_refused_where_there_is_no_system_to_have_them(target: str, tmp_path: Path) -> None:
    text = 'register("app", [main("U", stackv4v6 >> job)(socket_stackv4v6())])\n'
    with pytest.raises(Exception, match=f"works for unix, macosx, not for {target}"):
        plan(tmp_path, text, target)


def test_blocks_are_numbered_in_the_order_of_configuration(tmp_path: Path) -> None:
    text = main_ml(plan(tmp_path, BLOCKS, "xen"))
    assert re.findall(r'Block\.connect "(\d+)"', text) == ["51728", "51744", "51760", "51776", "51792"]


def test_the_files_of_xen_list_blocks_and_networks_in_that_order(tmp_path: Path) -> None:
    files = render(plan(tmp_path, BLOCKS.replace("*disks)", "*disks), main('V', network >> job)(netif('0'))"), "xen"))
    disks = re.findall(r"vdev=(\w+), access=rw, target=([^']+)", files.target["app.xl"])
    assert disks == [("xvdb", "b1"), ("xvdc", "b2"), ("xvdd", "alpha"), ("xvde", "beta"), ("xvdf", "zed")]
    assert "vif = [ 'bridge=br0' ]" in files.target["app.xl"]
    assert "target=@BLOCK:zed@'" in files.target["app.xl.in"]
    assert "vif = [ 'bridge=@NETWORK:0@' ]" in files.target["app.xl.in"]
    assert "name = '@NAME@'\nkernel = '@KERNEL@'\n" in files.target["app.xl.in"]
    assert json.loads(files.target["manifest.json"])["devices"] == []


def test_the_manifest_lists_networks_then_blocks_each_once(tmp_path: Path) -> None:
    text = """
    net, one, two, same = netif("net0"), block_of_file("one"), block_of_file("two"), block_of_file("one")
    register("app", [main("U", block >> block >> block >> network >> job)(two, one, same, net)])
    """
    manifest = json.loads(render(plan(tmp_path, text, "spt")).target["manifest.json"])
    assert manifest == {
        "type": "solo5.manifest",
        "version": 1,
        "devices": [
            {"name": "net0", "type": "NET_BASIC"},
            {"name": "two", "type": "BLOCK_BASIC"},
            {"name": "one", "type": "BLOCK_BASIC"},
        ],
    }


def test_a_block_device_is_a_file_for_unix_and_a_name_for_solo5(tmp_path: Path) -> None:
    text = 'register("app", [main("U", block >> job)(block_of_file("disk"))])\n'
    for target in ("unix", "macosx", "hvt", "genode"):
        assert 'Block.connect "disk"' in main_ml(plan(tmp_path, text, target))


def test_the_generic_block_is_chosen_by_its_key(tmp_path: Path) -> None:
    text = 'register("app", [main("U", block >> job)(generic_block("disk", group="g"))])\n'
    assert 'Ramdisk.connect ~name:"disk"' in main_ml(plan(tmp_path, text))
    assert 'Block.connect "disk"' in main_ml(plan(tmp_path, text, "hvt", {"g-block": "file"}))
    assert 'Block.connect "disk"' in main_ml(plan(tmp_path, text, "xen", {"g-block": "xenstore"}))


def test_an_encrypted_block_device_takes_its_key_and_the_length_of_nonces(tmp_path: Path) -> None:
    text = """
    secret = key("secret", required(str))
    plain, long = ccm_block(secret, ramdisk("a")), ccm_block(secret, ramdisk("b"), nonce_len=13)
    register("app", [main("U", block >> block >> job)(plain, long)])
    """
    program = main_ml(plan(tmp_path, text))
    assert "let key = (Key_gen.secret ()) in" in program
    assert "connect ?nonce_len: (None) ~key:(Cstruct.of_hex key) _ramdisk__9" in program
    assert "connect ?nonce_len: (Some 13) ~key:(Cstruct.of_hex key) _ramdisk__11" in program


@pytest.mark.parametrize(("number", "id"), [(1, 51728), (15, 51952), (16, 268439552), (20, 268440576)])
def test_xen_s_identifiers_change_their_form_at_sixteen(number: int, id: int) -> None:
    assert xenstore_id(number) == id


@pytest.mark.parametrize(("number", "name"), [(1, "xvdb"), (25, "xvdz"), (26, "xvdaa"), (51, "xvdaz"), (52, "xvdba")])
def test_linux_names_block_devices_with_letters(number: int, name: str) -> None:
    assert vdev(number) == name
