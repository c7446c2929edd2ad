"""Random numbers for cryptography."""

from mirage_scons.dsl import *

packages = [package("fmt"), package("mirage-crypto-rng"), package("mirage-crypto-pk"), package("mirage-crypto")]
m = foreign("Unikernel.Main", random >> job, packages=packages)
register("crypto-test", [m(default_random)])
