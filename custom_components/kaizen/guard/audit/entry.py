"""What a line of the audit says: names of things and words of Kaizen's own, never what somebody said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
import re
from typing import Any, Final

from ..model import Allow, Caller, Challenge, Decision, Deny, Factor, Request, Risk

MAX_ENTITIES: Final = 50

_NAME: Final = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_ENTITY: Final = re.compile(r"[a-z0-9_]{1,64}\.[a-z0-9_]{1,190}")
_USER: Final = re.compile(r"[0-9a-f]{32}")
_CONVERSATION: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")

PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "request_id": _NAME,
    "verb": _NAME,
    "rule": _NAME,
    "reason": _NAME,
    "result": _NAME,
    "subject": _NAME,
    "actor": _NAME,
    "entities": _ENTITY,
    "satellite_id": _ENTITY,
    "user_id": _USER,
    "conversation_id": _CONVERSATION,
}
"""What a field may hold. Clients choose some of these: what is not in the form of a name is replaced by a fingerprint."""


class AuditKind(StrEnum):
    """What a line is about."""

    DECISION = "decision"
    OUTCOME = "outcome"
    """What became of a decision; it refers to its line."""
    PROOF = "proof"
    """A proof was tried."""
    LOCKOUT = "lockout"
    POLICY = "policy"
    """The guard itself was changed."""
    TRASH = "trash"
    JOURNAL = "journal"
    """The audit itself was found damaged or restarted after a kill."""


class Verdict(StrEnum):
    """How a request was decided."""

    ALLOW = "allow"
    DENY = "deny"
    CHALLENGE = "challenge"


class Result(StrEnum):
    """What became of it."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It was sent, and nobody knows whether it was done."""
    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LOCKED = "locked"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line, before the journal gives it a number and a time."""

    kind: AuditKind
    verb: str | None = None
    request_id: str | None = None
    """Joins all lines about one wish."""
    entities: tuple[str, ...] = ()
    caller: Caller | None = None
    risk: Risk | None = None
    decision: Verdict | None = None
    reason: str | None = None
    rule: str | None = None
    factors: frozenset[Factor] = frozenset()
    """What was asked for, or has been proven."""
    result: Result | None = None
    refers_to: int | None = None
    """The sequence of the line this one continues."""
    subject: str | None = None
    """The id of what is no entity: an item of the trash, a phone, a bucket of the lockout."""
    actor: str | None = None
    """The id of a user, or what did it, where there is no caller."""
    count: int | None = None
    duress: bool = False
    """Somebody was forced; only the owner is shown this."""


def decided(
    request: Request, decision: Decision, *, request_id: str, duress: bool = False
) -> AuditEntry:
    """Return the line about a decision."""
    verdict, reason, factors = _verdict(decision)
    return AuditEntry(
        kind=AuditKind.DECISION,
        verb=request.verb,
        request_id=request_id,
        entities=() if request.entity_id is None else (request.entity_id,),
        caller=request.caller,
        risk=request.risk,
        decision=verdict,
        reason=reason,
        rule=decision.rule,
        factors=factors or request.proven,
        duress=duress,
    )


def _verdict(decision: Decision) -> tuple[Verdict, str | None, frozenset[Factor]]:
    match decision:
        case Allow():
            return Verdict.ALLOW, None, frozenset()
        case Deny(reason=reason):
            return Verdict.DENY, reason.value, frozenset()
        case Challenge(factors=factors):
            return Verdict.CHALLENGE, None, factors


def body(entry: AuditEntry) -> dict[str, Any]:
    """Return what is written: nothing that is empty, and nothing that is not in the form of a name."""
    caller = entry.caller
    told: dict[str, Any] = {
        "kind": entry.kind.value,
        "verb": _clean("verb", entry.verb),
        "request_id": _clean("request_id", entry.request_id),
        "entities": [_clean("entities", id_) for id_ in entry.entities[:MAX_ENTITIES]],
        "risk": entry.risk.name.lower() if entry.risk is not None else None,
        "decision": entry.decision and entry.decision.value,
        "reason": _clean("reason", entry.reason),
        "rule": _clean("rule", entry.rule),
        "factors": _sorted(entry.factors),
        "result": entry.result and entry.result.value,
        "refers_to": entry.refers_to,
        "subject": _clean("subject", entry.subject),
        "actor": _clean("actor", entry.actor),
        "count": _count(entry),
        "duress": entry.duress,
    }
    if caller is not None:
        told |= {
            "origin": caller.origin.value,
            "tier": caller.tier.value,
            "taint": _sorted(caller.taint),
            "user_id": _clean("user_id", caller.user_id),
            "satellite_id": _clean("satellite_id", caller.satellite_id),
            "conversation_id": _clean("conversation_id", caller.conversation_id),
        }
    return {key: value for key, value in told.items() if value}


def _count(entry: AuditEntry) -> int | None:
    more = len(entry.entities) > MAX_ENTITIES
    return len(entry.entities) if more else entry.count


def _clean(key: str, value: str | None) -> str | None:
    if value is None or PATTERNS[key].fullmatch(value):
        return value
    return f"#{sha256(value.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _sorted(words: Iterable[StrEnum]) -> list[str]:
    return sorted(word.value for word in words)
