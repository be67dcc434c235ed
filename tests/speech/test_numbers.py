"""The number grammars, against the way back from words to numbers."""

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.speech.english import numbers as english
from custom_components.kaizen.speech.german import numbers as german

_ENGLISH = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 20 + 10 * index
    for index, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    )
}
_SCALES = {
    word: 1000 ** (power + 1)
    for power, word in enumerate(
        ["thousand", "million", "billion", "trillion", "quadrillion"]
    )
}


def _value(words: str) -> int:
    total = group = 0
    for word in words.split():
        if word == "hundred":
            group *= 100
        elif word in _SCALES:
            total += group * _SCALES[word]
            group = 0
        else:
            group += _ENGLISH[word]
    return total + group


@given(st.integers(min_value=0, max_value=10**17))
def test_english_cardinals_mean_their_number(value: int) -> None:
    """Said and understood again, a number is the same."""
    assert _value(english.cardinal(value)) == value


@given(st.integers(min_value=0, max_value=10**6), st.integers(0, 10**6))
def test_different_numbers_sound_different(one: int, other: int) -> None:
    """In both languages, as cardinals and as ordinals."""
    for say in (english.cardinal, english.ordinal, german.cardinal, german.ordinal):
        assert (say(one) == say(other)) == (one == other)


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (0, "null"),
        (1, "eins"),
        (16, "sechzehn"),
        (17, "siebzehn"),
        (21, "einundzwanzig"),
        (30, "dreißig"),
        (101, "einhunderteins"),
        (1001, "eintausendeins"),
        (21_001, "einundzwanzigtausendeins"),
        (1_000_000, "eine Million"),
        (2_000_001, "zwei Millionen eins"),
    ],
)
def test_german_cardinals(value: int, spoken: str) -> None:
    """The turning points of the grammar."""
    assert german.cardinal(value) == spoken


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (1, "erste"),
        (3, "dritte"),
        (7, "siebte"),
        (8, "achte"),
        (20, "zwanzigste"),
        (101, "einhunderterste"),
    ],
)
def test_german_ordinals(value: int, spoken: str) -> None:
    """The irregular ones, and the change at twenty."""
    assert german.ordinal(value) == spoken


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (1066, "ten sixty six"),
        (1900, "nineteen hundred"),
        (1905, "nineteen oh five"),
        (2000, "two thousand"),
        (2026, "twenty twenty six"),
    ],
)
def test_english_years(value: int, spoken: str) -> None:
    """Years are said in pairs."""
    assert english.year(value) == spoken
