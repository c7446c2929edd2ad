"""Every kind of store, and every kind of disk."""

from mirage_scons.dsl import *

b = block_of_file("disk0")
b2 = block_of_file("disk1")
k = key("secret", opt(some(str), None))
pbs = key("pbs", opt(int, 16))
e = ccm_block(k, b, nonce_len=13)
ty = kv_ro >> kv_ro >> kv_ro >> kv_ro >> kv_ro >> kv_ro >> kv_rw >> kv_rw >> kv_rw >> block >> block >> job
m = main("Unikernel.Main", ty)
register(
    "stores",
    [
        m(
            crunch("a/b-c.d"),
            crunch("a/b-c.d"),
            direct_kv_ro("d1"),
            generic_kv_ro("d2", group="g"),
            tar_kv_ro(b),
            fat_ro(b2),
            tar_kv_rw(b),
            kv_rw_mem(),
            chamelon(e, program_block_size=pbs),
            generic_block("gb"),
            ramdisk("rd"),
        )
    ],
)
