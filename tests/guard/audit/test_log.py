"""The audit in Home Assistant: written before, told after, and loud when it fails."""

from pathlib import Path

from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockUser, async_capture_events

from custom_components.kaizen.const import DOMAIN
from custom_components.kaizen.guard.audit import (
    EVENT_DECISION,
    AuditLog,
    AuditUnwritableError,
    Integrity,
    Result,
    async_get_audit,
)
from custom_components.kaizen.guard.audit.log import AUDIT
from custom_components.kaizen.guard.audit.query import AuditFilter
from custom_components.kaizen.guard.model import Allow, Deny, DenyReason

from .test_entry import REQUEST

ALLOW = Allow(rule="rule.front")
DENY = Deny(rule="preset.off", reason=DenyReason.OFF)


def files(hass: HomeAssistant) -> list[Path]:
    """Return the segments of the audit."""
    return sorted(Path(hass.config.path("kaizen", "audit")).glob("*.jsonl"))


def ruin(hass: HomeAssistant) -> None:
    """Make the audit unwritable: its folder is a file."""
    folder = Path(hass.config.path("kaizen", "audit"))
    folder.rename(folder.with_name("elsewhere"))
    folder.touch()


def mend(hass: HomeAssistant) -> None:
    """Make it writable again."""
    folder = Path(hass.config.path("kaizen", "audit"))
    folder.rename(folder.with_name("no_folder"))
    folder.with_name("elsewhere").rename(folder)


def shown_issues(hass: HomeAssistant) -> set[str | None]:
    """Return what an owner is asked to repair."""
    known = ir.async_get(hass).issues.values()
    return {issue.translation_key for issue in known if issue.active}


async def test_decision_is_in_the_file_when_it_returns(
    hass: HomeAssistant, audit: AuditLog
) -> None:
    """Nothing runs before it is on record."""
    sequence = await audit.async_decided(REQUEST, ALLOW, request_id="r1")
    (segment,) = files(hass)
    assert b'"request_id":"r1"' in segment.read_bytes()
    await audit.async_outcome(sequence, Result.DONE, request_id="r1")
    asked = AuditFilter(request_id="r1")
    outcome, decision = (await audit.async_list(asked)).records
    assert outcome["refers_to"] == decision["sequence"] == sequence
    assert (outcome["kind"], outcome["result"]) == ("outcome", "done")


async def test_decision_is_told_on_the_bus_without_persons(
    hass: HomeAssistant, audit: AuditLog
) -> None:
    """Recorders and other integrations hear it."""
    told = async_capture_events(hass, EVENT_DECISION)
    in_file: list[bool] = []

    @callback
    def look(_: Event) -> None:
        in_file.append(b'"r2"' in files(hass)[0].read_bytes())

    hass.bus.async_listen(EVENT_DECISION, look)
    await audit.async_decided(REQUEST, DENY, request_id="r2", duress=True)
    await hass.async_block_till_done()
    assert in_file == [True]
    assert [event.data for event in told] == [
        {
            "verb": "lock.unlock",
            "entities": ["lock.front"],
            "risk": "unsecuring",
            "decision": "deny",
            "reason": "off",
            "rule": "preset.off",
            "origin": "model",
            "tier": "trusted",
            "request_id": "r2",
        }
    ]


async def test_unwritable_audit_is_raised_shown_and_overcome(
    hass: HomeAssistant, audit: AuditLog, caplog: pytest.LogCaptureFixture
) -> None:
    """The gate learns of it at once, the owner sees it until it is over, the log says it once."""
    await audit.async_decided(REQUEST, ALLOW, request_id="r1")
    ruin(hass)
    for _ in range(3):
        with pytest.raises(AuditUnwritableError):
            await audit.async_decided(REQUEST, ALLOW, request_id="r2")
    await audit.async_outcome(1, Result.DONE, request_id="r1")
    assert audit.integrity is Integrity.UNWRITABLE
    assert "guard_audit_unwritable" in shown_issues(hass)
    assert caplog.text.count("The audit cannot be written") == 1
    mend(hass)
    assert await audit.async_decided(REQUEST, ALLOW, request_id="r3") == 2
    assert audit.integrity is not Integrity.UNWRITABLE
    assert "guard_audit_unwritable" not in shown_issues(hass)
    assert (await audit.async_verify()).ok


async def test_broken_audit_is_shown(hass: HomeAssistant, audit: AuditLog) -> None:
    """With the first line that is wrong."""
    for number in range(3):
        await audit.async_decided(REQUEST, ALLOW, request_id=f"r{number}")
    (segment,) = files(hass)
    segment.write_bytes(segment.read_bytes().replace(b"r1", b"r9"))
    report = await audit.async_verify()
    assert (report.ok, report.first_broken) == (False, 2)
    assert audit.integrity is Integrity.BROKEN
    assert "guard_audit_broken" in shown_issues(hass)


async def test_next_start_goes_on(hass: HomeAssistant, audit: AuditLog) -> None:
    """The number of the next line, and the latest decision, are known."""
    await audit.async_decided(REQUEST, DENY, request_id="r1")
    await audit.async_outcome(1, Result.CANCELLED, request_id="r1")
    await audit.async_stop()
    del hass.data[AUDIT]
    again = async_get_audit(hass)
    await again.async_start()
    assert again.entries == 2
    assert again.last_decision
    assert again.last_decision["request_id"] == "r1"
    assert await again.async_decided(REQUEST, ALLOW, request_id="r2") == 3
    assert (await again.async_verify()).ok


async def test_action_verifies_for_administrators(
    hass: HomeAssistant, audit: AuditLog, hass_read_only_user: MockUser
) -> None:
    """Others are turned away."""
    await audit.async_decided(REQUEST, ALLOW, request_id="r1")
    answer = await hass.services.async_call(
        DOMAIN, "verify_audit", blocking=True, return_response=True
    )
    assert answer is not None
    assert (answer["ok"], answer["entries"], answer["flaw"]) == (True, 1, None)
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            "verify_audit",
            blocking=True,
            return_response=True,
            context=Context(user_id=hass_read_only_user.id),
        )
