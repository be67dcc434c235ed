"""Yes is yes only when nothing else is said."""

import pytest

from custom_components.kaizen.guard.proof.replies import Reply, read_reply


@pytest.mark.parametrize(
    "said",
    [
        "Yes.",
        "Yes, please!",
        "do it",
        "okay, yes",
        "Go ahead.",
        "Ja",
        "Ja, bitte.",
        "mach das",
        "Ja, mach’s!",
    ],
)
def test_yes(said: str) -> None:
    """English and German, with a please."""
    assert read_reply(said) is Reply.YES


@pytest.mark.parametrize(
    "said",
    [
        "No",
        "no, thanks",
        "Stop!",
        "Never mind.",
        "cancel that",
        "Don't.",
        "Nein.",
        "Bitte nicht",
        "Abbrechen",
        "Nein, mach das nicht.",
        "Vergiss es",
    ],
)
def test_no(said: str) -> None:
    """A no, a stop and a never mind are one."""
    assert read_reply(said) is Reply.NO


@pytest.mark.parametrize(
    "said",
    [
        "",
        "yes and also turn on the lamp",
        "yes, unlock the back door",
        "yes no",
        "yes?",
        "not yes",
        "thanks",
        "okay",
        "please",
        "say yes to continue",
        "ja aber nicht jetzt",
        "Ja, und das Garagentor auch",
        "yes " * 40,
    ],
)
def test_more_or_less_than_that_is_neither(said: str) -> None:
    """It goes on as words of its own, which cancels what was asked."""
    assert read_reply(said) is None
