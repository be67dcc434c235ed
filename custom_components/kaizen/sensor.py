"""Door: the sensors."""

from typing import Final

from .assistant.sensors import async_setup_entry as assistant
from .const import EntryKind
from .door import door
from .guard.audit.sensors import async_setup_entry as guard
from .hubitat.entities.sensor import async_setup_entry as hubitat
from .memory.entities import async_setup_sensors as memory
from .voice.satellites import async_setup_entry as voice

PARALLEL_UPDATES: Final = 0

async_setup_entry = door(
    {
        EntryKind.ASSISTANT: assistant,
        EntryKind.GUARD: guard,
        EntryKind.HUBITAT: hubitat,
        EntryKind.MEMORY: memory,
        EntryKind.VOICE: voice,
    }
)
