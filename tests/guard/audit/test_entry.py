"""What a line says: enough to know what happened, and nothing that somebody said."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.guard.audit.chain import encode
from custom_components.kaizen.guard.audit.entry import (
    MAX_ENTITIES,
    AuditEntry,
    AuditKind,
    Result,
    body,
    decided,
)
from custom_components.kaizen.guard.audit.files import MAX_LINE
from custom_components.kaizen.guard.model import (
    Allow,
    Caller,
    Challenge,
    Decision,
    Deny,
    DenyReason,
    Factor,
    Origin,
    Request,
    Risk,
    TaintSource,
    Tier,
)

CALLER = Caller(
    origin=Origin.MODEL,
    tier=Tier.TRUSTED,
    user_id="0f" * 16,
    satellite_id="assist_satellite.hall",
    conversation_id="01JD5ZK3Q8W9E7R6T5Y4V3B2N1",
    taint=frozenset({TaintSource.WEB, TaintSource.CALENDAR}),
)
REQUEST = Request(
    verb="lock.unlock",
    entity_id="lock.front",
    risk=Risk.UNSECURING,
    caller=CALLER,
    now=datetime(2026, 11, 22, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (Allow(rule="securing"), {"decision": "allow"}),
        (
            Deny(rule="off", reason=DenyReason.TAINTED),
            {"decision": "deny", "reason": "tainted"},
        ),
        (
            Challenge(rule="r1", factors=frozenset({Factor.PIN, Factor.CONFIRM})),
            {"decision": "challenge", "factors": ["confirm", "pin"]},
        ),
    ],
)
def test_decision_says_who_wished_what_and_what_was_said(
    decision: Decision, told: dict[str, Any]
) -> None:
    """All of it, for each way to decide."""
    assert body(decided(REQUEST, decision, request_id="r")) == told | {
        "kind": "decision",
        "verb": "lock.unlock",
        "entities": ["lock.front"],
        "risk": "unsecuring",
        "rule": decision.rule,
        "request_id": "r",
        "origin": "model",
        "tier": "trusted",
        "user_id": "0f" * 16,
        "satellite_id": "assist_satellite.hall",
        "conversation_id": "01JD5ZK3Q8W9E7R6T5Y4V3B2N1",
        "taint": ["calendar", "web"],
    }


@given(st.text(min_size=1).filter(lambda text: not text.isascii() or " " in text))
def test_nothing_anybody_said_is_written(said: str) -> None:
    """Whatever a client or a model puts where an id belongs."""
    caller = Caller(
        origin=Origin.MODEL,
        tier=Tier.GUEST,
        user_id=said,
        satellite_id=said,
        conversation_id=said,
    )
    entry = AuditEntry(
        kind=AuditKind.PROOF,
        verb=said,
        request_id=said,
        entities=(said,),
        caller=caller,
        rule=said,
        reason=said,
        subject=said,
        actor=said,
        result=Result.WRONG,
    )
    told = body(entry)
    assert said not in str(told)
    assert told["verb"].startswith("#")
    assert told["verb"] == told["rule"]


@pytest.mark.parametrize("pin", ["4829", "482913", "my code is 4829"])
def test_a_pin_as_conversation_id_is_not_written(pin: str) -> None:
    """Clients choose that id freely."""
    caller = Caller(origin=Origin.VOICE, tier=Tier.ANONYMOUS, conversation_id=pin)
    raw = encode(body(AuditEntry(kind=AuditKind.PROOF, caller=caller)))
    assert pin.encode() not in raw


def test_the_longest_line_fits() -> None:
    """However many entities, and however long their names."""
    entity = f"{'d' * 64}.{'e' * 190}"
    entry = AuditEntry(
        kind=AuditKind.DECISION,
        verb="v" * 80,
        entities=(entity,) * 500,
        caller=CALLER,
        rule="r" * 80,
        reason="r" * 80,
        subject="s" * 80,
    )
    told = body(entry)
    assert len(told["entities"]) == MAX_ENTITIES
    assert told["count"] == 500
    assert len(encode(told)) < MAX_LINE - 500
