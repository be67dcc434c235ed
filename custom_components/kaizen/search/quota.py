"""How often somebody may search within an hour."""

from collections import OrderedDict, deque
from typing import Final

HOUR: Final = 3600.0
MOST_PEOPLE: Final = 500


class Quota:
    """Counts per person; forgets whoever has not searched for longest."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, who: str, limit: int, now: float) -> bool:
        """Count one search if that stays within the limit; `now` is a monotonic clock's, in seconds."""
        times = self._times.setdefault(who, deque())
        self._times.move_to_end(who)
        while times and times[0] <= now - HOUR:
            times.popleft()
        if len(times) >= limit:
            return False
        times.append(now)
        while len(self._times) > MOST_PEOPLE:
            self._times.popitem(last=False)
        return True

    def used(self, who: str, now: float) -> int:
        """Return how often somebody has searched within the last hour."""
        return sum(when > now - HOUR for when in self._times.get(who, ()))
