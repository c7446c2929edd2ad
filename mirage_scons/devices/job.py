"""Jobs: what runs, and the one that does nothing."""

from __future__ import annotations

from mirage_scons.model.device import Device
from mirage_scons.model.impl import of_device
from mirage_scons.model.types import JOB

job = JOB
"""What runs: a module with ``start``."""

noop = of_device(Device("Unit", JOB))
"""The job that does nothing; also the argument of a job that needs none."""
