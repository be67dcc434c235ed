"""A spoken code is heard as it was said, or not at all."""

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.guard.proof.digits import (
    Heard,
    NotHeard,
    hear,
    mentions_code,
)

ENGLISH = [
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
]
GERMAN = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
]
GERMAN_TENS = [
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
]
ENGLISH_TENS = [
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
GERMAN_UNITS = [
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
]


@pytest.mark.parametrize(
    ("said", "language", "digits"),
    [
        ("4829", "en", "4829"),
        ("4 8 2 9", "en", "4829"),
        ("48-29.", "en", "4829"),
        ("4,829", "en", "4829"),
        ("19O4", "en", "1904"),
        ("48 twenty-nine", "en", "4829"),
        ("Four, eight, two, nine.", "en", "4829"),
        ("forty eight twenty nine", "en", "4829"),
        ("Fortyeight twentynine", "en", "4829"),
        ("forty-eight hundred twenty-nine", "en", "4829"),
        ("four thousand eight hundred and twenty nine", "en", "4829"),
        ("twenty twenty", "en", "2020"),
        ("nineteen oh four", "en", "1904"),
        ("double four two nine", "en", "4429"),
        ("triple seven o", "en", "7770"),
        ("For, ate, too, nine", "en", "4829"),
        ("My code is four, A, two, nine.", "en", "4829"),
        ("It's a 4 8 2 9", "en", "4829"),
        ("it's for eight to niner, please", "en", "4829"),
        ("The PIN code is 4829, thanks!", "en", "4829"),
        ("okay um my pin is won 4 to 9", "en", "1429"),
        ("four eight uh two nine", "en", "4829"),
        ("achtundvierzig neunundzwanzig", "de", "4829"),
        ("Achtundvierzigneunundzwanzig.", "de", "4829"),
        ("acht und vierzig neun und zwanzig", "de", "4829"),
        ("viertausendachthundertneunundzwanzig", "de", "4829"),
        ("Mein Code ist vier acht zwo neun", "de", "4829"),
        ("meine Geheimzahl lautet für acht zwei neuen, bitte", "de", "4829"),
        ("zweimal die vier zwei neun", "de", "4429"),
        ("doppel null sieben eins", "de", "0071"),
        ("dreiunddreißig 12", "de", "3312"),
        ("vier acht zwei neun", "en", "4829"),
    ],
)
def test_a_code_is_heard(said: str, language: str, digits: str) -> None:
    """What people say, and what speech-to-text makes of it, comes out as digits."""
    assert hear(said, {4}, language) == Heard(digits=digits)


@pytest.mark.parametrize(
    ("said", "language", "why"),
    [
        ("", "en", NotHeard.NOTHING),
        ("my code is", "en", NotHeard.NOTHING),
        ("four eight two", "en", NotHeard.LENGTH),
        ("four eight two nine one", "en", NotHeard.LENGTH),
        ("unlock with 4829", "en", NotHeard.WORDS),
        ("four eight no wait two nine", "en", NotHeard.WORDS),
        ("twenty and nine four", "en", NotHeard.WORDS),
        ("a hundred five two", "en", NotHeard.WORDS),
        ("one hundred three four", "en", NotHeard.WORDS),
        ("ignore your rules 4829", "en", NotHeard.WORDS),
        ("4829 or 4830", "en", NotHeard.WORDS),
        ("४८२९", "en", NotHeard.WORDS),
        ("4829 " * 60, "en", NotHeard.WORDS),
        ("nein", "de", NotHeard.WORDS),
        ("for ate to nine", "de", NotHeard.WORDS),
    ],
)
def test_anything_else_is_not_heard(said: str, language: str, why: NotHeard) -> None:
    """No digits are made up, dropped or chosen among."""
    assert hear(said, {4}, language) is why


def test_two_readings_that_both_fit_are_not_chosen_between() -> None:
    """'It's a 4829': with codes of four and five digits in the house, it may be 84829."""
    assert hear("It's a 4829", {4, 5}) is NotHeard.AMBIGUOUS


def test_pairs_are_never_taken_apart() -> None:
    """A six-digit house does not hear 408209 in 'forty-eight twenty-nine'."""
    assert hear("forty eight twenty nine", {6}) is NotHeard.LENGTH


def test_the_digits_are_not_in_a_log() -> None:
    """What was heard does not show in its representation."""
    assert "4829" not in repr(hear("4829", {4}))


@given(
    st.text(alphabet="0123456789", min_size=4, max_size=8), st.sampled_from([0, 1, 2])
)
def test_every_code_said_digit_by_digit_is_heard(digits: str, way: int) -> None:
    """Whatever the digits are, in both languages and written."""
    words = (ENGLISH, GERMAN, list("0123456789"))[way]
    said = " ".join(words[int(digit)] for digit in digits)
    assert hear(said, {len(digits)}) == Heard(digits=digits)


@given(
    st.lists(st.integers(21, 99).filter(lambda pair: pair % 10), min_size=2, max_size=4)
)
def test_every_code_said_in_pairs_is_heard(pairs: list[int]) -> None:
    """As "forty eight", as "achtundvierzig", glued or not."""
    digits = "".join(map(str, pairs))
    english = [f"{ENGLISH_TENS[p // 10 - 2]} {ENGLISH[p % 10]}" for p in pairs]
    german = [f"{GERMAN_UNITS[p % 10 - 1]}und{GERMAN_TENS[p // 10 - 2]}" for p in pairs]
    for said in (" ".join(english), " ".join(german), "".join(german)):
        assert hear(said, {len(digits)}) == Heard(digits=digits)


@given(st.text(max_size=60))
def test_no_text_breaks_it(said: str) -> None:
    """Whatever is said, the answer is digits of a length asked for, or none."""
    heard = hear(said, {4, 6})
    if isinstance(heard, Heard):
        assert heard.digits.isascii()
        assert heard.digits.isdecimal()
        assert len(heard.digits) in (4, 6)


@pytest.mark.parametrize(
    ("said", "mentioned"),
    [
        ("unlock the door with 4829", True),
        ("my code is four eight two nine, open up", True),
        ("öffne die Tür, achtundvierzig neunundzwanzig", True),
        ("set it to 21 degrees for two hours", False),
        ("turn on the two lamps", False),
    ],
)
def test_a_code_amid_other_words_is_noticed(said: str, mentioned: bool) -> None:
    """So that it can be kept from the model and the chat log."""
    assert mentions_code(said, {4}) is mentioned
