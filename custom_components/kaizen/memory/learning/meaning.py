"""What can be compared of two texts without a model: their words, numbers, names and negations."""

from dataclasses import dataclass
from functools import lru_cache
import re
from typing import Final

from ..words import STOP_WORDS

_WORD: Final = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
_NO: Final = re.compile(
    r"(?<!\w)(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n't|hardly|stopped|quit|anymore"
    r"|nicht|nie|niemals|kein\w*|niemand|nichts|ohne|weder|kaum|aufgehört)(?!\w)",
    re.IGNORECASE,
)
_FORMS: Final = {
    **dict.fromkeys(
        (
            "is",
            "are",
            "was",
            "were",
            "been",
            "be",
            "am",
            "ist",
            "sind",
            "bin",
            "war",
            "waren",
        ),
        "be",
    ),
    **dict.fromkeys(
        ("has", "have", "had", "having", "hat", "habe", "haben", "hatte"), "have"
    ),
    **dict.fromkeys(("mag", "mögen", "magst", "mochte"), "mag"),
    **dict.fromkeys(("isst", "esse", "essen", "ißt"), "ess"),
    **dict.fromkeys(("nimmt", "nehme", "nehmen"), "nehm"),
    **dict.fromkeys(("fährt", "fahre", "fahren"), "fahr"),
    **dict.fromkeys(("schläft", "schlafe", "schlafen"), "schlaf"),
    **dict.fromkeys(("liest", "lese", "lesen"), "les"),
    **dict.fromkeys(("spricht", "spreche", "sprechen"), "sprech"),
    **dict.fromkeys(("children", "child"), "child"),
}
_ENDINGS: Final = ("ies", "es", "s", "en", "er", "e", "t", "n", "ed", "ing")
_STEM_LEAST: Final = 3
_FILLERS: Final = frozenset(
    [
        "user",
        "person",
        "speaker",
        "owner",
        "really",
        "very",
        "quite",
        "actually",
        "also",
        "always",
        "usually",
        "well",
        "just",
        "please",
        "likes",
        "like",
        "nutzer",
        "benutzer",
        "person",
        "sprecher",
        "wirklich",
        "sehr",
        "eigentlich",
        "auch",
        "immer",
    ]
) - {"like", "likes", "always", "immer", "usually"}
"""Words a model adds that say nothing: "the user takes …"."""
_POSSESSIVE: Final = frozenset(
    [
        "my",
        "our",
        "mine",
        "ours",
        "his",
        "her",
        "hers",
        "their",
        "your",
        "mein",
        "meine",
        "meinen",
        "meinem",
        "meiner",
        "unser",
        "unsere",
        "unseren",
        "unserem",
        "unserer",
        "sein",
        "seine",
        "seinen",
        "seinem",
        "seiner",
        "ihr",
        "ihre",
        "ihren",
        "ihrem",
        "ihrer",
    ]
)
_MEANS: Final = frozenset(
    [
        "like",
        "likes",
        "take",
        "takes",
        "get",
        "gets",
        "make",
        "will",
        "wants",
        "want",
        "about",
        "over",
        "up",
        "off",
        "on",
        "in",
        "out",
    ]
)
"""Stop words of a question that carry what a statement says."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text says, as far as it can be compared."""

    words: tuple[str, ...]
    """Stems of the words that say something, in order."""
    numbers: frozenset[str]
    negations: int

    @property
    def set(self) -> frozenset[str]:
        """Return the words without their order."""
        return frozenset(self.words)


def stem(word: str) -> str:
    """Return what a word has in common with its other forms, roughly."""
    lower = word.casefold().removesuffix("'s")
    if lower in _FORMS:
        return _FORMS[lower]
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= _STEM_LEAST:
            return lower.removesuffix(ending)
    return lower


@lru_cache(maxsize=512)
def meaning(text: str) -> Meaning:
    """Return what a text says, as far as it can be compared."""
    words: list[str] = []
    numbers: set[str] = set()
    for word in _WORD.findall(text):
        lower = word.casefold()
        if word[0].isdigit():
            numbers.add(word)
        elif _NO.fullmatch(lower) or lower in _FILLERS or lower in _POSSESSIVE:
            continue
        elif lower not in STOP_WORDS or lower in _MEANS:
            words.append(stem(word))
    return Meaning(tuple(words), frozenset(numbers), len(_NO.findall(text)))
