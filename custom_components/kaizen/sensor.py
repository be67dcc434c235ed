"""Door: the sensors."""

from typing import Final

from .assistant.sensors import async_setup_entry as assistant
from .const import EntryKind
from .door import door

PARALLEL_UPDATES: Final = 0

async_setup_entry = door({EntryKind.ASSISTANT: assistant})
