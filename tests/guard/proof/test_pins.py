"""PINs are kept as hashes, compared with everybody's, and hard to guess."""

from base64 import b64decode
import hashlib
import json
from typing import Any

import pytest

from custom_components.kaizen.guard.proof import pins
from custom_components.kaizen.guard.proof.pins import (
    PinProblem,
    PinRecord,
    PinRefusedError,
    Verified,
    check,
    enrol,
    verify,
)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash quickly, where cost is not the subject."""
    monkeypatch.setattr(pins, "LOG_N", 4)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the cost of each hash that is made."""
    made: list[int] = []
    real = hashlib.scrypt

    def spy(*args: Any, n: int, **kwargs: Any) -> bytes:
        made.append(n)
        return real(*args, n=n, **kwargs)

    monkeypatch.setattr(hashlib, "scrypt", spy)
    return made


def test_a_pin_is_kept_as_a_slow_hash() -> None:
    """`scrypt$15$8$1$salt$hash` with 16 bytes of salt, different each time, and it is found again."""
    record = enrol("anna", "482913")
    scheme, *costs, salt, digest = record.pin.split("$")
    assert (scheme, costs) == ("scrypt", ["15", "8", "1"])
    assert len(b64decode(salt)) == 16
    assert b64decode(digest) == hashlib.scrypt(
        b"482913", salt=b64decode(salt), n=2**15, r=8, p=1, maxmem=2**26, dklen=32
    )
    assert verify([record], "482913") == Verified(user_id="anna", duress=False)


@pytest.mark.usefixtures("cheap")
def test_salts_differ() -> None:
    """Two records of one PIN do not look alike."""
    assert enrol("anna", "482913").pin != enrol("anna", "482913").pin


@pytest.mark.usefixtures("cheap")
def test_everyone_is_told_apart_and_under_duress() -> None:
    """Each PIN names its owner; the other one says that help is needed."""
    house = [enrol("anna", "482913", "917264"), enrol("ben", "305871")]
    assert verify(house, "482913") == Verified(user_id="anna", duress=False)
    assert verify(house, "917264") == Verified(user_id="anna", duress=True)
    assert verify(house, "305871") == Verified(user_id="ben", duress=False)
    assert verify(house, "482914") is None
    assert verify(house, "") is None
    assert verify([], "482913") is None


@pytest.mark.usefixtures("cheap")
def test_only_the_pins_of_those_allowed_count() -> None:
    """Another's PIN is as wrong as none."""
    house = [enrol("anna", "482913"), enrol("ben", "305871")]
    assert verify(house, "305871", allowed={"anna"}) is None
    assert verify(house, "482913", allowed={"anna"}) is not None


@pytest.mark.usefixtures("cheap")
def test_the_same_digits_twice_name_both_and_duress_wins() -> None:
    """Nobody learns of another's PIN by being refused it; a cry for help is never lost to it."""
    house = [enrol("ben", "482913"), enrol("anna", "482913")]
    assert verify(house, "482913") == Verified(
        user_id="anna", duress=False, others=frozenset({"ben"})
    )
    forced = [enrol("anna", "482913"), enrol("ben", "305871", "482913")]
    assert verify(forced, "482913") == Verified(
        user_id="ben", duress=True, others=frozenset({"anna"})
    )


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("candidate", ["482913", "917264", "305871", "000000"])
@pytest.mark.parametrize("allowed", [None, {"anna"}, set()])
def test_the_work_says_nothing(
    hashed: list[int], candidate: str, allowed: set[str] | None
) -> None:
    """One hash per record: whoever it is, whether it is right, with a duress PIN or without."""
    house = [
        enrol("anna", "482913", "917264"),
        enrol("ben", "305871"),
        enrol("cleo", "640285"),
    ]
    hashed.clear()
    verify(house, candidate, allowed)
    assert hashed == [2**4] * 3


@pytest.mark.usefixtures("cheap")
def test_an_older_cost_still_verifies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost is read from the record, so that it may be raised."""
    record = enrol("anna", "482913")
    monkeypatch.setattr(pins, "LOG_N", 5)
    assert verify([record], "482913")


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("123", PinProblem.TOO_SHORT),
        ("1234567890123", PinProblem.TOO_LONG),
        ("48a913", PinProblem.NOT_DIGITS),
        ("٤٨٢٩١٣", PinProblem.NOT_DIGITS),
        ("", PinProblem.NOT_DIGITS),
        *(
            (pin, PinProblem.TRIVIAL)
            for pin in (
                "000000",
                "123456",
                "987654",
                "890123",
                "121212",
                "123123",
                "112233",
                "1221",
                "2580",
                "1984",
                "4848",
            )
        ),
    ],
)
def test_a_poor_pin_is_refused_without_being_named(
    pin: str, problem: PinProblem
) -> None:
    """The error says why; the digits are in none of its texts."""
    with pytest.raises(PinRefusedError) as refused:
        check(pin)
    assert refused.value.problem is problem
    assert not pin or pin not in f"{refused.value!r}{refused.value}"


@pytest.mark.parametrize("pin", ["4829", "482913", "70318264"])
def test_a_good_pin_may_be_had(pin: str) -> None:
    """From four digits on."""
    check(pin)


@pytest.mark.parametrize(
    ("duress", "problem"),
    [
        ("482913", PinProblem.DURESS_SIMILAR),
        ("482914", PinProblem.DURESS_SIMILAR),
        ("9172", PinProblem.DURESS_LENGTH),
        ("111111", PinProblem.TRIVIAL),
    ],
)
def test_the_other_pin_is_as_long_and_not_nearly_the_same(
    duress: str, problem: PinProblem
) -> None:
    """It sounds like one, and no misheard digit raises an alarm."""
    with pytest.raises(PinRefusedError) as refused:
        check("482913", duress)
    assert refused.value.problem is problem


@pytest.mark.usefixtures("cheap")
def test_a_record_survives_being_stored_and_shows_nothing() -> None:
    """Neither digits nor hashes are in its representation, nor digits in what is stored."""
    record = enrol("anna", "482913", "917264")
    stored = json.dumps(record.as_dict())
    assert PinRecord.from_dict("anna", json.loads(stored)) == record
    for digits in ("482913", "917264"):
        assert digits not in stored
        assert digits not in repr(record)
    assert record.pin not in repr(record)


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"digits": 6, "pin": "482913", "duress": None},
        {"digits": 6, "pin": "scrypt$15$8$1$AAAA$AAAA", "duress": None},
        {
            "digits": 6,
            "pin": "scrypt$40$8$1$" + "A" * 22 + "==$" + "A" * 43 + "=",
            "duress": None,
        },
        {"digits": "6", "pin": "", "duress": None},
    ],
)
def test_what_is_no_record_is_refused_without_being_shown(
    stored: dict[str, Any],
) -> None:
    """A damaged or absurdly costly hash is an error that quotes nothing."""
    with pytest.raises(ValueError, match="not a") as refused:
        PinRecord.from_dict("anna", stored)
    assert "482913" not in str(refused.value)
