"""What a new memory does to those that are known."""

import pytest

from custom_components.kaizen.memory.learning import (
    Add,
    Ignore,
    Neighbour,
    Supersede,
    decide,
)
from custom_components.kaizen.memory.model import person

from .rig import draft, memory


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("I take my coffee black", "I take my coffee black."),
        ("I take my coffee black", "I really take my coffee black"),
        ("My sister lives in Graz", "Our sister lives in Graz"),
        ("Ich trinke Tee ohne Zucker", "Ich trinke meinen Tee ohne Zucker"),
    ],
)
def test_what_is_known_is_not_kept_twice(known: str, new: str) -> None:
    """Neither the same words nor nearly the same."""
    near = [Neighbour(memory=memory(known), similarity=0.9)]
    assert decide(draft(new), near) == Ignore(id="m1")


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("My favourite colour is blue", "My favourite colour is green"),
        ("I live in Graz", "I live in Vienna now"),
        ("My brother lives in Dublin", "My brother lives in Cork"),
        ("I eat meat", "I don't eat meat"),
        ("I like jazz", "I hate jazz"),
        ("I take my coffee with oat milk", "I take my coffee black now"),
        ("The bins go out on Tuesday", "The bins go out on Friday"),
        ("My birthday is May 3", "My birthday is May 4"),
        ("Ich wohne in Graz", "Ich wohne jetzt in Wien"),
        ("Ich trinke Kaffee mit Milch", "Ich trinke Kaffee jetzt schwarz"),
        ("Meine Lieblingsfarbe ist Blau", "Meine Lieblingsfarbe ist Grün"),
        ("Ich mag Jazz", "Ich mag keinen Jazz"),
    ],
)
def test_what_is_no_longer_true_is_superseded(known: str, new: str) -> None:
    """A change of mind takes the place of what was so."""
    wanted = draft(new)
    near = [Neighbour(memory=memory(known), similarity=0.76)]
    assert decide(wanted, near) == Supersede(draft=wanted, ids=("m1",))


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("I like tea", "I like coffee"),
        ("My son hates broccoli", "My daughter hates broccoli"),
        ("My brother lives in Dublin", "My sister lives in Cork"),
        ("My favourite colour is blue", "My favourite author is Ursula Le Guin"),
        ("Elena loves Max", "Max loves Elena"),
        ("My wife's birthday is May 3", "My birthday is May 4"),
        ("I work nights", "My wife works at the hospital now"),
        ("I drink coffee in the morning", "I drink coffee at work"),
        ("Ich mag Tee", "Ich mag Kaffee"),
        ("We have two cats", "We have a garden"),
    ],
)
def test_what_can_be_true_as_well_stays(known: str, new: str) -> None:
    """However alike they sound: similarity only proposes."""
    wanted = draft(new)
    near = [Neighbour(memory=memory(known), similarity=0.97)]
    assert decide(wanted, near) == Add(draft=wanted)


def test_what_is_unlike_is_not_looked_at() -> None:
    """Below the threshold nothing is superseded."""
    wanted = draft("I live in Vienna")
    near = [Neighbour(memory=memory("I live in Graz"), similarity=0.59)]
    assert decide(wanted, near) == Add(draft=wanted)


def test_two_people_may_differ() -> None:
    """What Ben said is neither repeated nor contradicted by Anna."""
    for new in ("I like jazz", "I hate jazz"):
        wanted = draft(new)
        bens = memory("I like jazz", scope=person("ben"))
        near = [Neighbour(memory=bens, similarity=1.0)]
        assert decide(wanted, near) == Add(draft=wanted)


def test_what_waits_for_a_yes_supersedes_nothing() -> None:
    """Nor does it hide behind what is known to be waiting."""
    waiting = draft("I hate jazz", pending=True)
    near = [Neighbour(memory=memory("I like jazz"), similarity=0.9)]
    assert decide(waiting, near) == Add(draft=waiting)
    sure = draft("I hate jazz")
    near = [Neighbour(memory=memory("I hate jazz", pending=True), similarity=1.0)]
    assert decide(sure, near) == Add(draft=sure)


def test_what_is_pinned_is_not_superseded() -> None:
    """Its owner pinned it."""
    wanted = draft("I live in Vienna now")
    near = [Neighbour(memory=memory("I live in Graz", pinned=True), similarity=0.9)]
    assert decide(wanted, near) == Add(draft=wanted)
