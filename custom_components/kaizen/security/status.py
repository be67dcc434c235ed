"""How the house stands, sorted for someone who wants to know whether it is safe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .model import NOT_KNOWN, NOT_SAFE, Condition, Item, Kind

SAFE_IF: Final[Mapping[Condition, str]] = {
    Condition.LOCKED: "locked",
    Condition.CLOSED: "closed",
}
_LISTED: Final[Mapping[Condition, str]] = {
    Condition.UNLOCKED: "unlocked",
    Condition.JAMMED: "jammed",
    Condition.OPEN: "open",
    Condition.MOVING: "moving",
    Condition.ALERT: "alerts",
    **dict.fromkeys(NOT_KNOWN, "not_known"),
    **SAFE_IF,
}
_ASIDE: Final = frozenset({Kind.VALVE})
"""Open is their use: listed, but no reason to call a house unsafe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStatus:
    """How the things stand that an asker may know about."""

    items: Sequence[Item]
    unseen: int = 0

    @property
    def panels(self) -> list[Item]:
        """Return the alarm panels."""
        return [item for item in self.items if item.kind is Kind.ALARM]

    @property
    def safe(self) -> bool | None:
        """Return whether all is locked and closed; None if that cannot be known."""
        things = [i for i in self.items if i.kind not in _ASIDE]
        if any(item.condition in NOT_SAFE for item in things):
            return False
        unknown = any(item.condition in NOT_KNOWN for item in things)
        barriers = any(item.condition in SAFE_IF for item in things)
        return None if unknown or self.unseen or not barriers else True

    def standing(self, *conditions: Condition) -> list[Item]:
        """Return the things in some conditions; valves, whose use is to be open, only as not known."""
        return [
            item
            for item in self.items
            if item.condition in conditions
            and (item.kind not in _ASIDE or item.condition in NOT_KNOWN)
        ]

    def listed(self) -> dict[str, list[Item]]:
        """Return the things under the words that say how they stand."""
        return grouped(self.items)

    def by_area(self) -> dict[str, dict[str, list[Item]]]:
        """Return the same for each area; what has none is under an empty name."""
        areas: dict[str, list[Item]] = {}
        for item in self.items:
            areas.setdefault(item.area, []).append(item)
        return {area: grouped(items) for area, items in sorted(areas.items())}


def grouped(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Return things under the words that say how they stand."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        if word := _LISTED.get(item.condition):
            groups.setdefault(word, []).append(item)
    return groups
