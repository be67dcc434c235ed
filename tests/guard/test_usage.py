"""What was unsecured when is counted, kept over a restart, and bounded."""

from datetime import UTC, datetime, timedelta
import json

from hypothesis import given, strategies as st

from custom_components.kaizen.guard.policy import MAX_RATE
from custom_components.kaizen.guard.usage import MAX_ENTITIES, Usage

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
FRONT = "lock.front"


def test_what_was_unsecured_within_a_day_counts() -> None:
    """Until exactly 24 hours later, each entity for itself."""
    usage = Usage()
    assert usage.last(FRONT) is None
    assert usage.count(FRONT, NOW) == 0
    usage.record(FRONT, NOW - timedelta(hours=24))
    usage.record(FRONT, NOW - timedelta(hours=23))
    usage.record("lock.back", NOW)
    assert usage.count(FRONT, NOW) == 1
    assert usage.last(FRONT) == NOW - timedelta(hours=23)
    assert usage.count(None, NOW) == 0
    assert usage.last(None) is None


def test_a_clock_that_was_put_back_forgives_nothing() -> None:
    """What seems to lie in the future still counts."""
    usage = Usage()
    usage.record(FRONT, NOW + timedelta(hours=3))
    usage.record(FRONT, NOW)
    assert usage.count(FRONT, NOW) == 2
    assert usage.last(FRONT) == NOW + timedelta(hours=3)


def test_it_is_kept_over_a_restart() -> None:
    """As JSON, and back."""
    usage = Usage()
    usage.record(FRONT, NOW)
    usage.record(FRONT, NOW + timedelta(minutes=1))
    again = Usage.from_dict(json.loads(json.dumps(usage.to_dict())))
    assert again.to_dict() == usage.to_dict()
    assert again.count(FRONT, NOW) == 2


def test_it_never_grows_without_bound() -> None:
    """Neither for one door nor for many, and still counts up to any rule's limit."""
    usage = Usage()
    for minute in range(MAX_RATE + 50):
        usage.record(FRONT, NOW + timedelta(seconds=minute))
    assert usage.count(FRONT, NOW) == MAX_RATE
    for number in range(MAX_ENTITIES):
        usage.record(f"lock.l{number}", NOW)
    assert len(usage.to_dict()) == MAX_ENTITIES
    assert usage.last(FRONT) is None


JSON = st.recursive(
    st.none() | st.integers() | st.text() | st.datetimes().map(str),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(stored=JSON)
def test_whatever_is_stored_can_be_read(stored: object) -> None:
    """A broken store does not keep the guard from starting."""
    usage = Usage.from_dict(stored)
    assert Usage.from_dict(usage.to_dict()).to_dict() == usage.to_dict()


def test_what_is_readable_in_a_broken_store_counts() -> None:
    """And what is not is left out."""
    stored = {
        FRONT: ["yesterday", None, "2026-11-22T17:00:00", NOW.isoformat()],
        "lock.edge": ["0001-01-01T00:00:00+14:00"],
        "lock.back": 5,
    }
    assert Usage.from_dict(stored).to_dict() == {FRONT: [NOW.isoformat()]}
