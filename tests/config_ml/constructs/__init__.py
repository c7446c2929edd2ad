"""Constructs of OCaml, each in a right form, with what it prints, and in a wrong one, with its error."""

from constructs.bindings import BINDINGS
from constructs.choices import CHOICES
from constructs.construct import Construct
from constructs.data import DATA
from constructs.effects import EFFECTS
from constructs.functions import FUNCTIONS
from constructs.libraries import LIBRARIES
from constructs.mistakes import MISTAKES
from constructs.modules import MODULES

__all__ = ["CONSTRUCTS", "MISTAKES", "Construct"]

CONSTRUCTS = [*BINDINGS, *FUNCTIONS, *CHOICES, *DATA, *MODULES, *EFFECTS, *LIBRARIES]
