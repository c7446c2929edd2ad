"""What is done with the value of an expression that is said in statements."""

from __future__ import annotations

from mirage_scons.convert.names import declare
from mirage_scons.convert.python import Block, Py
from mirage_scons.convert.scopes import Binder


class Sink:
    """Leaves a value alone. ``leaves`` says that what comes after is not reached; ``want`` is the shape of values."""

    leaves = False

    def __init__(self, want: str = "") -> None:
        self.want = want

    def __call__(self, value: Py, out: Block) -> None:
        """Use ``value`` in ``out``."""
        if not value.text.replace(".", "_").isidentifier() and value.literal is None and not out.ends():
            out.line(value.text)


class Return(Sink):
    """Returns it."""

    leaves = True

    def __call__(self, value: Py, out: Block) -> None:
        """Use ``value`` in ``out``."""
        if not out.ends():
            out.line(f"return {value.text}")


class Assign(Sink):
    """Gives it a name: that of ``binder``, which is chosen when the value is known, or another."""

    def __init__(self, binder: Binder | None, name: str = "", want: str = "") -> None:
        super().__init__(want)
        self._binder = binder
        self._name = name

    @property
    def name(self) -> str:
        """The name."""
        if not self._name and self._binder is not None:
            self._name = declare(self._binder)
        return self._name

    def __call__(self, value: Py, out: Block) -> None:
        """Use ``value`` in ``out``."""
        if not out.ends() and value.text != self.name:
            out.line(f"{self.name} = {value.text}")


DISCARD = Sink()
RETURN = Return()
