"""One check stands before everything that gives up safety, and before nothing else."""

from typing import Any

from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.kaizen.hubitat import gate

from .rig import HubHouse

UNSECURING: list[tuple[str, str | None, str, dict[str, Any]]] = [
    ("lock.unlock", "Front Door", "lock", {}),
    ("lock.unlock", "Side Door", "lock", {}),
    ("cover.open_cover", "Garage Door", "door", {}),
    ("cover.open_cover", "Garden Gate", "door", {}),
    ("cover.toggle", "Garage Door", "door", {}),
    ("valve.open_valve", "Water Main", "valve", {}),
    ("valve.open_valve", "Garden Tap", "valve", {}),
    ("valve.toggle", "Water Main", "valve", {}),
    ("siren.turn_off", "Hall Siren", "siren", {}),
    ("siren.toggle", "Hall Siren", "siren", {}),
    ("alarm_control_panel.alarm_disarm", None, "hsm", {}),
    ("alarm_control_panel.alarm_disarm", "Hall Keypad", "keypad", {}),
]
SECURING: list[tuple[str, str | None, str, dict[str, Any]]] = [
    ("lock.lock", "Front Door", "lock", {}),
    ("cover.close_cover", "Garage Door", "door", {}),
    ("valve.close_valve", "Water Main", "valve", {}),
    ("siren.turn_on", "Hall Siren", "siren", {}),
    ("alarm_control_panel.alarm_arm_home", None, "hsm", {}),
    ("alarm_control_panel.alarm_arm_away", "Hall Keypad", "keypad", {}),
    ("cover.open_cover", "Living Shade", "shade", {}),
    ("light.turn_on", "Porch Light", "light", {}),
    ("switch.turn_on", "Coffee Machine", "switch", {}),
]


class Refused(HomeAssistantError):
    """The gate says no."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[gate.UnsecuringRequest]:
    """Close the gate, and return whom it has seen."""
    seen: list[gate.UnsecuringRequest] = []

    async def refuse(_: object, request: gate.UnsecuringRequest) -> None:
        seen.append(request)
        raise Refused

    monkeypatch.setattr(gate, "async_check", refuse)
    return seen


@pytest.fixture
async def safe(house: HubHouse) -> HubHouse:
    """A house that is closed and guarded, in which a siren sounds."""
    for label, attribute, value in (
        ("Front Door", "lock", "locked"),
        ("Side Door", "lock", "locked"),
        ("Water Main", "valve", "closed"),
        ("Garden Tap", "valve", "closed"),
        ("Hall Siren", "alarm", "both"),
        ("Hall Keypad", "securityKeypad", "armed away"),
    ):
        await house.report(label, attribute, value)
    house.hub.hsm.command("armHome")
    await house.settle()
    return house


@pytest.mark.parametrize(("action", "label", "key", "data"), UNSECURING)
async def test_unsecuring_is_asked_for(
    safe: HubHouse,
    asked: list[gate.UnsecuringRequest],
    action: str,
    label: str | None,
    key: str,
    data: dict[str, Any],
) -> None:
    """What the gate refuses never reaches the hub, and nothing looks as if it had."""
    platform = action.partition(".")[0]
    before = safe.state(platform, label, key)
    context = Context()
    with pytest.raises(Refused):
        await safe.call(action, label, key, context=context, **data)
    await safe.settle()
    assert len(asked) == 1
    assert asked[0].context is context
    assert asked[0].device_id == (label and safe.device(label).id)
    assert safe.state(platform, label, key).state == before.state
    assert not safe.hub.journal.commands
    assert not [p for p in safe.hub.journal.paths() if p.startswith("/hsm/")]


@pytest.mark.parametrize(("action", "label", "key", "data"), SECURING)
async def test_securing_is_always_allowed(
    house: HubHouse,
    asked: list[gate.UnsecuringRequest],
    action: str,
    label: str | None,
    key: str,
    data: dict[str, Any],
) -> None:
    """Nobody is kept from locking a door."""
    await house.call(action, label, key, **data)
    assert not asked


async def test_code_reaches_the_gate_and_nothing_else(
    safe: HubHouse,
    asked: list[gate.UnsecuringRequest],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A code is for whoever checks it: it is neither sent to the hub nor written down."""
    code = "908172"
    for action, label, key in (
        ("lock.unlock", "Front Door", "lock"),
        ("alarm_control_panel.alarm_disarm", None, "hsm"),
        ("alarm_control_panel.alarm_disarm", "Hall Keypad", "keypad"),
    ):
        with pytest.raises(Refused):
            await safe.call(action, label, key, code=code)
    assert [request.code for request in asked] == [code] * 3
    assert code not in repr(asked)
    assert code not in str(safe.hub.journal.as_json())
    kaizen = [r.getMessage() for r in caplog.records if "kaizen" in r.name]
    assert not [message for message in kaizen if code in message]
