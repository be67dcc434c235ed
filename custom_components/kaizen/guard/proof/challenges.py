"""Open challenges: what somebody wishes, who may prove it, and until when.

Kept in memory alone: after a restart nothing is open. Times are seconds of a monotonic clock, which
nobody can set back.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
import hashlib
import json
import secrets
from typing import Final

from ..model import Action, Factor, TaintSource

SECONDS: Final[Mapping[Factor, float]] = {
    Factor.PIN: 45.0,
    Factor.CONFIRM: 45.0,
    Factor.PHONE: 120.0,
}
"""How long each factor may take; others are nobody's to give, so no challenge asks for them."""
MOST_OPEN: Final = 32
MOST_REPEATS: Final = 2
"""How often an answer that was not heard is asked for again."""
MOST_WRONG: Final = 3
"""How many wrong answers end a challenge, however patient the lockout is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Who may answer: a room, or a person in one conversation. Never a conversation id alone.

    A room is its satellite, so that an answer may come after a second wake word.
    """

    satellite_id: str | None = None
    user_id: str | None = None
    conversation_id: str | None = None

    def __post_init__(self) -> None:
        """Take one of the two.

        Raises:
            ValueError: It binds to nobody, or to both.
        """
        personal = (self.user_id is not None, self.conversation_id is not None)
        if personal != ((self.satellite_id is None,) * 2):
            raise ValueError("bind to a satellite, or to a user's conversation")


class Ended(StrEnum):
    """How a challenge came to its end."""

    PROVEN = "proven"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    """By a no, or because something else was said."""
    SUPERSEDED = "superseded"
    """By a newer one of the same binding."""
    NOT_HEARD = "not_heard"
    WRONG = "wrong"
    CROWDED_OUT = "crowded_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChallenge:
    """A challenge that is open."""

    id: str
    action: Action = field(repr=False)
    """Its parameters are nobody's to read."""
    digest: str
    binding: Binding
    asked: frozenset[Factor]
    opened: float
    taint: frozenset[TaintSource] = frozenset()
    proven: frozenset[Factor] = frozenset()
    proven_by: frozenset[str] = frozenset()
    """Users whose PIN or phone it was."""
    wrong: int = 0
    repeats: int = 0

    @property
    def missing(self) -> frozenset[Factor]:
        """Return what is yet to be proven."""
        return self.asked - self.proven

    @property
    def expires(self) -> float:
        """Return when the first of the missing proofs comes too late."""
        return self.opened + min(SECONDS[factor] for factor in self.missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """All that was asked is proven; the challenge is used up, the action is to be done once."""

    challenge_id: str
    action: Action = field(repr=False)
    binding: Binding
    factors: frozenset[Factor]
    users: frozenset[str]
    taint: frozenset[TaintSource]


class ChallengeBook:
    """All open challenges and the calls that have been granted."""

    def __init__(
        self,
        on_ended: Callable[[OpenChallenge, Ended], None] = lambda _challenge, _why: (
            None
        ),
    ) -> None:
        """Tell `on_ended` of every challenge that is no longer open."""
        self._open: dict[str, OpenChallenge] = {}
        self._granted: dict[str, str] = {}
        self._on_ended = on_ended

    def open(
        self,
        action: Action,
        binding: Binding,
        factors: frozenset[Factor],
        now: float,
        *,
        taint: frozenset[TaintSource] = frozenset(),
    ) -> OpenChallenge:
        """Open a challenge; an older one of the same binding is over.

        Raises:
            ValueError: It asks for nothing, or for what nobody can give; or the parameters are not data.
        """
        if not factors or factors - SECONDS.keys():
            raise ValueError("nothing that can be proven")
        challenge = OpenChallenge(
            id=secrets.token_hex(16),
            action=action,
            digest=digest(action),
            binding=binding,
            asked=factors,
            opened=now,
            taint=taint,
        )
        self.expire(now)
        if older := self._of(binding):
            self._end(older, Ended.SUPERSEDED)
        while len(self._open) >= MOST_OPEN:
            self._end(next(iter(self._open.values())), Ended.CROWDED_OUT)
        self._open[challenge.id] = challenge
        return challenge

    def pending(self, binding: Binding, now: float) -> OpenChallenge | None:
        """Return what waits for an answer from there."""
        self.expire(now)
        return self._of(binding)

    def all(self, now: float) -> tuple[OpenChallenge, ...]:
        """Return all that are still open."""
        self.expire(now)
        return tuple(self._open.values())

    def get(self, challenge_id: str, now: float) -> OpenChallenge | None:
        """Return a challenge if it is still open."""
        self.expire(now)
        return self._open.get(challenge_id)

    def prove(
        self,
        challenge_id: str,
        factor: Factor,
        now: float,
        *,
        binding: Binding | None,
        user_id: str | None = None,
    ) -> Proof | OpenChallenge | None:
        """Take a proof; None where there is no such challenge, or not from there.

        What is spoken must come from where the challenge is bound; a phone is elsewhere by nature and
        proves itself, so its binding is None. The last missing proof uses the challenge up: whoever
        gets the `Proof` is the only one who ever will.
        """
        challenge = self.get(challenge_id, now)
        if challenge is None or factor not in challenge.missing:
            return None
        if binding != (None if factor is Factor.PHONE else challenge.binding):
            return None
        challenge = replace(
            challenge,
            proven=challenge.proven | {factor},
            proven_by=challenge.proven_by | ({user_id} if user_id else set()),
        )
        if challenge.missing:
            self._open[challenge.id] = challenge
            return challenge
        self._end(challenge, Ended.PROVEN)
        return Proof(
            challenge_id=challenge.id,
            action=challenge.action,
            binding=challenge.binding,
            factors=challenge.proven,
            users=challenge.proven_by,
            taint=challenge.taint,
        )

    def not_heard(self, challenge_id: str, now: float) -> bool:
        """Return whether an answer that was not heard may be asked for again."""
        challenge = self.get(challenge_id, now)
        if challenge is None:
            return False
        if challenge.repeats >= MOST_REPEATS:
            self._end(challenge, Ended.NOT_HEARD)
            return False
        self._open[challenge.id] = replace(challenge, repeats=challenge.repeats + 1)
        return True

    def wrong(self, challenge_id: str, now: float) -> bool:
        """Return whether another answer may be given after a wrong one."""
        challenge = self.get(challenge_id, now)
        if challenge is None:
            return False
        challenge = replace(challenge, wrong=challenge.wrong + 1)
        if challenge.wrong >= MOST_WRONG:
            self._end(challenge, Ended.WRONG)
            return False
        self._open[challenge.id] = challenge
        return True

    def cancel(self, binding: Binding) -> OpenChallenge | None:
        """Something else was said there: return the challenge that is over."""
        challenge = self._of(binding)
        if challenge:
            self._end(challenge, Ended.CANCELLED)
        return challenge

    def cancel_challenge(self, challenge_id: str) -> OpenChallenge | None:
        """Somebody who may say so said no."""
        challenge = self._open.get(challenge_id)
        if challenge:
            self._end(challenge, Ended.CANCELLED)
        return challenge

    def expire(self, now: float) -> None:
        """End what is too late."""
        for challenge in list(self._open.values()):
            if not challenge.opened <= now < challenge.expires:
                self._end(challenge, Ended.EXPIRED)

    @contextmanager
    def granted(self, context_id: str, action: Action) -> Iterator[None]:
        """Let exactly this action through, in the call of this very context and while it runs.

        Raises:
            ValueError: A call of that context is granted already.
        """
        if context_id in self._granted:
            raise ValueError("granted already")
        self._granted[context_id] = digest(action)
        try:
            yield
        finally:
            del self._granted[context_id]

    def is_granted(self, context_id: str | None, action: Action) -> bool:
        """Return whether the gate is asked about a call that has been proven; it may be asked again."""
        granted = self._granted.get(context_id) if context_id else None
        return granted is not None and granted == digest(action)

    def _of(self, binding: Binding) -> OpenChallenge | None:
        return next(
            (one for one in self._open.values() if one.binding == binding), None
        )

    def _end(self, challenge: OpenChallenge, why: Ended) -> None:
        del self._open[challenge.id]
        self._on_ended(challenge, why)


def digest(action: Action) -> str:
    """Return what tells an action from every other: verb, entity and all parameters.

    Raises:
        ValueError: A parameter is not data.
    """
    said = [action.verb, action.entity_id, dict(action.parameters)]
    try:
        text = json.dumps(said, sort_keys=True, allow_nan=False, default=_plain)
    except TypeError as err:
        raise ValueError("parameters that are not data") from err
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    match value:
        case set() | frozenset():
            return {"set": sorted(json.dumps(item, default=_plain) for item in value)}
        case date() | time():
            return {type(value).__name__: value.isoformat()}
        case Mapping():
            return dict(value)
    raise TypeError("not data")
