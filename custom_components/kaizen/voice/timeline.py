"""What a listener hears when: sound comes faster than it is played."""

from typing import Final

_LEAD: Final = 0.1
"""Seconds before the sound runs out at which silence is due."""


class Timeline:
    """The playback of one stream, on the clock of the event loop, in seconds.

    A player begins with the first sound and plays without a pause for as long as there is any.
    """

    def __init__(self) -> None:
        """Wait for the first sound."""
        self._runs_out: float | None = None
        self._speech: list[tuple[float, float]] = []
        """When each stretch of speech begins to be heard, and how long it is."""
        self.total = 0.0
        """Seconds of speech, silence left out."""

    @property
    def began(self) -> bool:
        """Return whether there was any sound."""
        return self._runs_out is not None

    def speech(self, now: float, seconds: float) -> None:
        """Note that speech was handed on."""
        begins = max(self._runs_out or now, now)
        self._runs_out = begins + seconds
        self.total += seconds
        if self._speech:
            start, length = self._speech[-1]
            if start + length == begins:
                self._speech[-1] = (start, length + seconds)
                return
        self._speech.append((begins, seconds))

    def silence(self, now: float, seconds: float) -> None:
        """Note that silence was handed on."""
        self._runs_out = max(self._runs_out or now, now) + seconds

    def due_in(self, now: float) -> float | None:
        """Return in how many seconds silence has to be handed on; None before the first sound."""
        return (
            None if self._runs_out is None else max(0.0, self._runs_out - _LEAD - now)
        )

    def played(self, now: float) -> float:
        """Return how many seconds of speech have been heard."""
        return sum(min(max(now - start, 0.0), length) for start, length in self._speech)

    def has_run_out(self, now: float) -> bool:
        """Return whether everything handed on has been heard."""
        return self._runs_out is None or now >= self._runs_out
