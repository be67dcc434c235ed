"""What Kaizen knows about people, rooms and the house."""

from .entry import async_ensure_entry
from .learning import ExtractionFailure, Request
from .provider import async_lines, async_told
from .runtime import async_get
from .servers import CrowdedError, ModelServer, ModelServerError, async_servers
from .setup import async_setup, async_setup_entry, async_unload_entry
from .spoken import async_answer
from .tools import memory_tools

__all__ = [
    "CrowdedError",
    "ExtractionFailure",
    "ModelServer",
    "ModelServerError",
    "Request",
    "async_answer",
    "async_ensure_entry",
    "async_get",
    "async_lines",
    "async_servers",
    "async_setup",
    "async_setup_entry",
    "async_told",
    "async_unload_entry",
    "memory_tools",
]
