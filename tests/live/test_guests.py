"""The tests of guests, with the real SDK of Solo5 and real packages."""

from __future__ import annotations

import test_guest
import test_guest_faults
import test_guest_matrix
import test_guest_run

for module in (test_guest, test_guest_faults, test_guest_matrix, test_guest_run):
    found = {name: value for name, value in vars(module).items() if name.startswith(("test_", "_disk", "disk"))}
    globals().update(found)
