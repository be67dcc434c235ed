"""A challenge is answered once, in time, from where it was asked, and for what was asked."""

from dataclasses import replace
import re

import pytest

from custom_components.kaizen.guard.model import Action, Factor, TaintSource
from custom_components.kaizen.guard.proof.challenges import (
    MOST_OPEN,
    Binding,
    ChallengeBook,
    Ended,
    OpenChallenge,
    Proof,
    digest,
)

UNLOCK = Action(verb="lock.unlock", entity_id="lock.front")
OPEN = Action(verb="cover.open_cover", entity_id="cover.garage")
KITCHEN = Binding(satellite_id="assist_satellite.kitchen")
HALL = Binding(satellite_id="assist_satellite.hall")
ANNA = Binding(user_id="anna", conversation_id="01J")
PIN = frozenset({Factor.PIN})
BOTH = frozenset({Factor.PIN, Factor.PHONE})


def test_a_proof_is_given_once() -> None:
    """The second PIN finds nothing open."""
    book = ChallengeBook()
    challenge = book.open(UNLOCK, KITCHEN, PIN, 0, taint=frozenset({TaintSource.WEB}))
    assert re.fullmatch("[0-9a-f]{32}", challenge.id)
    proof = book.prove(challenge.id, Factor.PIN, 3, binding=KITCHEN, user_id="anna")
    assert proof == Proof(
        challenge_id=challenge.id,
        action=UNLOCK,
        binding=KITCHEN,
        factors=PIN,
        users=frozenset({"anna"}),
        taint=frozenset({TaintSource.WEB}),
    )
    assert book.prove(challenge.id, Factor.PIN, 3, binding=KITCHEN) is None
    assert book.pending(KITCHEN, 3) is None


@pytest.mark.parametrize(
    ("own", "binding"),
    [
        (KITCHEN, HALL),
        (KITCHEN, ANNA),
        (KITCHEN, None),
        (ANNA, KITCHEN),
        (ANNA, Binding(user_id="ben", conversation_id="01J")),
        (ANNA, Binding(user_id="anna", conversation_id="01K")),
    ],
)
def test_an_answer_from_elsewhere_proves_nothing(
    own: Binding, binding: Binding | None
) -> None:
    """Another room, another person in the same conversation, or another conversation of theirs."""
    book = ChallengeBook()
    challenge = book.open(UNLOCK, own, PIN, 0)
    assert book.prove(challenge.id, Factor.PIN, 1, binding=binding) is None
    if binding:
        assert book.pending(binding, 1) is None
    assert book.pending(own, 1) == challenge


def test_a_second_wake_word_finds_it_again() -> None:
    """The room is what it is bound to: a satellite that cannot go on talking begins anew."""
    book = ChallengeBook()
    challenge = book.open(UNLOCK, KITCHEN, PIN, 0)
    assert (
        book.pending(Binding(satellite_id="assist_satellite.kitchen"), 44) == challenge
    )


@pytest.mark.parametrize(
    ("factors", "seconds"),
    [
        (PIN, 45),
        (frozenset({Factor.CONFIRM}), 45),
        (frozenset({Factor.PHONE}), 120),
        (BOTH, 45),
    ],
)
def test_it_expires(factors: frozenset[Factor], seconds: float) -> None:
    """By voice after 45 seconds, on the phone after 120; the clock's stepping back revives nothing."""
    ended: list[Ended] = []
    book = ChallengeBook(lambda challenge, why: ended.append(why))
    challenge = book.open(UNLOCK, KITCHEN, factors, 100)
    assert book.get(challenge.id, 100 + seconds - 0.1)
    assert book.get(challenge.id, 100 + seconds) is None
    assert book.prove(challenge.id, Factor.PIN, 101, binding=KITCHEN) is None
    assert ended == [Ended.EXPIRED]


def test_two_factors_are_two_steps() -> None:
    """The PIN in time by voice, then as long as the phone may take."""
    book = ChallengeBook()
    challenge = book.open(UNLOCK, KITCHEN, BOTH, 0)
    step = book.prove(challenge.id, Factor.PIN, 40, binding=KITCHEN, user_id="anna")
    assert isinstance(step, OpenChallenge)
    assert step.missing == {Factor.PHONE}
    assert book.prove(challenge.id, Factor.PIN, 41, binding=KITCHEN) is None
    assert book.prove(challenge.id, Factor.PHONE, 110, binding=KITCHEN) is None
    proof = book.prove(challenge.id, Factor.PHONE, 110, binding=None, user_id="ben")
    assert isinstance(proof, Proof)
    assert (proof.factors, proof.users) == (BOTH, frozenset({"anna", "ben"}))


def test_a_yes_is_no_pin() -> None:
    """Only what was asked for proves anything."""
    book = ChallengeBook()
    challenge = book.open(UNLOCK, KITCHEN, PIN, 0)
    for factor in (Factor.CONFIRM, Factor.PHONE, Factor.PRESENCE):
        assert book.prove(challenge.id, factor, 1, binding=KITCHEN) is None
        assert book.prove(challenge.id, factor, 1, binding=None) is None


def test_a_newer_one_supersedes_it() -> None:
    """Of one room only the last wish can be proven; other rooms keep theirs."""
    ended: list[tuple[str, Ended]] = []
    book = ChallengeBook(lambda challenge, why: ended.append((challenge.id, why)))
    old = book.open(UNLOCK, KITCHEN, PIN, 0)
    other = book.open(UNLOCK, HALL, PIN, 0)
    new = book.open(OPEN, KITCHEN, PIN, 1)
    assert ended == [(old.id, Ended.SUPERSEDED)]
    assert book.prove(old.id, Factor.PIN, 2, binding=KITCHEN) is None
    proof = book.prove(new.id, Factor.PIN, 2, binding=KITCHEN)
    assert isinstance(proof, Proof)
    assert proof.action == OPEN
    assert book.pending(HALL, 2) == other


def test_other_words_cancel_it() -> None:
    """A later yes or PIN then means nothing; the other room's is untouched."""
    book = ChallengeBook()
    challenge = book.open(UNLOCK, KITCHEN, PIN, 0)
    other = book.open(OPEN, HALL, PIN, 0)
    assert book.cancel(KITCHEN) == challenge
    assert book.cancel(KITCHEN) is None
    assert book.prove(challenge.id, Factor.PIN, 1, binding=KITCHEN) is None
    assert book.cancel_challenge(other.id) == other
    assert book.get(other.id, 1) is None


def test_it_is_asked_again_twice() -> None:
    """The third answer that is not heard ends it."""
    book = ChallengeBook()
    challenge = book.open(UNLOCK, KITCHEN, PIN, 0)
    assert [book.not_heard(challenge.id, 1) for _ in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    assert book.get(challenge.id, 1) is None


def test_the_third_wrong_answer_ends_it() -> None:
    """However patient the lockout is."""
    book = ChallengeBook()
    challenge = book.open(UNLOCK, KITCHEN, PIN, 0)
    assert [book.wrong(challenge.id, 1) for _ in range(4)] == [True, True, False, False]
    assert book.get(challenge.id, 1) is None


def test_a_restart_loses_it() -> None:
    """A new book knows nothing of an old id."""
    challenge = ChallengeBook().open(UNLOCK, KITCHEN, PIN, 0)
    assert ChallengeBook().prove(challenge.id, Factor.PIN, 1, binding=KITCHEN) is None


def test_open_challenges_are_bounded() -> None:
    """A thousand sessions keep the last ones only."""
    book = ChallengeBook()
    made = [
        book.open(UNLOCK, Binding(user_id="anna", conversation_id=str(n)), PIN, 0)
        for n in range(1000)
    ]
    alive = [challenge for challenge in made if book.get(challenge.id, 1)]
    assert alive == made[-MOST_OPEN:]


@pytest.mark.parametrize(
    "factors", [frozenset(), {Factor.PRESENCE}, {Factor.PIN, Factor.PRESENCE}]
)
def test_nothing_is_asked_that_nobody_can_give(factors: frozenset[Factor]) -> None:
    """Otherwise a challenge would be open that asks for nothing."""
    with pytest.raises(ValueError, match="nothing"):
        ChallengeBook().open(UNLOCK, KITCHEN, frozenset(factors), 0)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"user_id": "anna"},
        {"conversation_id": "01J"},
        {"satellite_id": "s", "user_id": "anna"},
        {"satellite_id": "s", "user_id": "anna", "conversation_id": "01J"},
    ],
)
def test_it_binds_to_a_room_or_to_a_person_in_a_conversation(
    parts: dict[str, str],
) -> None:
    """All satellites share the owner of their conversations, so an id alone separates no rooms."""
    with pytest.raises(ValueError, match="bind"):
        Binding(**parts)


def test_a_grant_is_for_one_call_of_one_action_while_it_runs() -> None:
    """A disarm may ask the gate twice; nothing else may, and nothing later."""
    book = ChallengeBook()
    action = replace(OPEN, parameters={"position": 60, "tilt": None})
    assert not book.is_granted("ctx", action)
    with book.granted("ctx", action):
        assert book.is_granted(
            "ctx", replace(OPEN, parameters={"tilt": None, "position": 60})
        )
        assert book.is_granted("ctx", action)
        assert not book.is_granted("child", action)
        assert not book.is_granted(None, action)
        assert not book.is_granted("ctx", replace(action, entity_id="cover.gate"))
        assert not book.is_granted("ctx", replace(action, verb="cover.open_cover_tilt"))
        assert not book.is_granted(
            "ctx", replace(action, parameters={"position": 100, "tilt": None})
        )
        assert not book.is_granted("ctx", OPEN)
        with (
            pytest.raises(ValueError, match="granted already"),
            book.granted("ctx", UNLOCK),
        ):
            pass
        assert book.is_granted("ctx", action)
    assert not book.is_granted("ctx", action)


def test_a_grant_ends_with_a_call_that_fails() -> None:
    """Whatever the device or the hub says."""
    book = ChallengeBook()
    with pytest.raises(RuntimeError), book.granted("ctx", UNLOCK):
        raise RuntimeError
    assert not book.is_granted("ctx", UNLOCK)


def test_parameters_that_are_not_data_cannot_be_proven() -> None:
    """Two of them could not be told apart."""
    with pytest.raises(ValueError, match="not data"):
        ChallengeBook().open(
            replace(UNLOCK, parameters={"x": object()}), KITCHEN, PIN, 0
        )
    assert digest(replace(UNLOCK, parameters={"x": {"b", "a"}})) == digest(
        replace(UNLOCK, parameters={"x": {"a", "b"}})
    )


def test_parameters_are_in_no_log() -> None:
    """A lock's own code may be among them."""
    challenge = ChallengeBook().open(
        replace(UNLOCK, parameters={"code": "4829"}), KITCHEN, PIN, 0
    )
    assert "4829" not in repr(challenge)
