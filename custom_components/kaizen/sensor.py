"""Door to the sensors of an entry's part."""

from .assistant.sensors import async_setup_entry

__all__ = ["PARALLEL_UPDATES", "async_setup_entry"]

PARALLEL_UPDATES = 0
