"""Tells answers apart: Home Assistant goes on sending one that was interrupted while it sends the next."""

from collections import deque
from typing import Final

from wyoming.audio import AudioChunk, AudioStart, AudioStop

_MOST: Final = 8
"""Answers that are told apart; older ones have ended."""


class _Answer:
    def __init__(self, start: AudioStart) -> None:
        self.next = start.timestamp or 0
        self.wanted = True


class Incoming:
    """Follows every answer by its timestamps, each of which is where the chunk before ended."""

    def __init__(self) -> None:
        """Begin with nothing coming in."""
        self._answers: deque[_Answer] = deque(maxlen=_MOST)

    def start(self, event: AudioStart) -> None:
        """Note that an answer begins, which is the wanted one from now on."""
        self.refuse()
        self._answers.append(_Answer(event))

    def refuse(self) -> None:
        """Want nothing of what has begun."""
        for answer in self._answers:
            answer.wanted = False

    def accepts(self, chunk: AudioChunk) -> bool:
        """Tell whether a chunk is wanted."""
        if (answer := self._of(chunk.timestamp)) is None:
            return False
        if chunk.timestamp is not None:
            answer.next = chunk.timestamp + chunk.milliseconds
        return answer.wanted

    def ends(self, event: AudioStop) -> bool:
        """Tell whether it is the wanted answer that ends."""
        if (answer := self._of(event.timestamp)) is None:
            return False
        self._answers.remove(answer)
        return answer.wanted

    def _of(self, timestamp: int | None) -> _Answer | None:
        """Return whose the timestamp is; the newest when nothing tells."""
        for answer in reversed(self._answers):
            if timestamp in (None, answer.next):
                return answer
        return None
