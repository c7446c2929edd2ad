"""What a unikernel is made of, said by its configuration."""

from mirage_scons.dsl import *

m = main("Unikernel.Main", info >> random >> job)
register("x", [m(app_info_with_opam_deps([("a", "1.0"), ('b"x', "2")]), rng(time=default_time))])
