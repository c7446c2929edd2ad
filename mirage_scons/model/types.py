"""Module types of devices, and functor types made of them with ``>>``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from mirage_scons.model.errors import SITE, ConfigError, caller


@dataclass(frozen=True, eq=False, repr=False)
class Type:
    """A module type. Two are the same only if they are the same object; ``name`` is for messages.

    Where it is wanted, each of ``kinds`` will do, and it where one of them is: ``ip`` takes an ``ipv4``, and a functor
    that gives ``tcp`` gives whichever ``tcp`` is wanted.
    """

    name: str
    kinds: tuple[Type, ...] = ()

    def __rshift__(self, other: Signature) -> Functor:
        """``a >> b``: the functor type that takes an ``a`` and gives a ``b``."""
        return Functor((self,), _operand(other))

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<type {self}>"


@dataclass(frozen=True, eq=False, repr=False)
class Functor:
    """A functor type: ``time >> pclock >> job`` takes a time and a pclock and gives a job.

    ``whole`` marks one that :func:`functor` closed: it stands for itself as a parameter, and ``>>`` does not add to it.
    Two are the same if they take and give the same, one after the other: ``a >> functor(b >> c)`` is ``a >> b >> c``.
    """

    params: tuple[Signature, ...]
    result: Signature
    whole: bool = False

    @property
    def chain(self) -> tuple[Signature, ...]:
        """All that it takes, and last what no more argument changes."""
        rest = self.result.chain if isinstance(self.result, Functor) else (self.result,)
        return (*self.params, *rest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Functor) and self.chain == other.chain

    def __hash__(self) -> int:
        return hash(self.chain)

    def __rshift__(self, other: Signature) -> Functor:
        """Append a parameter: what was the result becomes the last parameter, ``other`` the result."""
        if self.whole:
            return Functor((self,), _operand(other))
        return Functor((*self.params, self.result), _operand(other))

    def __repr__(self) -> str:
        return f"<type {self}>"

    def __str__(self) -> str:
        if SITE.get() is not None:  # the configuration that is being read is OCaml's
            text = " @-> ".join(map(str, (*self.params, self.result)))
            return f"({text})" if self.whole else text
        text = " >> ".join(map(str, (*self.params, self.result)))
        return f"functor({text})" if self.whole else text


Signature = Union[Type, Functor]
"""A module type, or a functor type."""


def fits(given: Signature, wanted: Signature) -> bool:
    """Whether what implements ``given`` may stand where ``wanted`` is."""
    if given == wanted:
        return True
    kinds = (wanted.kinds if isinstance(wanted, Type) else ()), (given.kinds if isinstance(given, Type) else ())
    return given in kinds[0] or wanted in kinds[1]


def functor(signature: Functor) -> Functor:
    """A functor type as one parameter of another: ``functor(a >> b) >> job`` takes a functor from ``a`` to ``b``."""
    if not isinstance(signature, Functor):
        hint = "Write it as in functor(time >> job)."
        raise ConfigError(f"{signature} is not a functor type", caller(), hint)
    return Functor(signature.params, signature.result, whole=True)


def _operand(other: Signature) -> Signature:
    if isinstance(other, Functor) and not other.whole:
        raise ConfigError(
            f"({other}) in parentheses is ambiguous to the right of >>",
            caller(),
            f"Write functor({other}) for a functor as a parameter, or leave the parentheses out.",
        )
    return check_signature(other)


def check_signature(signature: Signature) -> Signature:
    """``signature``, if it is one; else :class:`ConfigError`."""
    if not isinstance(signature, (Type, Functor)):
        hint = "Types are time, pclock, job, …, or made by typ."
        raise ConfigError(f"{signature!r} is not a module type", caller(), hint)
    return signature


JOB = Type("job")
"""The type of what runs: a module with ``start``."""
