"""Door: the alarm panels."""

from typing import Final

from .const import EntryKind
from .door import door
from .guard.proxies.alarm_control_panel import async_setup_entry as guard
from .hubitat.entities.alarm_control_panel import async_setup_entry as hubitat

PARALLEL_UPDATES: Final = 0

async_setup_entry = door({EntryKind.GUARD: guard, EntryKind.HUBITAT: hubitat})
