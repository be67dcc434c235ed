"""Door: the valves."""

from typing import Final

from .const import EntryKind
from .door import door
from .guard.proxies.valve import async_setup_entry as guard
from .hubitat.entities.valve import async_setup_entry as hubitat

PARALLEL_UPDATES: Final = 0

async_setup_entry = door({EntryKind.GUARD: guard, EntryKind.HUBITAT: hubitat})
