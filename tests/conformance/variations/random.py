"""Random numbers from one source and another."""

from mirage_scons.dsl import *

m = foreign("Unikernel.Main", random >> random >> job, deps=[dep(app_info), dep(default_time)])
register("x", [m(default_random, rng())])
