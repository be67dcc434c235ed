"""Token probabilities become a distribution over the options of a question."""

import math
from typing import Any

import pytest

from custom_components.kaizen.assistant.ballot import (
    MAX_OPTIONS,
    Ballot,
    NoVoteError,
    TooManyOptionsError,
    expected_level,
)

YES_NO = Ballot.from_question({"type": "noul", "instructions": "Is it raining?"})
THREE = Ballot.from_question(
    {
        "type": "choice",
        "instructions": "Who is at the door?",
        "criteria": {"post": "A parcel van", "cat": "The cat", "none": "Nobody"},
    }
)


def position(**shares: float) -> dict[str, Any]:
    """One generated token with its alternatives, as Ollama writes them."""
    top = [{"token": t, "logprob": math.log(p)} for t, p in shares.items()]
    return {**top[0], "top_logprobs": top}


def test_probability_of_yes_is_its_share_of_the_two() -> None:
    """Tokens that are neither label do not count."""
    assert YES_NO.count([position(Yes=0.6, No=0.2, Maybe=0.2)]) == pytest.approx(
        [0.75, 0.25]
    )


def test_spellings_of_a_label_are_added_up() -> None:
    """White space, case and decoration do not make another answer."""
    shares = {"Yes": 0.3, " yes": 0.2, "**YES": 0.1, "\nNo": 0.4}
    assert YES_NO.count([position(**shares)]) == pytest.approx([0.6, 0.4])


def test_option_the_server_does_not_list_is_no_likelier_than_the_least_listed() -> None:
    """`C` shares the 0.1 left over, but stays below the 0.02 of the least likely token."""
    a, b, c = THREE.count([position(A=0.8, B=0.08, x=0.02)])
    assert c / a == pytest.approx(0.02 / 0.8)
    assert b / a == pytest.approx(0.1)
    assert a + b + c == pytest.approx(1)


def test_unlisted_options_share_what_is_left_over() -> None:
    """Both together cannot be likelier than the mass the list leaves over."""
    a, b, c = THREE.count([position(A=0.9, x=0.08)])
    assert b == c
    assert (b + c) / a == pytest.approx(0.02 / 0.9)


def test_nothing_left_over_means_impossible() -> None:
    """A list that adds up to 1 leaves no probability for the others."""
    assert THREE.count([position(A=1.0)]) == pytest.approx([1, 0, 0])


def test_white_space_before_the_answer_is_passed_over() -> None:
    """Some templates make the model begin with a line break."""
    first = {
        "token": "\n",
        "logprob": 0.0,
        "top_logprobs": [{"token": "\n", "logprob": 0}],
    }
    assert YES_NO.count([first, position(No=0.9, Yes=0.1)]) == pytest.approx([0.1, 0.9])


def test_server_that_lists_only_the_chosen_token() -> None:
    """A server may leave `top_logprobs` out; the rest is bounded by what is left over."""
    assert YES_NO.count([{"token": "Yes", "logprob": math.log(0.9)}]) == pytest.approx(
        [0.9, 0.1]
    )


@pytest.mark.parametrize(
    "logprobs",
    [
        [],
        [position(Sorry=0.9, I=0.1)],
        [{"token": "Yes", "logprob": -9999.0}],
    ],
)
def test_answer_outside_the_options_is_an_error(logprobs: list[dict[str, Any]]) -> None:
    """A model that does not vote has no opinion; none is invented for it."""
    with pytest.raises(NoVoteError):
        YES_NO.count(logprobs)


def test_every_option_has_its_own_label() -> None:
    """As many options as there are letters, and not one more."""

    def score(levels: int) -> dict[str, Any]:
        criteria = [f"level {i}" for i in range(levels)]
        return {"type": "score", "instructions": "How bad?", "criteria": criteria}

    assert len(Ballot.from_question(score(MAX_OPTIONS)).options) == MAX_OPTIONS
    with pytest.raises(TooManyOptionsError):
        Ballot.from_question(score(MAX_OPTIONS + 1))


def test_state_comes_first_and_is_fenced() -> None:
    """Questions about one state share the beginning of their prompt."""
    one, two = YES_NO.render("It pours."), THREE.render("It pours.")
    fenced = "<state>\nIt pours.\n</state>\n"
    assert one.startswith(fenced)
    assert two.startswith(fenced)
    assert "A: post (A parcel van)" in two
    assert two.endswith("A, B, C")
    assert one.endswith("Yes, No")


def test_without_state_only_the_question_is_asked() -> None:
    """A question about a picture needs no text."""
    assert YES_NO.render(None).startswith("Is it raining?")


def test_expected_level_is_the_mean_index() -> None:
    """Half on the lowest, half on the highest of three is the middle."""
    assert expected_level([0.5, 0, 0.5]) == 1.0
