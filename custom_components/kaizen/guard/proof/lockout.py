"""Wrong PINs, counted: per satellite, per user and in the whole house.

The house counts every guess whoever made it and from wherever, so that more satellites, sessions or
conversations give no more guesses. A right PIN ends a row of wrong ones; it takes none of them off
what 24 hours allow, or somebody who knows one PIN could guess another's for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

DAY: Final = 86_400.0
PAUSES: Final = ((5, 900.0), (3, 60.0))
"""So many wrong in a row: seconds until the next guess."""
MOST_A_DAY: Final = 10
"""Wrong guesses within 24 hours, after which only the owner lets anyone guess again."""
MOST_BUCKETS: Final = 128

HOUSE: Final = "house"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesser:
    """Who guesses, as far as it is known."""

    satellite_id: str | None = None
    user_id: str | None = None

    @property
    def buckets(self) -> tuple[str, ...]:
        """Return where a guess of theirs counts."""
        own = (("satellite", self.satellite_id), ("user", self.user_id))
        return (HOUSE, *(f"{kind}:{name}" for kind, name in own if name is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """Nobody there may guess now."""

    bucket: str
    """`house`, `satellite:<entity id>` or `user:<id>`."""
    seconds: float | None
    """Until when, at most; None until the owner allows it again."""


@dataclass(slots=True, kw_only=True)
class _Bucket:
    wrong: list[float] = field(default_factory=list)
    """When, as seconds since the epoch; the last 24 hours."""
    row: int = 0
    """Wrong ones since the last right one."""
    since: float = 0.0
    pause: float = 0.0
    """A pause of so many seconds since then."""

    def move_to(self, now: float) -> None:
        """Forget what is a day old; what lies in the future happens now, so a clock set back ends no pause."""
        self.since = min(self.since, now)
        self.wrong = [min(at, now) for at in self.wrong if now - at < DAY][-MOST_A_DAY:]
        if not self.wrong and not self.remaining(now):
            self.row = 0

    def remaining(self, now: float) -> float:
        return max(0.0, self.since + self.pause - now)

    def count(self, now: float) -> None:
        self.wrong.append(now)
        self.row += 1
        pause = next((pause for row, pause in PAUSES if self.row >= row), 0.0)
        if pause:
            self.since, self.pause = now, pause

    def take_back(self) -> None:
        self.wrong = self.wrong[:-1]
        self.row, self.pause = 0, 0.0


class Lockout:
    """Who has guessed wrong, and how long that keeps whom from guessing.

    Times are seconds since the epoch: what is counted outlives a restart.
    """

    def __init__(self) -> None:
        """Start with nobody having guessed."""
        self._buckets: dict[str, _Bucket] = {}
        self._off = False

    @property
    def off(self) -> bool:
        """Return whether only the owner can let anyone guess again."""
        return self._off

    def locked(self, guesser: Guesser, now: float) -> Locked | None:
        """Return what keeps them from guessing."""
        if self._off:
            return Locked(bucket=HOUSE, seconds=None)
        waits: list[tuple[float, str]] = []
        for name in guesser.buckets:
            if bucket := self._buckets.get(name):
                bucket.move_to(now)
                waits.append((bucket.remaining(now), name))
        seconds, name = max(waits, default=(0.0, HOUSE))
        return Locked(bucket=name, seconds=seconds) if seconds else None

    def count(self, guesser: Guesser, now: float) -> None:
        """Count a guess as wrong: before it is looked at, so that no crash makes it free."""
        for name in guesser.buckets:
            bucket = self._buckets.setdefault(name, _Bucket())
            bucket.move_to(now)
            bucket.count(now)
        self._off = self._off or len(self._buckets[HOUSE].wrong) >= MOST_A_DAY
        self._trim(now)

    def take_back(self, guesser: Guesser) -> None:
        """The guess counted last was right. None may have been counted in between."""
        self._off = False
        for name in guesser.buckets:
            if bucket := self._buckets.get(name):
                bucket.take_back()

    def reset(self) -> None:
        """Let everyone guess again, as only the owner may ask for."""
        self._buckets.clear()
        self._off = False

    def as_dict(self) -> dict[str, Any]:
        """Return what `from_dict` reads."""
        return {
            "off": self._off,
            "buckets": {
                name: {
                    "wrong": list(bucket.wrong),
                    "row": bucket.row,
                    "since": bucket.since,
                    "pause": bucket.pause,
                }
                for name, bucket in self._buckets.items()
            },
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Read what was kept.

        Raises:
            ValueError: It is not what `as_dict` writes.
        """
        lockout = cls()
        match stored:
            case {"off": bool(off), "buckets": {**buckets}}:
                lockout._off = off
                lockout._buckets = {
                    str(name): _read(kept) for name, kept in buckets.items()
                }
                return lockout
        raise ValueError("not a lockout")

    def _trim(self, now: float) -> None:
        """Keep a bounded number; the house is never among those given up."""
        for name, bucket in list(self._buckets.items()):
            bucket.move_to(now)
            if not bucket.wrong and not bucket.remaining(now):
                del self._buckets[name]
        while len(self._buckets) > MOST_BUCKETS:
            oldest = min(
                self._buckets.keys() - {HOUSE},
                key=lambda name: self._buckets[name].wrong[-1:],
            )
            del self._buckets[oldest]


def _read(kept: object) -> _Bucket:
    match kept:
        case {
            "wrong": [*wrong],
            "row": int(row),
            "since": int() | float() as since,
            "pause": int() | float() as pause,
        } if all(isinstance(at, int | float) for at in wrong):
            return _Bucket(wrong=wrong, row=row, since=since, pause=pause)
    raise ValueError("not a lockout")
