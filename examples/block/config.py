"""A program over a block device."""

from mirage_scons.dsl import *

unikernel = main("Unikernel.Main", block >> job)
image = if_impl(is_solo5, block_of_file("storage"), block_of_file("disk.img"))

register("block_test", [unikernel(image)])
