"""The guard hears of everything that matters to a house's safety, in Home Assistant's words."""

from typing import Any

from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.kaizen.guard import GuardedCommand
from custom_components.kaizen.hubitat import gate

from .rig import HubHouse

GUARDED: list[tuple[str, str | None, str, dict[str, Any], str]] = [
    ("lock.unlock", "Front Door", "lock", {}, "lock.unlock"),
    ("lock.unlock", "Side Door", "lock", {}, "lock.unlock"),
    ("lock.lock", "Front Door", "lock", {}, "lock.lock"),
    ("cover.open_cover", "Garage Door", "door", {}, "cover.open_cover"),
    ("cover.open_cover", "Garden Gate", "door", {}, "cover.open_cover"),
    ("cover.close_cover", "Garage Door", "door", {}, "cover.close_cover"),
    ("cover.toggle", "Garage Door", "door", {}, "cover.open_cover"),
    ("cover.open_cover", "Living Shade", "shade", {}, "cover.open_cover"),
    ("valve.open_valve", "Water Main", "valve", {}, "valve.open_valve"),
    ("valve.open_valve", "Garden Tap", "valve", {}, "valve.open_valve"),
    ("valve.toggle", "Water Main", "valve", {}, "valve.open_valve"),
    ("siren.turn_off", "Hall Siren", "siren", {}, "siren.turn_off"),
    ("siren.toggle", "Hall Siren", "siren", {}, "siren.turn_off"),
    (
        "alarm_control_panel.alarm_arm_home",
        None,
        "hsm",
        {},
        "alarm_control_panel.alarm_arm_home",
    ),
    (
        "alarm_control_panel.alarm_disarm",
        None,
        "hsm",
        {},
        "alarm_control_panel.alarm_disarm",
    ),
    (
        "alarm_control_panel.alarm_disarm",
        "Hall Keypad",
        "keypad",
        {},
        "alarm_control_panel.alarm_disarm",
    ),
]
UNGUARDED: list[tuple[str, str | None, str, dict[str, Any]]] = [
    ("light.turn_on", "Porch Light", "light", {}),
    ("switch.turn_on", "Coffee Machine", "switch", {}),
]


class Refused(HomeAssistantError):
    """The guard says no."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[GuardedCommand]:
    """Let the guard refuse everything, and return what it was asked."""
    seen: list[GuardedCommand] = []

    async def refuse(_: object, command: GuardedCommand) -> None:
        seen.append(command)
        raise Refused

    monkeypatch.setattr(gate, "async_authorize", refuse)
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


@pytest.mark.parametrize(("action", "label", "key", "data", "verb"), GUARDED)
async def test_guard_is_asked_first(
    safe: HubHouse,
    asked: list[GuardedCommand],
    action: str,
    label: str | None,
    key: str,
    data: dict[str, Any],
    verb: str,
) -> None:
    """What the guard refuses never reaches the hub, and nothing looks as if it had."""
    platform = action.partition(".")[0]
    before = safe.state(platform, label, key)
    context = Context()
    with pytest.raises(Refused):
        await safe.call(action, label, key, context=context, **data)
    await safe.settle()
    (command,) = asked
    assert command.context is context
    assert command.verb == verb
    assert command.entity_id == before.entity_id
    assert safe.state(platform, label, key).state == before.state
    assert not safe.hub.journal.commands
    assert not [p for p in safe.hub.journal.paths() if p.startswith("/hsm/")]


@pytest.mark.parametrize(("action", "label", "key", "data"), UNGUARDED)
async def test_guard_is_left_alone_with_comfort(
    house: HubHouse,
    asked: list[GuardedCommand],
    action: str,
    label: str | None,
    key: str,
    data: dict[str, Any],
) -> None:
    """A lamp waits for nobody's judgement."""
    await house.call(action, label, key, **data)
    assert not asked


async def test_position_is_told_to_the_guard(
    safe: HubHouse, asked: list[GuardedCommand]
) -> None:
    """Whether a cover goes up or down depends on where it is to go."""
    with pytest.raises(Refused):
        await safe.call("cover.set_cover_position", "Living Shade", "shade", position=7)
    assert asked[0].parameters == {"position": 7}


async def test_code_is_no_use(
    safe: HubHouse,
    asked: list[GuardedCommand],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A code in an action would be recorded: nobody looks at it, sends it or writes it down."""
    code = "908172"
    for action, label, key in (
        ("lock.unlock", "Front Door", "lock"),
        ("alarm_control_panel.alarm_disarm", None, "hsm"),
        ("alarm_control_panel.alarm_disarm", "Hall Keypad", "keypad"),
    ):
        with pytest.raises(Refused):
            await safe.call(action, label, key, code=code)
    assert code not in "".join(str(command.parameters) for command in asked)
    assert code not in str(safe.hub.journal.as_json())
    kaizen = [r.getMessage() for r in caplog.records if "kaizen" in r.name]
    assert not [message for message in kaizen if code in message]
