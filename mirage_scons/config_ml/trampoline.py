"""Recursion without Python's stack: what needs the result of something else yields that, as a generator.

A task is a generator that yields tasks or finished results, gets each result back, and returns a result or, as its last
step, another task to go on with. So a deep tree or a deep recursion costs memory, not frames of Python.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from types import GeneratorType
from typing import Any, Union

from mirage_scons.config_ml.faults import RaisedError

Task = Generator[Any, Any, Any]
Step = Union[Task, Any]


def run(step: Step, deepest: int, too_deep: Callable[[], Exception]) -> Any:
    """The result of a task with all that it needs; ``too_deep`` is raised where more than ``deepest`` wait."""
    if type(step) is not GeneratorType:
        return step
    waiting: list[Task] = [step]
    result: Any = None
    raised: RaisedError | None = None
    while waiting:
        current = waiting[-1]
        try:
            asked = current.send(result) if raised is None else current.throw(raised)
            raised = None
        except StopIteration as stop:
            waiting.pop()
            asked, raised = stop.value, None
        except RaisedError as error:
            waiting.pop()
            raised = error
            continue
        if type(asked) is GeneratorType:
            waiting.append(asked)
            result = None
            if len(waiting) > deepest:
                raise too_deep()
        else:
            result = asked
    if raised is not None:
        raise raised
    return result
