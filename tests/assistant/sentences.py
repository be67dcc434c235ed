"""The sentences Kaizen speaks, as its translations have them."""

from functools import cache
import json
from pathlib import Path

import custom_components.kaizen

TRANSLATIONS = Path(custom_components.kaizen.__path__[0]) / "translations"


def sentence(language: str, key: str, **placeholders: str) -> str:
    """Return a spoken sentence."""
    return _spoken(language)[f"spoken_{key}"].format(**placeholders)


@cache
def _spoken(language: str) -> dict[str, str]:
    texts = json.loads((TRANSLATIONS / f"{language}.json").read_text("utf-8"))
    common: dict[str, str] = texts["common"]
    return common
