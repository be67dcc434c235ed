"""Stages 1 to 4: nothing written for machines or eyes is heard."""

import pytest

from custom_components.kaizen.speech import Lexicon, Voice, language_for, speak

from .voices import english


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("<think>They want light.</think>The light is on.", "The light is on."),
        ("<THINKING>x</THINKING> Done.", "Done."),
        ("Done.</think> Yes it is.", "Done. | Yes it is."),
        ("It is on.<|im_end|>", "It is on."),
        ("<think>never closed", ""),
        ('<tool_call>{"name": "x"}</tool_call>Locked.', "Locked."),
        ('{"name": "turn_on", "arguments": {"a": "}"}} It is on.', "It is on."),
        ("I <thinly> sliced it.", "I sliced it."),
        ("A {very} good day.", "A, very, good day."),
    ],
)
def test_reasoning_and_control_tags_are_silent(written: str, spoken: str) -> None:
    """What the model thinks or calls is not heard."""
    assert english(written) == spoken


def test_reasoning_that_the_prompt_has_opened_is_silent() -> None:
    """Some templates put the opening tag into the prompt."""
    voice = Voice(language=language_for("en"), lexicon=Lexicon(), starts_in_think=True)
    assert speak("They want light.</think>It is on.", voice) == "It is on."


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (
            "Use this:\n```yaml\na: 1\n```\nand this:\n```\nb: 2\n```\nGood luck.",
            "Use this, | I've put the code in the chat. | and this, | Good luck.",
        ),
        ("~~~\nx = 1\n~~~\nDone.", "I've put the code in the chat. | Done."),
        ("Call `turn on` now.", "Call turn on now."),
        ("A tag like `<b>` is *bold*.", "A tag like less than b greater than is bold."),
        ("An open `tick\nnext line.", "An open tick next line."),
        ("```\nnever closed", "I've put the code in the chat."),
    ],
)
def test_code_stays_in_the_chat(written: str, spoken: str) -> None:
    """A block is mentioned once; code within a sentence is read."""
    assert english(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("<b>On</b> and <i>off</i>.", "On and off."),
        ("One<br>Two", "One. | Two."),
        ("<p>One</p><p>Two</p>", "One. | Two."),
        ("Fish &amp; chips&nbsp;now", "Fish and chips now."),
        ("A<!-- secret --> B", "A B."),
        ("<script>alert(1)</script>Hello", "Hello."),
        ("It is <5 degrees", "It is less than five degrees."),
        ("3 < 4 and a <b", "three less than four and a."),
        ('<img src="x" alt="a cat">', "a cat."),
        ("Mail <me@example.com> now", "Mail me at example dot com now."),
    ],
)
def test_html_is_silent(written: str, spoken: str) -> None:
    """Tags are pauses or nothing; entities are characters."""
    assert english(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("**Bold**, *thin*, ***both***, ~~gone~~, __b__", "Bold, thin, both, gone, b."),
        ("# Heading\nText", "Heading. | Text."),
        ("> quoted\n> more", "quoted more."),
        (
            "The list:\n- Milk\n- Eggs\n* Tea",
            "The list, | Milk. | Eggs. | Tea.",
        ),
        ("1. Wake up\n2) Get up", "one, Wake up. | two, Get up."),
        ("- [x] Milk\n- [ ] Eggs", "done, Milk. | Eggs."),
        ("One\n\n---\n\nTwo", "One. | Two."),
        ("See [the *manual*](https://example.com/a_(b)) now", "See the manual now."),
        ("![A lamp](lamp.png) is on", "A lamp is on."),
        ("It is warm [1][2], see [^note].\n\n[^note]: source", "It is warm, see."),
        ("[ref]: https://example.com\nText", "Text."),
        (
            "| Room | Light |\n|---|:-:|\n| Kitchen | **on** |\n| Hall | off |\n\nDone.",
            "Room Kitchen, Light on. | Room Hall, Light off. | Done.",
        ),
        ("| just | a row |", "just, a row."),
        ("2 * 3 is six", "two times three is six."),
        ("snake_case and light.hall_lamp", "snake case and hall lamp."),
        ("A line that is\nwrapped here", "A line that is wrapped here."),
        ("Kitchen light\nHall light", "Kitchen light. | Hall light."),
        ("\\*not bold\\*", "asterisk not bold asterisk."),
    ],
)
def test_markdown_is_heard_as_pauses(written: str, spoken: str) -> None:
    """Marks are silent, structure is a pause."""
    assert english(written) == spoken
