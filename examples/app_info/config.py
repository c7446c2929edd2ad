"""A unikernel that says what it is made of: its name, and the libraries in it with their versions."""

from mirage_scons.dsl import *

unikernel = main("Unikernel.Main", job >> job, packages=[package("fmt")], extra_deps=[dep(app_info)])

register("app-info", [unikernel(noop)])
