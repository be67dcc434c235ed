"""Silence for a listener that would otherwise hear nothing and give up: speakers hang up after five quiet seconds.

What was sent is played at the speed of speech. Silence is sent only once that has run out, and never more than a
moment of it: what is said next must not have to wait behind it.
"""

from typing import Final

SLICE: Final = 0.2
"""Seconds of silence at a time."""
_LEAD: Final = 0.1
"""Seconds before the sound runs out at which silence is due."""


class KeepAlive:
    """Follows what one listener has been sent."""

    def __init__(self, now: float, *, grace: float) -> None:
        """Begin; for `grace` seconds nobody minds that nothing is heard yet."""
        self._runs_out = now + grace
        self._began = False

    def sent(self, now: float, seconds: float) -> None:
        """Note that this much sound was sent; it plays from now on, or after what plays already."""
        playing = self._runs_out if self._began else now
        self._began = True
        self._runs_out = max(playing, now) + seconds

    def due_in(self, now: float) -> float:
        """Return in how many seconds silence has to be sent."""
        return max(0.0, self._runs_out - _LEAD - now)
