"""PINs: kept as slow hashes, compared with everybody's at once.

Two people may choose the same digits. To refuse the second would tell them that the digits open the
door in another's name, and refusals would be guesses that nobody counts; so it is not even looked
up, and a match names all it may have been.
"""

import base64
import binascii
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
import hashlib
import hmac
from itertools import pairwise
import os
from typing import Final, Self

LOG_N: Final = 15
BLOCK: Final = 8
PARALLEL: Final = 1
"""One hash takes about 0.2 s and 32 MiB."""
MOST_LOG_N: Final = 17
MEMORY: Final = 160 * 1024 * 1024
"""Bytes OpenSSL may take: more than `MOST_LOG_N` needs."""
SALT_BYTES: Final = 16
HASH_BYTES: Final = 32

SHORTEST: Final = 4
USUAL: Final = 6
LONGEST: Final = 12


class PinProblem(StrEnum):
    """Why a PIN cannot be had; each has a text in `exceptions.guard_pin_*`."""

    NOT_DIGITS = "not_digits"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TRIVIAL = "trivial"
    """Among the first anybody would try."""
    DURESS_LENGTH = "duress_length"
    """It would not sound like the PIN."""
    DURESS_SIMILAR = "duress_similar"
    """One misheard digit would raise an alarm."""


class PinRefusedError(ValueError):
    """A PIN that cannot be had; says why, never which."""

    def __init__(self, problem: PinProblem) -> None:
        """Refuse because of `problem`."""
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRecord:
    """What is kept of a person's PINs."""

    user_id: str
    digits: int
    """How long both are."""
    pin: str = field(repr=False)
    duress: str | None = field(default=None, repr=False)
    """Same salt as `pin`, so that to have one costs no time that could be measured."""

    def as_dict(self) -> dict[str, str | int | None]:
        """Return what `from_dict` reads; the user is its key."""
        return {"digits": self.digits, "pin": self.pin, "duress": self.duress}

    @classmethod
    def from_dict(cls, user_id: str, stored: Mapping[str, object]) -> Self:
        """Read a record.

        Raises:
            ValueError: It is not one; nothing of it is in the message.
        """
        match stored:
            case {
                "digits": int(digits),
                "pin": str(pin),
                "duress": str() | None as duress,
            }:
                record = cls(user_id=user_id, digits=digits, pin=pin, duress=duress)
                for hashed in (pin,) if duress is None else (pin, duress):
                    _Hashed.read(hashed)
                return record
        raise ValueError("not a PIN record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Whose PIN it was."""

    user_id: str
    duress: bool
    """It was the one that asks for help: answer as always, and say it where no one hears."""
    others: frozenset[str] = frozenset()
    """Who else has these digits."""


def check(pin: str, duress: str | None = None) -> None:
    """Check a new PIN, and the one for duress.

    Raises:
        PinRefusedError: One of them cannot be had.
    """
    _check_one(pin)
    if duress is None:
        return
    _check_one(duress)
    if len(duress) != len(pin):
        raise PinRefusedError(PinProblem.DURESS_LENGTH)
    if sum(one != other for one, other in zip(pin, duress, strict=True)) < 2:
        raise PinRefusedError(PinProblem.DURESS_SIMILAR)


def enrol(user_id: str, pin: str, duress: str | None = None) -> PinRecord:
    """Make the record of a person's PINs, which replaces any before. Blocks for 0.4 s.

    Raises:
        PinRefusedError: One of them cannot be had.
    """
    check(pin, duress)
    salt = os.urandom(SALT_BYTES)
    return PinRecord(
        user_id=user_id,
        digits=len(pin),
        pin=_Hashed.of(pin, salt).encoded(),
        duress=None if duress is None else _Hashed.of(duress, salt).encoded(),
    )


def verify(
    records: Iterable[PinRecord], candidate: str, allowed: Collection[str] | None = None
) -> Verified | None:
    """Return whose PIN this is, among `allowed` users, or None. Blocks for 0.2 s per record.

    Every record is compared, whoever is allowed and whatever has matched: how long it takes tells
    only how many there are.
    """
    own: set[str] = set()
    duress: set[str] = set()
    for record in records:
        normal, forced = _matches(record, candidate)
        if normal | forced and (allowed is None or record.user_id in allowed):
            own.add(record.user_id)
            duress.update([record.user_id] if forced else [])
    if not own:
        return None
    first = min(duress or own)
    return Verified(user_id=first, duress=bool(duress), others=frozenset(own - {first}))


def _matches(record: PinRecord, candidate: str) -> tuple[bool, bool]:
    pin = _Hashed.read(record.pin)
    duress = _Hashed.read(record.duress) if record.duress else None
    digest = pin.again(candidate)
    forced = duress or _Hashed(
        pin.log_n, pin.block, pin.parallel, pin.salt, bytes(HASH_BYTES)
    )
    other = digest if forced.same_work(pin) else forced.again(candidate)
    return (
        hmac.compare_digest(digest, pin.digest),
        hmac.compare_digest(other, forced.digest),
    )


def _check_one(pin: str) -> None:
    if not (pin.isascii() and pin.isdecimal()):
        raise PinRefusedError(PinProblem.NOT_DIGITS)
    if len(pin) < SHORTEST:
        raise PinRefusedError(PinProblem.TOO_SHORT)
    if len(pin) > LONGEST:
        raise PinRefusedError(PinProblem.TOO_LONG)
    if is_trivial(pin):
        raise PinRefusedError(PinProblem.TRIVIAL)


_PATTERNS: Final = frozenset(
    {"2580", "0852", "1590", "147258", "159753", "258369", "142536"}
)
"""Lines on a keypad."""


def is_trivial(pin: str) -> bool:
    """Return whether digits are among the first that anybody would try."""
    return (
        pin in _PATTERNS
        or len(set(pin)) <= 2
        or _is_repeated(pin)
        or _is_run(pin)
        or (pin[::2] == pin[1::2] and _is_run(pin[::2]))
        or (len(pin) == 4 and "1900" <= pin < "2040")
    )


def _is_repeated(pin: str) -> bool:
    """Return whether it repeats a part of itself: 123123."""
    return pin in (pin + pin)[1:-1]


def _is_run(pin: str) -> bool:
    """Return whether the digits count up or down: 890123."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps in ({1}, {9})


@dataclass(frozen=True, slots=True)
class _Hashed:
    """A hash as it is kept: `scrypt$15$8$1$salt$hash`."""

    log_n: int
    block: int
    parallel: int
    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)

    @classmethod
    def of(cls, pin: str, salt: bytes) -> Self:
        """Hash a PIN anew."""
        blank = cls(LOG_N, BLOCK, PARALLEL, salt, b"")
        return cls(LOG_N, BLOCK, PARALLEL, salt, blank.again(pin))

    @classmethod
    def read(cls, encoded: str) -> Self:
        """Read what `encoded` wrote; a ValueError where it did not."""
        match encoded.split("$"):
            case ["scrypt", *costs, salt, digest] if len(costs) == 3:
                try:
                    log_n, block, parallel = map(int, costs)
                    found = cls(log_n, block, parallel, _unpack(salt), _unpack(digest))
                except ValueError:
                    raise ValueError("not a hashed PIN") from None
                if (
                    0 < log_n <= MOST_LOG_N
                    and (block, parallel) == (BLOCK, PARALLEL)
                    and (len(found.salt), len(found.digest)) == (SALT_BYTES, HASH_BYTES)
                ):
                    return found
        raise ValueError("not a hashed PIN")

    def encoded(self) -> str:
        """Return it as it is kept."""
        costs = f"{self.log_n}${self.block}${self.parallel}"
        return f"scrypt${costs}${_pack(self.salt)}${_pack(self.digest)}"

    def again(self, pin: str) -> bytes:
        """Hash a candidate in the same way."""
        return hashlib.scrypt(
            pin.encode(),
            salt=self.salt,
            n=1 << self.log_n,
            r=self.block,
            p=self.parallel,
            maxmem=MEMORY,
            dklen=HASH_BYTES,
        )

    def same_work(self, other: _Hashed) -> bool:
        """Return whether one hashed candidate serves to compare with both."""
        return (self.log_n, self.salt) == (other.log_n, other.salt)


def _pack(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unpack(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
