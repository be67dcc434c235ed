"""Takes reasoning that a model wrote into its answer out of it again.

Ollama separates thinking for the models it knows; others write the tags as
text, and a stray closing tag slips through for some templates.
"""

from collections.abc import Iterator
from typing import Final

_OPEN: Final = "<think>"
_CLOSE: Final = "</think>"


class ThinkingSplitter:
    """Splits a stream of text, however it is cut into chunks, at its think tags."""

    def __init__(self) -> None:
        """Start outside of any reasoning."""
        self._held = ""
        self._thinking = False

    def feed(self, text: str) -> Iterator[tuple[bool, str]]:
        """Yield pieces as (is it reasoning, text); a possible tag is held back."""
        self._held += text
        while self._held:
            found = self._next_tag()
            if found is None:
                keep = _possible_tag(self._held)
                ready = self._held[: len(self._held) - keep]
                if ready:
                    yield self._thinking, ready
                self._held = self._held[len(ready) :]
                return
            start, tag = found
            if start:
                yield self._thinking, self._held[:start]
            self._held = self._held[start + len(tag) :]
            self._thinking = tag == _OPEN

    def flush(self) -> Iterator[tuple[bool, str]]:
        """Yield what was held back; the stream has ended."""
        if self._held:
            yield self._thinking, self._held
        self._held = ""

    def _next_tag(self) -> tuple[int, str] | None:
        found = [(self._held.find(tag), tag) for tag in (_OPEN, _CLOSE)]
        present = [hit for hit in found if hit[0] >= 0]
        return min(present) if present else None


def _possible_tag(text: str) -> int:
    """Return how many characters at the end may be the beginning of a tag."""
    start = text.rfind("<", -len(_CLOSE) + 1)
    if start < 0:
        return 0
    tail = text[start:]
    return len(tail) if _OPEN.startswith(tail) or _CLOSE.startswith(tail) else 0
