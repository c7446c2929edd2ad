"""Stores filled from directories and repositories, with keys for the disk."""

from mirage_scons.dsl import *

d1 = docteur("relativize://dir/sub", mode="Light")
disk = key("mydisk", opt(str, "imgg", stage="configure"))
an = key("ana", opt(bool, False))
d3 = docteur("git@github.com:mirage/mirage", disk=disk, analyze=an)
m = main("Unikernel.Main", kv_ro >> kv_ro >> kv_ro >> job)
register("doc", [m(d1, d1, d3)])
