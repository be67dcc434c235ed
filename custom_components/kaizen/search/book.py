"""Which addresses a conversation has come by, and what its present turn has read.

A model that has read other people's words may be talked into building an address out of what
it knows of the house. So it is never asked to build one: it picks from these.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
import re
from typing import Final

from .model import Query
from .ranking import canonical, is_web_address

MOST_CONVERSATIONS: Final = 200
MOST_ADDRESSES: Final = 100

_ADDRESS: Final = re.compile(
    r"https?://[^\s<>\"'`\]|]+|\bwww\.[\w-]+\.[^\s<>\"'`\]|]+", re.IGNORECASE
)
_TRAILING: Final = ".,;:!?…*_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an answer may come from."""

    title: str
    url: str


@dataclass(slots=True)
class _Conversation:
    pages: OrderedDict[str, str] = field(default_factory=OrderedDict)
    """Addresses by what they have in common with others of the same page."""
    turn: int = 0
    origins: list[Origin] = field(default_factory=list)
    """What the turn has read, best first."""
    begun: Query | None = None
    """What is being searched for the turn, before the model has asked."""


class Book:
    """Remembers of a bounded number of conversations."""

    def __init__(self) -> None:
        """Start with none."""
        self._conversations: OrderedDict[str, _Conversation] = OrderedDict()

    def note(self, conversation: str, turn: int, origins: Iterable[Origin]) -> None:
        """Add what a search of a turn has found, best first."""
        known = self._open(conversation, turn)
        for origin in origins:
            name = canonical(origin.url)
            if all(canonical(one.url) != name for one in known.origins):
                known.origins.append(origin)
            known.pages[name] = origin.url
            known.pages.move_to_end(name)
        while len(known.pages) > MOST_ADDRESSES:
            known.pages.popitem(last=False)

    def begin(self, conversation: str, turn: int, query: Query) -> None:
        """Remember what is being searched for a turn."""
        self._open(conversation, turn).begun = query

    def take_begun(self, conversation: str, turn: int) -> Query | None:
        """Return, once, what is being searched for a turn."""
        known = self._conversations.get(conversation)
        if known is None or known.turn != turn:
            return None
        begun, known.begun = known.begun, None
        return begun

    def find(self, conversation: str, url: str) -> str | None:
        """Return a page's address as a search has found it; None if none has."""
        known = self._conversations.get(conversation)
        return known.pages.get(canonical(url)) if known else None

    def origins(self, conversation: str, turn: int) -> list[Origin]:
        """Return what a turn has read."""
        known = self._conversations.get(conversation)
        return list(known.origins) if known and known.turn == turn else []

    def _open(self, conversation: str, turn: int) -> _Conversation:
        known = self._conversations.setdefault(conversation, _Conversation())
        self._conversations.move_to_end(conversation)
        if known.turn != turn:
            known.turn, known.origins, known.begun = turn, [], None
        while len(self._conversations) > MOST_CONVERSATIONS:
            self._conversations.popitem(last=False)
        return known


def addresses_in(text: str) -> list[str]:
    """Return the addresses of web pages in a text, in their order."""
    found = []
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_TRAILING)
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(_TRAILING)
        if not address.lower().startswith("http"):
            address = f"https://{address}"
        if is_web_address(address):
            found.append(address)
    return found
