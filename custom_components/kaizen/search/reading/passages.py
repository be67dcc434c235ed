"""The part of a page that answers."""

import re
from typing import Final

_WORD: Final = re.compile(r"\w{3,}")


def best_passage(text: str, query: str, limit: int) -> str:
    """Return at most `limit` characters of a text around the lines that share most words with a query."""
    if len(text) <= limit:
        return text
    lines = text.splitlines() or [text]
    words = set(_WORD.findall(query.casefold()))
    scores = [len(words & set(_WORD.findall(line.casefold()))) for line in lines]
    first, last = _window(lines, scores, limit)
    return "\n".join(lines[first:last])[:limit]


def _window(lines: list[str], scores: list[int], limit: int) -> tuple[int, int]:
    """Return the run of lines within the limit that scores best; the earliest of equals."""
    best, found = -1, (0, 1)
    last = size = score = 0
    for first in range(len(lines)):
        while last < len(lines) and (
            last == first or size + len(lines[last]) + 1 <= limit
        ):
            size += len(lines[last]) + 1
            score += scores[last]
            last += 1
        if score > best:
            best, found = score, (first, last)
        size -= len(lines[first]) + 1
        score -= scores[first]
    return found
