"""How the memory is set up and changed."""

from .entry import MemoryFlow
from .options import MemoryOptionsFlow

__all__ = ["MemoryFlow", "MemoryOptionsFlow"]
