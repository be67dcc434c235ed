"""What is remembered of contexts, and what is not."""

from homeassistant.util.ulid import ulid_at_time
import pytest

from custom_components.kaizen.guard.model import Origin, TaintSource
from custom_components.kaizen.guard.provenance.marks import Mark, Marks

VOICE = Mark(origin=Origin.VOICE)
PERSON = Mark(origin=Origin.DASHBOARD, user_id="u")


def _id(second: int) -> str:
    return ulid_at_time(1_800_000_000 + second)


def test_memory_is_bounded() -> None:
    """A hundred thousand contexts of each kind take no more room than the limits."""
    marks = Marks(talk_limit=100, people_limit=50)
    for second in range(100_000):
        marks.put(_id(second), VOICE)
        marks.put(_id(second), Mark(origin=Origin.AUTOMATION))
        marks.put(_id(second + 200_000), PERSON)
    assert len(marks) == 150


def test_people_do_not_wash_words_out() -> None:
    """Talk is kept apart."""
    marks = Marks(people_limit=10)
    marks.put(said := _id(0), VOICE)
    for second in range(1, 1000):
        marks.put(_id(second), PERSON)
    assert marks.get(said) == VOICE


def test_used_marks_stay() -> None:
    """What is asked for lives on; what was not asked for the longest goes."""
    marks = Marks(talk_limit=2)
    marks.put(asked := _id(0), VOICE)
    marks.put(idle := _id(1), VOICE)
    marks.get(asked)
    marks.put(_id(2), VOICE)
    assert marks.get(asked)
    assert marks.get(idle) is None


def test_nothing_is_lost_before_it_overflows() -> None:
    """An unknown context is the house's own as long as nothing had to be forgotten."""
    marks = Marks(talk_limit=2)
    marks.put(_id(10), VOICE)
    assert not marks.may_be_lost(_id(1), None)


@pytest.mark.parametrize(
    ("context_id", "lost"),
    [(_id(1), True), (_id(5), True), (_id(6), False), ("device-7", True)],
    ids=("older", "newest", "newer", "foreign"),
)
def test_whatever_may_be_lost_says_so(context_id: str, lost: bool) -> None:
    """Contexts that are not newer than the newest forgotten one may have been it."""
    marks = Marks(talk_limit=1)
    marks.put(_id(5), VOICE)
    marks.put(_id(9), VOICE)
    assert marks.may_be_lost(context_id) is lost
    assert marks.may_be_lost(_id(20), context_id) is lost


def test_known_context_is_not_lost() -> None:
    """What is remembered needs no guess."""
    marks = Marks(talk_limit=1)
    marks.put(_id(9), VOICE)
    marks.put(kept := _id(5), VOICE)
    assert not marks.may_be_lost(kept)


def test_words_outweigh_a_person() -> None:
    """A person's context that words enter is talk, still that person's."""
    joined = PERSON.joined(
        Mark(origin=Origin.MODEL, user_id="other", taint=frozenset({TaintSource.WEB}))
    )
    assert joined.origin is Origin.MODEL
    assert joined.user_id == "u"
    assert joined.taint == {TaintSource.WEB}


def test_words_move_over_from_people() -> None:
    """A context that turns out to be talk is kept with talk, once."""
    marks = Marks()
    marks.put("c", PERSON)
    marks.put("c", PERSON.joined(VOICE))
    mark = marks.get("c")
    assert mark is not None
    assert mark.origin is Origin.VOICE
    assert len(marks) == 1
