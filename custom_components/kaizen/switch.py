"""Door: the switches."""

from typing import Final

from .const import EntryKind
from .door import door
from .hubitat.entities.switch import async_setup_entry as hubitat
from .memory.entities import async_setup_switches as memory

PARALLEL_UPDATES: Final = 0

async_setup_entry = door({EntryKind.HUBITAT: hubitat, EntryKind.MEMORY: memory})
