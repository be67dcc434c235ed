"""When in the week something may be done, by the clock on the wall."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of the day; what goes on after midnight belongs to the weekday it began on.

    Nothing is added to a time of day, so that a clock that is put forward or back moves no limit.
    """

    after: time | None = None
    """From then on; None: from midnight."""
    before: time | None = None
    """Until just before; None: to midnight. The same as `after`: never."""
    weekdays: frozenset[str] = frozenset(WEEKDAYS)

    def contains(self, now: datetime) -> bool:
        """Return whether it is open now, in local time."""
        clock = now.time()
        weekday = now.weekday()
        if self.after is None or self.before is None or self.after <= self.before:
            inside = (self.after is None or clock >= self.after) and (
                self.before is None or clock < self.before
            )
        else:
            inside = clock >= self.after or clock < self.before
            weekday -= clock < self.before
        return inside and WEEKDAYS[weekday] in self.weekdays


NEVER: Final = Window(weekdays=frozenset())
