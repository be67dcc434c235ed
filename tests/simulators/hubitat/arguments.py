"""A command's arguments: one segment, separated by commas, or a JSON object."""

from collections.abc import Sequence
import json
from typing import Any
from urllib.parse import unquote

from .capabilities import Command


def parse_arguments(encoded: str, signatures: Sequence[Command]) -> list[Any] | None:
    """Return the arguments as the driver gets them; None if no signature takes them.

    Commas split the text after decoding: whether the hub splits before is not known, and this is the harder case.
    """
    texts = _split(unquote(encoded))
    for signature in signatures:
        if not signature.needs <= len(texts) <= len(signature.parameters):
            continue
        try:
            return [
                _typed(text, kind)
                for text, kind in zip(texts, signature.parameters, strict=False)
            ]
        except ValueError:
            continue
    return None


def _split(text: str) -> list[str]:
    if not text:
        return []
    return [text] if text.startswith("{") else text.split(",")


def _typed(text: str, kind: str) -> Any:
    if kind == "NUMBER":
        number = float(text)
        return int(number) if number.is_integer() else number
    if kind == "COLOR_MAP":
        found = json.loads(text)
        if not isinstance(found, dict):
            raise ValueError("not a map")
        return found
    return text
