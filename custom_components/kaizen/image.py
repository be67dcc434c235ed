"""Door to the images of an entry's part."""

from .assistant.look.image import async_setup_entry

__all__ = ["PARALLEL_UPDATES", "async_setup_entry"]

PARALLEL_UPDATES = 0
