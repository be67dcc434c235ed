"""What is remembered of contexts, within bounds.

Only what differs from the ordinary is kept: a context nothing is known of belongs to the
house itself, to an automation or a device. People's own calls lie apart from words and
other companies' assistants, so that no number of the ones washes the others out.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final, override

from ..model import Origin, TaintSource

TALK_LIMIT: Final = 8192
PEOPLE_LIMIT: Final = 8192

_WEIGHT: Final = {
    origin: weight
    for weight, origin in enumerate(
        (
            Origin.AUTOMATION,
            Origin.DASHBOARD,
            Origin.HOMEKIT,
            Origin.VOICE,
            Origin.MODEL,
            Origin.SENTENCE,
            Origin.GUEST,
        )
    )
}
"""Of two origins the heavier counts: a person's context that words enter is talk from there on."""

_ULID_LENGTH: Final = 26
_ULID_TIME: Final = 10
"""Leading characters of a ULID; they sort by the millisecond it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is known of where a context came from."""

    origin: Origin
    user_id: str | None = None
    satellite_id: str | None = None
    """The satellite whose own state was the first thing the context wrote."""
    conversation_id: str | None = None
    taint: frozenset[TaintSource] = frozenset()
    """What had entered the conversation when the context was seen in it."""

    def joined(self, other: Mark | None) -> Mark:
        """Return both: the heavier origin, this one's people and places before the other's."""
        if other is None or other == self:
            return self
        return replace(
            self,
            origin=max(self.origin, other.origin, key=_WEIGHT.__getitem__),
            user_id=self.user_id or other.user_id,
            satellite_id=self.satellite_id or other.satellite_id,
            conversation_id=self.conversation_id or other.conversation_id,
            taint=self.taint | other.taint,
        )


FORGOTTEN: Final = Mark(origin=Origin.VOICE)
"""Stands for a context whose mark may have been lost: words, of nobody, from nowhere."""


class Marks:
    """The marks of the contexts of late."""

    def __init__(
        self, *, talk_limit: int = TALK_LIMIT, people_limit: int = PEOPLE_LIMIT
    ) -> None:
        """Keep so many of each kind."""
        self._talk: OrderedDict[str, Mark] = OrderedDict()
        self._people: OrderedDict[str, Mark] = OrderedDict()
        self._talk_limit = talk_limit
        self._people_limit = people_limit
        self._lost_until: str | None = None

    def __len__(self) -> int:
        """Return how many contexts are remembered."""
        return len(self._talk) + len(self._people)

    @override
    def __repr__(self) -> str:
        """Return how full it is."""
        return f"<Marks talk={len(self._talk)} people={len(self._people)}>"

    def get(self, context_id: str | None) -> Mark | None:
        """Return the mark of a context, which keeps it alive."""
        if context_id is None:
            return None
        for kept in (self._talk, self._people):
            if mark := kept.get(context_id):
                kept.move_to_end(context_id)
                return mark
        return None

    def put(self, context_id: str, mark: Mark) -> None:
        """Remember a mark in place of what was known of its context."""
        if mark.origin is Origin.AUTOMATION:
            return
        self._people.pop(context_id, None)
        if mark.origin is Origin.DASHBOARD:
            self._people[context_id] = mark
            if len(self._people) > self._people_limit:
                self._people.popitem(last=False)
            return
        self._talk[context_id] = mark
        self._talk.move_to_end(context_id)
        if len(self._talk) > self._talk_limit:
            lost, _ = self._talk.popitem(last=False)
            self._lost_until = max(self._lost_until or "", _made_at(lost) or "")

    def may_be_lost(self, *context_ids: str | None) -> bool:
        """Return whether one of these may have been marked and forgotten.

        Ids of contexts sort by time: whatever is unknown, and not newer than the newest
        mark that had to go, may have been it.
        """
        lost_until = self._lost_until
        if lost_until is None:
            return False
        return any(
            context_id is not None
            and context_id not in self._talk
            and context_id not in self._people
            and ((made_at := _made_at(context_id)) is None or made_at <= lost_until)
            for context_id in context_ids
        )


def _made_at(context_id: str) -> str | None:
    """Return the sortable time in an id; None for an id of another kind."""
    return context_id[:_ULID_TIME] if len(context_id) == _ULID_LENGTH else None
