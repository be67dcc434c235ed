"""Hubitat Safety Monitor, and keypads."""

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.kaizen.const import DOMAIN
from custom_components.kaizen.hubitat import arming

from .rig import HubHouse

from tests.simulators.hubitat import Fault

HSM = (None, "hsm")
KEYPAD = ("Hall Keypad", "keypad")


def shown(house: HubHouse) -> str:
    """Return the state of HSM's panel."""
    return house.state("alarm_control_panel", *HSM).state


def hsm_requests(house: HubHouse) -> list[str]:
    """Return the commands that HSM was given."""
    paths = (request.path for request in house.hub.journal.requests)
    return [path.removeprefix("/hsm/") for path in paths if path.startswith("/hsm/")]


async def arm(house: HubHouse, how: str = "away", *, settle: bool = True) -> None:
    """Arm."""
    await house.call(f"alarm_control_panel.alarm_arm_{how}", *HSM, settle=settle)


async def disarm(house: HubHouse) -> None:
    """Disarm."""
    await house.call("alarm_control_panel.alarm_disarm", *HSM)


@pytest.mark.parametrize(
    ("how", "command"),
    [("away", "armAway"), ("home", "armHome"), ("night", "armNight")],
)
async def test_arming_has_an_exit_delay(
    house: HubHouse, how: str, command: str
) -> None:
    """Until HSM is armed it is arming, and nothing else is claimed."""
    house.hub.hsm.delays[command] = 30
    assert shown(house) == "disarmed"
    await arm(house, how, settle=False)
    assert shown(house) == "arming"
    await house.advance(29)
    assert shown(house) == "arming"
    await house.settle()
    assert shown(house) == f"armed_{how}"
    await disarm(house)
    assert shown(house) == "disarmed"
    assert hsm_requests(house) == [command, "disarm"]


async def test_panel_needs_no_code_to_arm(house: HubHouse) -> None:
    """HSM has no code; one for arming would only be in the way."""
    attributes = house.state("alarm_control_panel", *HSM).attributes
    assert attributes["code_arm_required"] is False
    assert attributes["supported_features"] == 1 | 2 | 4


async def test_refusal_names_what_is_open(house: HubHouse) -> None:
    """Whoever leaves the house hears which window is open."""
    await house.report("Kitchen Window", "contact", "open")
    await house.report("Guest Window", "contact", "open")
    with pytest.raises(HomeAssistantError) as caught:
        await arm(house)
    assert caught.value.translation_key == "hsm_arming_refused"
    assert "Kitchen Window" in str(caught.value)
    assert "Guest Window" in str(caught.value)
    await house.settle()
    assert shown(house) == "disarmed"
    assert hsm_requests(house) == ["armAway"]


async def test_door_that_is_left_open_while_leaving(house: HubHouse) -> None:
    """After the exit delay HSM looks again, and is not armed."""
    await arm(house, settle=False)
    house.hub.report(house.device("Front Door Contact").id, "contact", "open")
    await house.settle()
    assert shown(house) == "disarmed"


async def test_silence_is_not_success(
    house: HubHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hub whose events are lost is asked, and whoever arms hears what it says."""
    monkeypatch.setattr(arming, "PATIENCE", 0)
    await house.hub.fault(Fault.WEBHOOK_DROP)
    await arm(house, "home")
    assert shown(house) == "armed_home"
    await house.hub.fault(Fault.WEBHOOK_DROP)
    house.hub.hsm.command("disarm")
    await house.report("Kitchen Window", "contact", "open")
    with pytest.raises(HomeAssistantError) as caught:
        await arm(house, "away")
    assert caught.value.translation_key == "hsm_arming_unconfirmed"


@pytest.mark.parametrize(
    ("how", "kind"), [("away", "intrusion"), ("home", "intrusion-home")]
)
async def test_intrusion_triggers(house: HubHouse, how: str, kind: str) -> None:
    """A door that opens while the house is guarded is an alarm until it is disarmed."""
    house.hub.hsm.delays["armAway"] = 0
    await arm(house, how)
    await house.report("Front Door Contact", "contact", "open")
    state = house.state("alarm_control_panel", *HSM)
    assert (state.state, state.attributes["alerts"]) == ("triggered", [kind])
    await house.report("Front Door Contact", "contact", "closed")
    assert shown(house) == "triggered"
    await disarm(house)
    assert shown(house) == "disarmed"
    assert "disarmAll" not in hsm_requests(house)


@pytest.mark.parametrize(
    ("label", "attribute", "value", "rest", "kind"),
    [
        ("Hall Smoke", "smoke", "detected", "clear", "smoke"),
        ("Kitchen Leak", "water", "wet", "dry", "water"),
    ],
)
async def test_danger_triggers_also_when_disarmed(
    house: HubHouse, label: str, attribute: str, value: str, rest: str, kind: str
) -> None:
    """Smoke and water are alarms in a disarmed house; disarming the panel ends them."""
    await house.report(label, attribute, value)
    state = house.state("alarm_control_panel", *HSM)
    assert (state.state, state.attributes["alerts"]) == ("triggered", [kind])
    await house.report(label, attribute, rest)
    await disarm(house)
    assert shown(house) == "disarmed"
    assert hsm_requests(house) == ["cancelAlerts"]
    assert house.hub.hsm.status == "disarmed"


async def test_rule_triggers(house: HubHouse) -> None:
    """An alert of the owner's own rules is one, too."""
    house.hub.hsm.rule_alert("Freezer door")
    await house.settle()
    assert house.state("alarm_control_panel", *HSM).attributes["alerts"] == ["rule"]
    assert shown(house) == "triggered"


async def test_all_disarmed_is_warned_of(house: HubHouse) -> None:
    """A house in which not even smoke is monitored is not just disarmed."""
    issue = f"hub_monitoring_off_{house.entry.entry_id}"
    issues = ir.async_get(house.hass)
    assert issues.async_get_issue(DOMAIN, issue) is None
    house.hub.hsm.command("disarmAll")
    await house.settle()
    assert shown(house) == "disarmed"
    assert issues.async_get_issue(DOMAIN, issue) is not None
    await arm(house, "home")
    assert issues.async_get_issue(DOMAIN, issue) is None


async def test_hsm_that_is_gone_is_unavailable(house: HubHouse) -> None:
    """An alarm system of which nothing is known is not shown as disarmed."""
    await house.hub.fault(Fault.HSM_MISSING)
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    assert shown(house) == STATE_UNAVAILABLE


async def test_keypad_shows_what_it_shows(house: HubHouse) -> None:
    """The keypad is a panel of its own, and arming until it reports."""
    await house.report("Hall Keypad", "securityKeypad", "disarmed")
    told = await house.call(
        "alarm_control_panel.alarm_arm_night", *KEYPAD, settle=False
    )
    assert told == [("armNight", ())]
    assert house.state("alarm_control_panel", *KEYPAD).state == "arming"
    await house.settle()
    assert house.state("alarm_control_panel", *KEYPAD).state == "armed_night"
    assert await house.call("alarm_control_panel.alarm_disarm", *KEYPAD) == [
        ("disarm", ())
    ]
    assert house.state("alarm_control_panel", *KEYPAD).state == "disarmed"
    assert shown(house) == "disarmed"


@pytest.mark.parametrize("value", ["unknown", None])
async def test_keypad_that_does_not_know_is_unavailable(
    house: HubHouse, value: str | None
) -> None:
    """HomeKit ignores `unknown` and would go on showing an armed house."""
    await house.report("Hall Keypad", "securityKeypad", value)
    state = house.state("alarm_control_panel", *KEYPAD)
    assert state.state == STATE_UNAVAILABLE
