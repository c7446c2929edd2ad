"""A file system on an encrypted disk."""

from mirage_scons.dsl import *

unikernel = foreign("Unikernel.Make", random >> kv_rw >> job, packages=[package("hxd", sublibs=["core", "string"])])
aes = key("aes-ccm-key", required(str), doc="k")
pbs = key("program_block_size", opt(int, 16), names=["program-block-size"])
register(
    "elittlefs",
    [unikernel(default_random, chamelon(ccm_block(aes, block_of_file("littlefs")), program_block_size=pbs))],
)
