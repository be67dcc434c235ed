"""What the dashboard shows of the audit."""

from pathlib import Path

from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from custom_components.kaizen.const import CONF_KIND, DOMAIN
from custom_components.kaizen.guard.audit import (
    AuditLog,
    AuditUnwritableError,
    Result,
    events,
    sensors,
)

from .test_entry import REQUEST
from .test_log import ALLOW, DENY, files, ruin

PLATFORMS = {Platform.SENSOR: sensors, Platform.EVENT: events}


async def show(hass: HomeAssistant) -> dict[str, str]:
    """Set up the entities and return their ids by their keys."""

    async def set_up(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)

    mock_integration(hass, MockModule(DOMAIN, async_setup_entry=set_up))
    mock_platform(hass, f"{DOMAIN}.config_flow")
    for platform, module in PLATFORMS.items():
        setup = MockPlatform(async_setup_entry=module.async_setup_entry)
        mock_platform(hass, f"{DOMAIN}.{platform}", setup)
    entry = MockConfigEntry(domain=DOMAIN, title="Guard", data={CONF_KIND: "guard"})
    entry.add_to_hass(hass)
    with mock_config_flow(DOMAIN, ConfigFlow):
        await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    known = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return {e.unique_id.removeprefix(f"{entry.entry_id}-"): e.entity_id for e in known}


def shown(hass: HomeAssistant, entity_id: str) -> str:
    """Return a state."""
    state = hass.states.get(entity_id)
    assert state is not None
    return state.state


async def test_decisions_are_shown_without_persons(
    hass: HomeAssistant, audit: AuditLog
) -> None:
    """The latest one, and each as an event; an outcome is no decision."""
    ids = await show(hass)
    assert shown(hass, ids["last_decision"]) == "unknown"
    sequence = await audit.async_decided(REQUEST, DENY, request_id="r1", duress=True)
    await audit.async_outcome(sequence, Result.CANCELLED, request_id="r1")
    await hass.async_block_till_done()
    last = hass.states.get(ids["last_decision"])
    assert last is not None
    assert last.state == "deny"
    told = {
        "verb": "lock.unlock",
        "entities": ["lock.front"],
        "risk": "unsecuring",
        "reason": "off",
        "rule": "preset.off",
        "origin": "model",
        "tier": "trusted",
    }
    assert last.attributes.items() >= told.items()
    event = hass.states.get(ids["security_decision"])
    assert event is not None
    assert event.attributes["event_type"] == "deny"
    assert event.attributes.items() >= told.items()
    for state in (last, event):
        hidden = {"user_id", "satellite_id", "conversation_id", "duress", "salt"}
        assert not hidden & state.attributes.keys()
    assert shown(hass, ids["audit_entries"]) == "2"


async def test_latest_decision_is_known_at_once(
    hass: HomeAssistant, audit: AuditLog
) -> None:
    """It was made before the entities were there."""
    await audit.async_decided(REQUEST, ALLOW, request_id="r1")
    ids = await show(hass)
    assert shown(hass, ids["last_decision"]) == "allow"
    assert shown(hass, ids["audit_entries"]) == "1"


async def test_integrity_follows(hass: HomeAssistant, audit: AuditLog) -> None:
    """Intact, unwritable, broken."""
    ids = await show(hass)
    await audit.async_decided(REQUEST, ALLOW, request_id="r1")
    await audit.async_verify()
    assert shown(hass, ids["audit_integrity"]) == "intact"
    ruin(hass)
    with pytest.raises(AuditUnwritableError):
        await audit.async_decided(REQUEST, ALLOW, request_id="r2")
    assert shown(hass, ids["audit_integrity"]) == "unwritable"
    folder = Path(hass.config.path("kaizen", "audit"))
    folder.rename(folder.with_name("no_folder"))
    await audit.async_decided(REQUEST, ALLOW, request_id="r3")
    await audit.async_verify()
    assert len(files(hass)) == 1
    state = hass.states.get(ids["audit_integrity"])
    assert state is not None
    assert state.state == "broken"
    assert state.attributes["flaw"] == "sequence"
