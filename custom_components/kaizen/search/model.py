"""What is searched for, and what is found."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from homeassistant.util.json import JsonObjectType

QUERY_LIMIT = 300
"""Characters of a query that leave the house."""


class SafeSearch(IntEnum):
    """How much a search engine leaves out."""

    OFF = 0
    MODERATE = 1
    STRICT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of a provider."""

    text: str
    language: str = "en"
    """Language tag without region."""
    country: str | None = None
    """ISO 3166 code of the house's country."""
    safe: SafeSearch = SafeSearch.MODERATE
    most: int = 10
    """Results wanted at most."""

    @classmethod
    def plain(cls, text: str) -> str:
        """Return words as they may leave: one line, whole characters, not too long."""
        encodable = text.encode("utf-8", "ignore").decode()
        return " ".join(encodable.split())[:QUERY_LIMIT].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A page somebody else's search names; all of it is other people's words."""

    title: str
    url: str
    snippet: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one provider has found."""

    results: list[Result]
    direct: str = ""
    """What the provider itself says: an instant answer, or a model's summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of a page."""

    url: str
    """Where it was in the end, after redirects."""
    title: str
    text: str
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a search came to."""

    query: str
    provider: str
    results: list[Result]
    direct: str = ""
    pages: list[Page] = field(default_factory=list)
    cached: bool = False

    def as_dict(self) -> JsonObjectType:
        """Return them in the one format of actions and HTTP clients."""
        found: dict[str, Any] = {
            "query": self.query,
            "provider": self.provider,
            "cached": self.cached,
            "answer": self.direct,
            "results": [
                {
                    "title": result.title,
                    "url": result.url,
                    "snippet": result.snippet,
                    "published": _iso(result.published),
                }
                for result in self.results
            ],
            "pages": [
                {
                    "title": page.title,
                    "url": page.url,
                    "text": page.text,
                    "published": _iso(page.published),
                }
                for page in self.pages
            ],
        }
        return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
