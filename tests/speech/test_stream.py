"""Streaming: what is promised for every text and every way to cut it."""

from itertools import pairwise
import re
from typing import Final

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.kaizen.speech import Normalizer, Voice, speak

from .voices import ENGLISH, GERMAN, units

_PIECES: Final = (
    "The light is on. ",
    "Yes. ",
    "Dr. Smith ",
    "e.g. ",
    "<think>hm</think>",
    "<think>",
    "</think>",
    "<|im_end|>",
    "<b>",
    "</b>",
    "<br>",
    "&amp;",
    "<5",
    "**",
    "_",
    "`",
    "```\n",
    "# ",
    "- ",
    "1. ",
    "> ",
    "| a | b |\n",
    "|---|---|\n",
    "[text](https://example.com)",
    "[1]",
    "\n",
    "\n\n",
    "$3.50",
    "$",
    "3",
    ".5",
    ",000",
    " kWh",
    "°C",
    "%",
    "7:05",
    " p.m. ",
    "2026-11-22",
    "1/2",
    "5-7",
    " days",
    "light.hall_lamp",
    "192.168.1.1",
    "a@b.com",
    "No. ",
    "#",
    "❄️",
    "…",
    "“",
    "ü",
    " ",
    "x",
    "A",
    "-",
    "{",
    '{"name": "x", "arguments": {}}',
    "²",
    "٣",
    "½",
    "，",
)
TEXTS: Final = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=4)), max_size=20).map(
        "".join
    ),
)
VOICES: Final = st.sampled_from((ENGLISH, GERMAN))
_MARKUP: Final = re.compile(r"[<>*_`#|~\[\]{}()\\^=+&%$€£@/°\"“”:;\d]")


@st.composite
def _chunked(draw: st.DrawFn) -> tuple[str, list[str]]:
    text = draw(TEXTS)
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=10).map(sorted))
    edges = [0, *cuts, len(text)]
    return text, [text[start:end] for start, end in pairwise(edges)]


@settings(max_examples=300, deadline=None)
@given(_chunked(), VOICES)
def test_chunks_do_not_matter(chunked: tuple[str, list[str]], voice: Voice) -> None:
    """Any chunking, and every single character, gives the same units."""
    text, chunks = chunked
    whole = units([text], voice)
    assert units(chunks, voice) == whole
    assert units(list(text), voice) == whole


@settings(max_examples=300, deadline=None)
@given(TEXTS, VOICES)
def test_only_words_and_pauses_are_left(text: str, voice: Voice) -> None:
    """No markup, tag, sign or digit reaches the synthesizer."""
    for unit in units([text], voice):
        assert not _MARKUP.search(unit)
        assert not any(char.isdigit() for char in unit)
        assert unit.endswith("\n\n")
        assert unit.strip()


@settings(max_examples=300, deadline=None)
@given(TEXTS, VOICES)
def test_spoken_text_stays_as_it_is(text: str, voice: Voice) -> None:
    """What has been turned into words once is not turned again."""
    once = speak(text, voice)
    assert speak(once, voice) == once


@settings(max_examples=200, deadline=None)
@given(st.text(), VOICES)
def test_nothing_raises(text: str, voice: Voice) -> None:
    """Whatever a model writes."""
    speak(text, voice)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["a", " ", "`", "*", "[", "<b ", "&", "|", "#", "-", "!", "~", "{", "1"]
        ),
        min_size=1,
        max_size=3,
    ),
    st.integers(1, 3),
)
def test_what_is_held_back_is_bounded(pieces: list[str], times: int) -> None:
    """An endless construct does not fill the memory."""
    normalizer = Normalizer(ENGLISH)
    chunk = "".join(pieces) * 20 * times
    for _ in range(100):
        list(normalizer.feed(chunk))
    held = sum(map(len, normalizer.flush()))
    assert held < 6000


@pytest.mark.parametrize(
    "text",
    [
        "1" + "a" * 200 + "_",
        "a" + "1" * 200 + "_",
        "1-" * 150 + "_",
        "a1/" * 100 + "_",
        "a." * 150 + "_",
        "1," * 150 + "$",
        "1.000" * 60 + "_",
        "a_" * 150 + "-",
        "/a" * 150 + "!",
        "((" * 150,
        "(1) " * 90,
        "A." * 150,
        "[" * 300,
    ],
)
def test_no_text_takes_for_ever(text: str) -> None:
    """The rules do not try all ways to read a long name."""
    for voice in (ENGLISH, GERMAN):
        speak(text, voice)


def test_a_unit_is_spoken_as_soon_as_its_sentence_ends() -> None:
    """The next sentence need not begin."""
    normalizer = Normalizer(ENGLISH)
    assert list(normalizer.feed("The light is on. ")) == ["The light is on.\n\n"]
    assert list(normalizer.feed("One moment\n\n")) == ["One moment.\n\n"]


def test_the_first_unit_of_a_long_sentence_ends_at_a_clause() -> None:
    """So that something is heard early."""
    normalizer = Normalizer(ENGLISH)
    spoken = list(
        normalizer.feed(
            "When the washing machine has finished in the cellar, the light in the hall will"
        )
    )
    assert spoken == ["When the washing machine has finished in the cellar,\n\n"]


def test_a_number_waits_for_its_end() -> None:
    """What looks like $3.5 may become $3.50, a time may become an evening one."""
    assert units(["It costs $3.5", "0 at 7:0", "5 PM."]) == [
        "It costs three dollars and fifty cents at seven oh five PM.\n\n"
    ]


def test_a_flush_ends_a_breath_and_the_text_goes_on() -> None:
    """A tool call or another role ends what has been said before."""
    normalizer = Normalizer(ENGLISH)
    list(normalizer.feed("One moment"))
    assert list(normalizer.flush()) == ["One moment.\n\n"]
    assert list(normalizer.feed("It is **on**. ")) == ["It is on.\n\n"]
