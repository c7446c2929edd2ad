"""Devices chosen by keys and targets, packages that depend on keys, pins and scopes."""

from mirage_scons.dsl import *

foo = typ("foo")
k = key("k", opt(str, "one", stage="configure"))
b = key("b", opt(bool, False, stage="configure"), names=["bee"])
num = key("num", opt(int, 5))
impl_a = impl(
    "A.B",
    foo,
    packages=[package("pa", min="1.0", sublibs=["x"])],
    keys=[num],
    connect=lambda i, m, args: f"{m}.go [{';'.join(args)}] x",
)
impl_b = impl(
    "B2",
    time >> foo,
    packages_v=if_(
        value(b), [package("pbt", build=True)], [package("pbf", max="2.0"), package("pl", libs=["l.a", "l.b"])]
    ),
    extra_deps=[dep(default_random), dep(impl_a)],
)
impl_c = impl("C", pclock >> time >> foo)
c = impl_c(default_posix_clock, default_time)
bb = impl_b(default_time)
sel = match_impl(value(k), [("one", impl_a), ("two", bb), ("three", c)], default=c)
sel2 = if_impl(value(b), sel, impl_a)
sel3 = if_impl(is_solo5, c, if_impl(is_xen, bb, sel2))
sel4 = if_impl(pure(lambda x, y: x and y)(value(b), is_unix), sel, if_impl(value(k).map(lambda s: len(s) == 3), c, bb))
m1 = main(
    "Unikernel.Main",
    foo >> foo >> foo >> foo >> job,
    packages=[
        package("zzz", scope="switch"),
        package("pinned", pin="git+https://x.org/y.git#main"),
        package("multi", min="2", pin="https://p"),
    ],
)
m2 = main("Unikernel2.Other", foo >> job, extra_deps=[dep(default_network)], packages_v=pure([package("m2p")]))
register(
    "lang.x-y",
    [m1(sel, sel2, sel3, sel4), m2(sel), m2(c)],
    keys=[k],
    packages=[package("lwt", min="5.0"), package("zzz", scope="switch"), package("bb", build=True)],
    src=None,
)
