"""What the owner decides about searching."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from .model import SafeSearch

CONF_API: Final = "api"
CONF_API_KEY: Final = "api_key"
CONF_AUTOMATIC: Final = "automatic"
CONF_ENGINES: Final = "engines"
CONF_MODEL: Final = "model"
CONF_SAFE: Final = "safe_search"
CONF_TOOL: Final = "tool"
CONF_URL: Final = "url"

REQUIREMENTS: Final = ["ddgs==9.16.1", "lxml==6.1.3", "trafilatura==2.1.0"]
"""Installed when a search is set up; the guard and the assistant start without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """The options of the entry."""

    automatic: bool = True
    """Questions that plainly need today's facts are searched before the model reads them."""
    safe: SafeSearch = SafeSearch.MODERATE

    @classmethod
    def read(cls, options: Mapping[str, Any]) -> Self:
        """Read an entry's options; what is missing takes its default."""
        return cls(
            automatic=bool(options.get(CONF_AUTOMATIC, True)),
            safe=SafeSearch[str(options.get(CONF_SAFE, "moderate")).upper()],
        )
