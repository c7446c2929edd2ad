"""A device of its own: a functor with a key, a dependency, a rule of dune, and files to generate and install."""

from collections.abc import Mapping, Sequence

from mirage_scons.dsl import *

guest = key("guest", opt(str, "whoever you are"), doc="Who is welcomed.")

# words.ml is made of words.txt when dune builds; paths are those of this directory.
RULE = """
(rule
 (targets words.ml)
 (deps words.txt)
 (action
  (with-stdout-to words.ml
   (progn (echo "let text = {|") (cat words.txt) (echo "|}")))))
"""


def connect(info: Info, module: str, args: Sequence[str]) -> str:
    """The OCaml expression that connects the device."""
    time, libraries = args  # the functor's argument, then the dependency
    return f"{module}.connect ~guest:{guest.call()} {time} {libraries}"


def configure(info: Info) -> Mapping[str, str]:
    """What is generated beside it."""
    return {"built_for.ml": f'let target = "{info.target}"\n'}


welcome = typ("welcome")
sign = impl(
    "Sign.Make",
    time >> welcome,
    keys=[guest],
    packages=[package("duration")],
    extra_deps=[dep(app_info)],
    connect=connect,
    dune=lambda info: [RULE],
    configure=configure,
    files=lambda info: ["words.ml"],
    install=lambda info: install(etc=["words.txt"]),
)
unikernel = main("Unikernel.Main", welcome >> job)

register("custom-device", [unikernel(sign(default_time))])
