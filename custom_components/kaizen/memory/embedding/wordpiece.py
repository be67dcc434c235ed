"""The tokenizer of uncased BERT models."""

from collections.abc import Iterator
from importlib.resources import files
import string
from typing import Final
import unicodedata

TOKENS_MOST: Final = 128
"""Of one text, its two marks included, as MiniLM was trained."""
_WORD_MOST: Final = 100
_CJK: Final = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPiece:
    """Turns text into token numbers."""

    def __init__(self) -> None:
        """Read the vocabulary, which is that of BERT base, uncased."""
        lines = files(__package__).joinpath("vocabulary.txt").read_text("utf-8")
        self._ids = {
            token: number for number, token in enumerate(lines.split("\n")[:-1])
        }
        self._unknown = self._ids["[UNK]"]
        self._first, self._last = self._ids["[CLS]"], self._ids["[SEP]"]

    def encode(self, text: str) -> list[int]:
        """Return the numbers of a text's tokens, between the marks of its beginning and end."""
        found = [token for word in _words(text) for token in self._pieces(word)]
        return [self._first, *found[: TOKENS_MOST - 2], self._last]

    def _pieces(self, word: str) -> list[int]:
        """Return the longest known pieces from the left; a word with an unknown one is unknown."""
        found: list[int] = []
        start, mark = 0, ""
        while start < len(word) <= _WORD_MOST:
            for end in range(len(word), start, -1):
                if (number := self._ids.get(mark + word[start:end])) is not None:
                    break
            else:
                return [self._unknown]
            found.append(number)
            start, mark = end, "##"
        return found or [self._unknown]


def _words(text: str) -> Iterator[str]:
    for piece in _plain(text).split():
        word = ""
        for character in piece:
            if _is_punctuation(character):
                if word:
                    yield word
                yield character
                word = ""
            else:
                word += character
        if word:
            yield word


def _plain(text: str) -> str:
    """Return a text in lower case without accents and control characters, Chinese characters apart."""
    kept = "".join(map(_cleaned, text))
    bare = (
        c for c in unicodedata.normalize("NFD", kept) if unicodedata.category(c) != "Mn"
    )
    return "".join(character.lower() for character in bare)


def _cleaned(character: str) -> str:
    if character in "\t\n\r":
        return " "
    if character == "\ufffd" or unicodedata.category(character).startswith("C"):
        return ""
    if any(first <= ord(character) <= last for first, last in _CJK):
        return f" {character} "
    return character


def _is_punctuation(character: str) -> bool:
    return character in string.punctuation or unicodedata.category(
        character
    ).startswith("P")
