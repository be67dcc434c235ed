"""Keeps other people's words from posing as the house's."""

import re
from typing import Final

NAME_LIMIT: Final = 60
"""Characters of a name that reach the model."""

_RESERVED_TAGS: Final = (
    *("context", "system", "think", "function"),
    *("tool", "tools", "tool_call", "tool_calls", "tool_response"),
)
_INVISIBLE: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"


def _spelled(tag: str) -> str:
    """Return a pattern for `tag` with or without invisible characters between its letters."""
    return f"[{_INVISIBLE}]*".join(tag)


_OPENERS: Final = frozenset("<＜﹤")
# `<|…|>` and the named tags are what Qwen's chat templates put between messages; a model
# server turns them into control tokens wherever they stand in the prompt.
_OPENING: Final = re.compile(
    rf"[{''.join(_OPENERS)}](?=[\s/{_INVISIBLE}]*(?:\||(?:{'|'.join(map(_spelled, _RESERVED_TAGS))})\b))",
    re.IGNORECASE,
)
_CONTROL: Final = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_INVISIBLE}]+")
_SPACE: Final = re.compile(r"[\s\u2028\u2029]+")


def neutralise(text: str) -> str:
    """Return `text` unable to open or close a context block or a chat-template tag."""
    return _OPENING.sub("‹", text)


def one_line(text: str) -> str:
    """Return `text` neutralised, without control characters or line breaks."""
    if text.isprintable() and _OPENERS.isdisjoint(text):  # nearly every name
        return " ".join(text.split())
    return neutralise(_SPACE.sub(" ", _CONTROL.sub(" ", text)).strip())


def quoted_name(name: str) -> str:
    """Return a name someone chose, unable to pose as another entry of its line."""
    plain = one_line(name.replace("·", " ").replace(":", " "))
    return plain if len(plain) <= NAME_LIMIT else f"{plain[: NAME_LIMIT - 1]}…"
