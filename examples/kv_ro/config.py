"""A program over a directory of files."""

from mirage_scons.dsl import *

unikernel = main("Unikernel.Main", kv_ro >> job)

register("kv_ro", [unikernel(generic_kv_ro("t"))])
