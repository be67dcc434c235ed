"""Keeps other people's words from posing as the house's."""

import re
from typing import Final

from ...guard import neutralise, strip

NAME_LIMIT: Final = 60
"""Characters of a name that reach the model."""

_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def one_line(text: str) -> str:
    """Return `text` neutralised, without anything unseen, control characters or line breaks."""
    if text.isprintable():  # nearly every name
        return neutralise(" ".join(strip(text).split()))
    return neutralise(strip(_SPACE.sub(" ", text)).strip())


def quoted_name(name: str) -> str:
    """Return a name someone chose, unable to pose as another entry of its line."""
    plain = one_line(name.replace("·", " ").replace(":", " "))
    return plain if len(plain) <= NAME_LIMIT else f"{plain[: NAME_LIMIT - 1]}…"
