"""Who may hear what, and what matters."""

from datetime import datetime, timedelta
from typing import Any, Final

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.memory.embedding import Recipe
from custom_components.kaizen.memory.model import (
    HOUSE,
    UNKNOWN_VOICE,
    Category,
    Deletion,
    Memory,
    Scope,
    Trust,
    person,
    room,
)
from custom_components.kaizen.memory.recall import (
    MOST,
    MOST_ABOUT_PERSON,
    PINNED_MOST,
    Audience,
    Candidate,
    Why,
    about_person,
    choose,
    may_hear,
    read_question,
    scopes_of,
)

from tests.memory.rig import ELENA, MAX, START, draft

RECIPE: Final = Recipe()
KITCHEN: Final = room("kitchen")
ELENA_SPEAKS: Final = Audience(user_id="elena", area_id="kitchen")
SOMEBODY: Final = Audience(area_id="kitchen")
GUEST: Final = Audience(user_id="elena", area_id="kitchen", guest=True)


def memory(rank: int, text: str = "Likes tea", **more: Any) -> Memory:
    """Return a stored memory."""
    fields: dict[str, Any] = {
        "subject": "",
        "scope": ELENA,
        "category": Category.OTHER,
        "provenance": draft("x").provenance,
        "trust": Trust.TYPED,
        "taint": frozenset(),
        "pinned": False,
        "pending": False,
        "expires_at": None,
        "valid_from": START,
        "superseded_by": None,
        "uses": 0,
        "last_used": None,
        "created_at": START,
        "updated_at": START,
        "deletion": None,
    }
    return Memory(id=f"m{rank}", rank=rank, text=text, **(fields | more))


def recalled(
    question: str,
    *candidates: tuple[Memory, float | None],
    pinned: list[Memory] | None = None,
    audience: Audience = ELENA_SPEAKS,
    now: datetime = START,
) -> list[tuple[int, Why]]:
    """Return ranks and reasons of what is told."""
    found = choose(
        read_question(question),
        [Candidate(memory=m, similarity=similarity) for m, similarity in candidates],
        pinned or [],
        audience=audience,
        recipe=RECIPE,
        now=now,
    )
    return [(one.memory.rank, one.why) for one in found]


@pytest.mark.parametrize(
    ("audience", "scopes"),
    [
        (ELENA_SPEAKS, {ELENA, KITCHEN, HOUSE}),
        (Audience(user_id="elena"), {ELENA, HOUSE}),
        (SOMEBODY, {KITCHEN, HOUSE}),
        (Audience(), {HOUSE}),
        (GUEST, {KITCHEN, HOUSE}),
    ],
)
def test_scopes_by_who_speaks(audience: Audience, scopes: set[Scope]) -> None:
    """A voice without a name and a guest have no person's scope."""
    assert set(scopes_of(audience)) == scopes


scopes = st.sampled_from(
    [ELENA, MAX, person(""), KITCHEN, room("office"), HOUSE, UNKNOWN_VOICE]
)
memories = st.builds(
    memory,
    st.integers(1, 10_000),
    scope=scopes,
    category=st.sampled_from(Category),
    pinned=st.booleans(),
    pending=st.booleans(),
    superseded_by=st.sampled_from([None, "m2"]),
    expires_at=st.sampled_from([None, START, START + timedelta(days=1)]),
    deletion=st.sampled_from([None, Deletion(at=START, actor="a", reason="")]),
)
audiences = st.builds(
    Audience,
    user_id=st.sampled_from([None, "elena", "max", ""]),
    area_id=st.sampled_from([None, "kitchen", "office", ""]),
    guest=st.booleans(),
)


@given(found=st.lists(memories), pinned=st.lists(memories), audience=audiences)
def test_nobody_hears_what_is_not_theirs(
    found: list[Memory], pinned: list[Memory], audience: Audience
) -> None:
    """Whatever an index or a query hands over: all as near as can be, wrongly pinned, in the trash."""
    told = choose(
        read_question("Likes tea"),
        [Candidate(memory=one, similarity=1.0) for one in found],
        pinned,
        audience=audience,
        recipe=RECIPE,
        now=START,
    )
    told += about_person([*found, *pinned], audience=audience, now=START)
    for one in told:
        assert one.memory.is_live
        assert one.memory.expires_at is None or one.memory.expires_at > START
        match one.memory.scope.kind:
            case "person":
                assert audience.user_id == one.memory.scope.id
                assert one.memory.scope.id
                assert not audience.guest
            case "room":
                assert audience.area_id == one.memory.scope.id
            case "unknown":
                pytest.fail("A voice without a name was believed")
        assert not audience.guest or one.memory.category is Category.HOUSE


def test_only_what_is_near_is_told() -> None:
    """What has nothing to do with the question is not; of three the nearest comes first."""
    crowd = [(memory(n, "Something else"), 0.1) for n in range(10, 20)]
    told = recalled(
        "What does she drink?",
        (memory(1), 0.45),
        (memory(2), 0.6),
        (memory(3), 0.15),
        *crowd,
    )
    assert [rank for rank, _ in told] == [2, 1]


def test_nothing_is_told_when_nothing_matters() -> None:
    """A question that has no answer gets none, though something is always nearest."""
    assert not recalled(
        "How tall is the Eiffel tower?",
        *[(memory(n, "Likes tea"), 0.25 - n / 100) for n in range(1, 12)],
    )


def test_shared_words_lift_what_is_as_near() -> None:
    """A second look at candidates that a cosine alone does not separate."""
    told = recalled(
        "When is the piano lesson?",
        (memory(1, "Her sister is called Ruth"), 0.46),
        (memory(2, "Piano lessons are on Friday"), 0.46),
    )
    assert [rank for rank, _ in told] == [2, 1]


def test_who_is_known_by_a_name_is_meant_by_it() -> None:
    """A memory about Bruno is about the dog, if another says that the dog is called Bruno."""
    told = recalled(
        "When does the dog get something to eat?",
        (memory(1, "The gardener comes on Monday"), 0.46),
        (memory(2, "Bruno gets fed at seven"), 0.44),
        (memory(3, "The dog is called Bruno"), 0.40),
    )
    assert told[0][0] == 2


@pytest.mark.parametrize(
    ("text", "similarity", "told"),
    [
        ("What is my blood type?", 0.42, False),
        ("What do I drink in the morning?", 0.42, True),
        ("Turn on the light", 0.42, False),
        ("What did we eat yesterday?", 0.5, False),
        ("Was ist meine Blutgruppe?", 0.42, False),
        ("Mach das Licht an", 0.42, False),
    ],
)
def test_the_same_nearness_is_not_the_same_answer(
    text: str, similarity: float, told: bool
) -> None:
    """Commands, what happened, and things asked for by a name nothing bears need more than that to be answered."""
    assert bool(recalled(text, (memory(1), similarity))) is told


def test_without_vectors_words_find_it() -> None:
    """Most of the question's words have to be there."""
    told = recalled(
        "Where is the ladder?",
        (memory(1, "The ladder is in the garage"), None),
        (memory(2, "Likes tea"), None),
    )
    assert told == [(1, Why.WORDS)]


def test_pins_come_first_and_are_few() -> None:
    """However many there are; never twice."""
    pins = [memory(n, pinned=True) for n in range(1, 9)]
    told = recalled("What does she drink?", (pins[0], 0.9), pinned=pins)
    assert told == [(n, Why.PINNED) for n in range(1, PINNED_MOST + 1)]


def test_a_turn_has_ten_at_most() -> None:
    """Of any number that matter."""
    told = recalled("tea", *[(memory(n), 0.8) for n in range(1, 60)])
    assert len(told) == MOST


def test_what_is_as_near_is_ordered_by_age_and_use() -> None:
    """New before old, used before never used."""
    old = memory(1, valid_from=START - timedelta(days=900))
    new = memory(2)
    used = memory(3, uses=9)
    told = recalled("tea", (old, 0.5), (new, 0.5), (used, 0.5))
    assert [rank for rank, _ in told] == [3, 2, 1]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("What do you know about me?", True),
        ("what have you remembered about me", True),
        ("Tell me everything you know about me", True),
        ("Who am I?", True),
        ("Was weißt du über mich?", True),
        ("Was hast du dir über mich gemerkt?", True),
        ("Wer bin ich?", True),
        ("What do you know about black holes?", False),
        ("Tell me about Elena", False),
        ("Was weißt du über Köln?", False),
        ("Remember that I take my coffee black", False),
    ],
)
def test_questions_about_the_person(text: str, about: bool) -> None:
    """In English and German."""
    assert read_question(text).about_person is about


def test_what_is_known_about_a_person_is_at_most_twenty_five() -> None:
    """Pins first; what is the house's is not the person's affair, but may be heard."""
    own = [memory(n, pinned=n == 30) for n in range(1, 41)]
    told = about_person(own, audience=ELENA_SPEAKS, now=START)
    assert len(told) == MOST_ABOUT_PERSON
    assert told[0].memory.rank == 30


def test_what_expires_while_it_is_asked_for_is_not_told() -> None:
    """To the second."""
    late = memory(1, expires_at=START + timedelta(hours=1))
    assert may_hear(ELENA_SPEAKS, late, START)
    assert not may_hear(ELENA_SPEAKS, late, START + timedelta(hours=1))
