"""A unikernel of two jobs, which run side by side."""

from mirage_scons.dsl import *

count = main("Jobs.Count", time >> job, packages=[package("duration")])
report = main("Jobs.Report", pclock >> job, packages=[package("ptime")])

register("multi-job", [count(default_time), report(default_posix_clock)])
