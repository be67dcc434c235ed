"""What came of telling the house's things to be safe."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from .model import NOT_KNOWN, Condition, Item, Kind


class Result(StrEnum):
    """What came of one command; each but the good ones has a sentence `spoken_security_<result>`."""

    DONE = "done"
    """The thing itself has reported it."""
    ALREADY = "already"
    """It was so before; nothing was sent."""
    ARMING = "arming"
    """The exit delay runs."""
    STRONGER = "stronger"
    """It is armed in a stronger way, which talk does not weaken."""
    JAMMED = "jammed"
    OBSTRUCTED = "obstructed"
    """It began to close and stands open again."""
    MOVING = "moving"
    """It had not arrived when the time was up."""
    NO_ANSWER = "no_answer"
    """It was told, and nothing happened."""
    ASSUMED = "assumed"
    """It was told, and it never reports anything."""
    UNAVAILABLE = "unavailable"
    CANNOT = "cannot"
    """It cannot be closed from afar."""
    OPEN_CONTACTS = "open_contacts"
    """A panel that does not arm while something is open."""
    ALARM_RUNNING = "alarm_running"
    NO_SUCH_MODE = "no_such_mode"
    CODE_REQUIRED = "code_required"
    NOT_PERMITTED = "not_permitted"
    """The user may not control it."""
    REFUSED = "refused"
    """By the guard, or by what controls the thing."""


SAFE: Final = frozenset({Result.DONE, Result.ALREADY, Result.ARMING})
UNSENT: Final = frozenset(
    {
        *(Result.ALREADY, Result.STRONGER, Result.UNAVAILABLE, Result.CANNOT),
        *(Result.ALARM_RUNNING, Result.NO_SUCH_MODE, Result.CODE_REQUIRED),
        Result.NOT_PERMITTED,
    }
)
"""Results with which nothing can have reached a device."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one thing."""

    item: Item
    result: Result
    state: str
    """The state that was read back at the end."""
    error: Exception | None = field(default=None, repr=False)
    """What was answered instead of obeying."""
    detail: str = ""
    """Which contacts are open, which modes there are."""

    @property
    def safe(self) -> bool:
        """Return whether the thing is known to be as it should."""
        return self.result in SAFE


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of securing the house, and what no command can change."""

    outcomes: Sequence[Outcome]
    """Locks, doors, windows and valves."""
    panels: Sequence[Outcome] = ()
    left_open: Sequence[Item] = ()
    """Contacts that say so, of what nobody can close from afar."""
    not_known: Sequence[Item] = ()
    """Contacts that do not say."""
    unseen: int = 0
    """How many locks and doors those who ask may not know about."""

    @property
    def failures(self) -> list[Outcome]:
        """Return what is not as it should be."""
        return [o for o in (*self.outcomes, *self.panels) if not o.safe]

    @property
    def complete(self) -> bool:
        """Return whether everything that was commanded has been read back as safe."""
        return not self.failures

    @property
    def secured(self) -> bool:
        """Return whether nothing is known to stand open and nothing is unknown."""
        return self.complete and not (self.left_open or self.not_known or self.unseen)


def open_contacts(items: Sequence[Item]) -> list[Item]:
    """Return the contacts that say that something is open."""
    return _contacts(items, {Condition.OPEN})


def silent_contacts(items: Sequence[Item]) -> list[Item]:
    """Return the contacts that do not say."""
    return _contacts(items, NOT_KNOWN)


def _contacts(
    items: Sequence[Item], conditions: set[Condition] | frozenset[Condition]
) -> list[Item]:
    return [i for i in items if i.kind is Kind.CONTACT and i.condition in conditions]
