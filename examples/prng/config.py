"""A unikernel that prints random numbers, and where its entropy comes from."""

from mirage_scons.dsl import *

packages = [package("randomconv"), package("mirage-crypto-rng", min="0.7.0"), package("fmt")]
unikernel = main("Unikernel.Main", random >> job, packages=packages)

register("prng", [unikernel(default_random)])
