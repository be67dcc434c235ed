"""What every provider is to the rest of the search."""

from enum import StrEnum
from typing import Protocol

from ..model import Answer, Query


class Kind(StrEnum):
    """The kinds of providers, first to be asked first: what stands in the house comes first."""

    SEARXNG = "searxng"
    MCP = "mcp_search"
    RESPONSES = "responses"
    DDGS = "ddgs"


class Provider(Protocol):
    """Somebody who can be asked."""

    async def search(self, query: Query) -> Answer:
        """Return what is found; the caller sets the deadline.

        Raises:
            SearchError: Nothing is, or something is wrong.
        """
