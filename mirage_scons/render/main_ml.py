"""main.ml: functor applications, then each device connected lazily, then the main loop."""

from __future__ import annotations

import re
from itertools import count

from mirage_scons.model.errors import Location
from mirage_scons.plan import hooks
from mirage_scons.plan.plan import Plan
from mirage_scons.render.template import fill

_BACK = "# back to main.ml"


def main_ml(plan: Plan) -> str:
    """The text of main.ml.

    What comes from a line of the configuration says so in a line directive, so that the compiler's errors name it.
    """
    text = fill(
        "main.ml.j2",
        os=plan.target.os_module,
        functors=[vertex for vertex in plan.connects if vertex.application],
        connects=plan.connects,
        init=plan.init,
        root=plan.graph.root,
        connect=lambda vertex: hooks.connection(vertex, plan.info),
        line=lambda vertex: _directive(plan.line(vertex.device.where)),
        back=lambda vertex: f"\n{_BACK}" if plan.line(vertex.device.where) else "",
    )
    return _number(text)


def _directive(where: Location | None) -> str:
    return f'# {where.line} "{where.file}"\n' if where else ""


def _number(text: str) -> str:
    """Make each way back from a configuration's line the directive that names the line of main.ml after it."""
    lines = count(1)
    return re.sub(
        r"^(.*)$",
        lambda match: _numbered(match[1], next(lines)),
        text,
        flags=re.MULTILINE,
    )


def _numbered(line: str, number: int) -> str:
    return f'# {number + 1} "main.ml"' if line == _BACK else line
