"""A key of every kind, stage and type."""

from mirage_scons.dsl import *

s = key("s", opt(str, 'a"b\n\\é'), doc="d", names=["s-opt", "x"])
n = key("n-x.y", opt(int, -3), names=["n", "num"])
ll = key("l64", opt(int64, -5), docv="LL", docs="MY SECTION")
b = key("b", opt(bool, True), names=["bb"])
f = key("f", flag(), names=["flag"])
fc = key("fc", flag(stage="configure"))
fr = key("fr", flag(stage="run"))
o = key("o", opt(some(int), None), names=["oo"])
o2 = key("o2", opt(some(int), 3), env="O2ENV")
li = key("li", opt(list_of(int), [1, 2]))
ls = key("ls", opt(list_of(str, sep=";"), ["a", "b c"]))
pr = key("pr", opt(pair_of(int, str), (1, "x")))
so = key("so", opt(some(list_of(int64)), [1, -2]))
oa = key("oa", opt_all(str), names=["a-all"])
rc = key("rc", required(str, stage="configure"))
rb = key("rb", required(int))
rr = key("rr", required(str, stage="run"))
sc = key("sc", opt(str, "conf", stage="configure"))
sr = key("sr", opt(str, "run", stage="run"))
i4 = key("i4", opt(ipv4_address, "10.0.0.1"))
p4 = key("p4", opt(ipv4_prefix, "10.0.0.1/8"))
i6 = key("i6", opt(ipv6_address, "fd00:0::1"))
p6 = key("p6", opt(ipv6_prefix, "fd00::1/64"))
ip_ = key("ip", opt(some(ip_address), "1.2.3.4"))
oac = key("oac", opt_all(int, stage="configure"))
m = main(
    "Unikernel.Main",
    job >> job,
    keys=[s, n, ll, b, f, fc, fr, o, o2, li, ls, pr, so, oa, rc, rb, rr, sc, sr, i4, p4, i6, p6, ip_, oac],
)
register("keykinds", [m(noop)])
