"""Door: the numbers."""

from typing import Final

from .const import EntryKind
from .door import door
from .hubitat.entities.number import async_setup_entry as hubitat

PARALLEL_UPDATES: Final = 0

async_setup_entry = door({EntryKind.HUBITAT: hubitat})
