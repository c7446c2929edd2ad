"""A store filled from a git repository."""

from mirage_scons.dsl import *

filename = key("filename", required(str), doc="The filename to print out.")
unikernel = foreign("Unikernel.Make", kv_ro >> job, keys=[filename])
register("static_kv_ro", [unikernel(docteur("https://github.com/mirage/mirage", branch="refs/heads/main"))])
