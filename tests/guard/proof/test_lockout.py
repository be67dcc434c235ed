"""Who guesses wrong waits, wherever they guess from, and whatever the clock does."""

import json

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.guard.proof.lockout import (
    DAY,
    HOUSE,
    MOST_A_DAY,
    MOST_BUCKETS,
    Guesser,
    Locked,
    Lockout,
)

START = 1_800_000_000.0
KITCHEN = Guesser(satellite_id="assist_satellite.kitchen")
HALL = Guesser(satellite_id="assist_satellite.hall")
ANNA = Guesser(user_id="anna")


def _wrong(
    lockout: Lockout, times: int, guesser: Guesser = KITCHEN, now: float = START
) -> None:
    for _ in range(times):
        lockout.count(guesser, now)


@pytest.mark.parametrize(
    ("times", "seconds"),
    [(0, None), (2, None), (3, 60.0), (4, 60.0), (5, 900.0), (9, 900.0)],
)
def test_wrong_guesses_cost_time(times: int, seconds: float | None) -> None:
    """Three in a row a minute, five a quarter of an hour."""
    lockout = Lockout()
    _wrong(lockout, times)
    locked = lockout.locked(KITCHEN, START)
    assert (locked.seconds if locked else None) == seconds


def test_a_pause_ends() -> None:
    """After a minute the next guess is taken."""
    lockout = Lockout()
    _wrong(lockout, 3)
    assert lockout.locked(KITCHEN, START + 59.9)
    assert lockout.locked(KITCHEN, START + 60) is None


def test_ten_in_a_day_end_it_until_the_owner_says_otherwise() -> None:
    """No time heals that."""
    lockout = Lockout()
    for hour in range(10):
        assert not lockout.off
        _wrong(lockout, 1, now=START + hour * 3600)
    assert lockout.locked(ANNA, START + 400 * DAY) == Locked(bucket=HOUSE, seconds=None)
    lockout.reset()
    assert lockout.locked(KITCHEN, START + 10 * 3600) is None


def test_nine_a_day_go_on() -> None:
    """Guesses of the day before count no longer."""
    lockout = Lockout()
    for time in range(40):
        _wrong(lockout, 1, now=START + time * DAY / 9)
    assert not lockout.off


def test_other_rooms_and_people_give_no_more_guesses() -> None:
    """The house counts what is guessed anywhere."""
    lockout = Lockout()
    for guesser in (KITCHEN, HALL, ANNA):
        assert lockout.locked(guesser, START) is None
        lockout.count(guesser, START)
    assert lockout.locked(
        Guesser(satellite_id="assist_satellite.attic"), START
    ) == Locked(bucket=HOUSE, seconds=60.0)


def test_a_right_pin_ends_the_row_where_it_was_said() -> None:
    """Others' rows go on: one who guesses in the hall is not helped by the kitchen."""
    lockout = Lockout()
    _wrong(lockout, 2, HALL)
    lockout.count(KITCHEN, START)
    lockout.take_back(KITCHEN)
    assert lockout.locked(KITCHEN, START) is None
    lockout.count(HALL, START)
    assert lockout.locked(HALL, START) == Locked(
        bucket="satellite:assist_satellite.hall", seconds=60.0
    )
    assert lockout.locked(KITCHEN, START) is None


def test_who_knows_one_pin_cannot_guess_another_for_ever() -> None:
    """Saying the own PIN in between does not take wrong guesses off the day's ten."""
    lockout = Lockout()
    guesses = 0
    while lockout.locked(KITCHEN, START) is None:
        lockout.count(KITCHEN, START)
        guesses += 1
        if lockout.locked(KITCHEN, START) is None:
            lockout.count(KITCHEN, START)
            lockout.take_back(KITCHEN)
    assert lockout.off
    assert guesses == MOST_A_DAY


def test_the_tenth_guess_may_be_right() -> None:
    """It is counted before it is looked at, and taken back whole."""
    lockout = Lockout()
    for hour in range(9):
        _wrong(lockout, 1, now=START + hour * 3600)
    lockout.count(KITCHEN, START + 9 * 3600)
    lockout.take_back(KITCHEN)
    assert lockout.locked(KITCHEN, START + 9 * 3600) is None
    lockout.count(KITCHEN, START + 9 * 3600)
    assert lockout.off


@pytest.mark.parametrize("times", [3, 5, 10])
def test_a_restart_changes_nothing(times: int) -> None:
    """What is stored comes back as it was."""
    lockout = Lockout()
    _wrong(lockout, times)
    again = Lockout.from_dict(json.loads(json.dumps(lockout.as_dict())))
    assert again.locked(KITCHEN, START) == lockout.locked(KITCHEN, START)
    assert again.locked(HALL, START) == lockout.locked(HALL, START)


@pytest.mark.parametrize("back", [1.0, 3600.0, 20 * 365 * DAY])
def test_a_clock_set_back_ends_no_pause_and_none_lasts_for_ever(back: float) -> None:
    """The whole pause is waited for anew, and no longer."""
    lockout = Lockout()
    _wrong(lockout, 5)
    early = START - back
    assert lockout.locked(KITCHEN, early) == Locked(
        bucket="satellite:assist_satellite.kitchen", seconds=900.0
    )
    assert lockout.locked(KITCHEN, early + 899)
    assert lockout.locked(KITCHEN, early + 900) is None
    _wrong(lockout, 5, now=early + 901)
    assert lockout.off


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["wrong", "right", "restart"]),
            st.integers(0, 200),
            st.floats(-7200, 7200),
        ),
        max_size=60,
    )
)
def test_nobody_gets_more_than_the_house_allows(
    steps: list[tuple[str, int, float]],
) -> None:
    """Wherever it comes from, however the clock jumps and whenever Home Assistant restarts."""
    lockout, now, wrong = Lockout(), START, 0
    for what, room, jump in steps:
        now += jump / 100
        guesser = Guesser(
            satellite_id=f"assist_satellite.room_{room}", user_id=f"user_{room % 3}"
        )
        if what == "restart":
            lockout = Lockout.from_dict(json.loads(json.dumps(lockout.as_dict())))
        elif lockout.locked(guesser, now) is None:
            lockout.count(guesser, now)
            if what == "right":
                lockout.take_back(guesser)
            else:
                wrong += 1
    assert wrong <= MOST_A_DAY
    assert lockout.off == (wrong == MOST_A_DAY)


def test_what_is_kept_is_bounded_and_the_house_stays() -> None:
    """A thousand rooms leave no thousand entries."""
    lockout = Lockout()
    for room in range(1000):
        lockout.count(Guesser(satellite_id=f"assist_satellite.room_{room}"), START)
    kept = lockout.as_dict()["buckets"]
    assert len(kept) <= MOST_BUCKETS
    assert HOUSE in kept
    assert len(kept[HOUSE]["wrong"]) <= MOST_A_DAY


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"off": 0, "buckets": {}},
        {"off": False, "buckets": []},
        {
            "off": False,
            "buckets": {"house": {"wrong": ["x"], "row": 1, "since": 0, "pause": 0}},
        },
    ],
)
def test_what_is_no_lockout_is_refused(stored: dict[str, object]) -> None:
    """A damaged one is never read as an innocent one."""
    with pytest.raises(ValueError, match="not a lockout"):
        Lockout.from_dict(stored)
