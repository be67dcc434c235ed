"""The web, asked from home. Nothing goes out until the owner has set up whom to ask."""

from .questions import topic_of
from .setup import async_setup, async_setup_entry, async_unload_entry
from .sources import async_origins, async_sources_note
from .tools import search_tools

__all__ = [
    "async_origins",
    "async_setup",
    "async_setup_entry",
    "async_sources_note",
    "async_unload_entry",
    "search_tools",
    "topic_of",
]
