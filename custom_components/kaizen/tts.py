"""Door: the voices."""

from typing import Final

from .const import EntryKind
from .door import door
from .voice.entity import async_setup_entry as voice

PARALLEL_UPDATES: Final = 0

async_setup_entry = door({EntryKind.VOICE: voice})
