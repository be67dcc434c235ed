"""The simulator's time: real until a test moves it."""

from datetime import UTC, datetime, timedelta
import re
import time
from typing import Any, Final

FOREVER: Final = 292 * 365 * 86400.0
"""The `keep_alive` of a negative number, in seconds: the largest duration Go can express."""
DEFAULT_KEEP_ALIVE: Final = 300.0

_UNITS: Final = {
    "ns": 1e-9,
    "us": 1e-6,
    "µs": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
}
_GO_DURATION: Final = re.compile(r"[-+]?(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+")
_GO_TERM: Final = re.compile(r"(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)")


class Clock:
    """Wall-clock seconds plus what tests added; nothing ever waits on it."""

    def __init__(self) -> None:
        """Start at the present."""
        self._offset = 0.0

    def now(self) -> float:
        """Return seconds since the epoch."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Let time pass: models whose `keep_alive` ends are unloaded."""
        self._offset += seconds

    def timestamp(self, at: float | None = None) -> str:
        """Return a time as the server writes it (RFC 3339, UTC)."""
        moment = self.now() if at is None else at
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return (epoch + timedelta(seconds=moment)).isoformat().replace("+00:00", "Z")


def keep_alive_seconds(value: Any) -> float:
    """Read a request's `keep_alive`: seconds, a Go duration, or negative for ever.

    Raises:
        ValueError: It is neither.
    """
    if value is None:
        return DEFAULT_KEEP_ALIVE
    if isinstance(value, str):
        return _go_duration(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return FOREVER if value < 0 else float(value)
    raise ValueError(f"Unsupported type: '{type(value).__name__}'")


def _go_duration(text: str) -> float:
    if text.lstrip("+-") == "0":
        return 0.0
    if not _GO_DURATION.fullmatch(text):
        problem = "missing unit in" if re.fullmatch(r"[-+]?[\d.]+", text) else "invalid"
        raise ValueError(f'time: {problem} duration "{text}"')
    if text.startswith("-"):
        return FOREVER
    return sum(float(n) * _UNITS[unit] for n, unit in _GO_TERM.findall(text))
