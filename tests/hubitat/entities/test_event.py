"""Buttons that are pressed, surfaces that are touched, alerts of HSM."""

from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.helpers.event import async_track_state_change_event
import pytest

from .rig import HubHouse

from tests.simulators.hubitat import Fault


def listen(house: HubHouse, entity_id: str) -> list[str]:
    """Return a list that the types of an entity's events are added to."""
    heard: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        if event.data["new_state"]:
            heard.append(event.data["new_state"].attributes["event_type"])

    async_track_state_change_event(house.hass, entity_id, note)
    return heard


@pytest.mark.parametrize(
    ("kind", "event_type"),
    [
        ("pushed", "pushed"),
        ("held", "held"),
        ("doubleTapped", "double_tapped"),
        ("released", "released"),
    ],
)
async def test_a_press_is_told_by_its_button_alone(
    house: HubHouse, kind: str, event_type: str
) -> None:
    """Four buttons, four entities; what was done is the type."""
    heard = [
        listen(house, house.entity_id("event", "Bed Remote", f"button_{n}"))
        for n in range(1, 5)
    ]
    house.hub.press(house.device("Bed Remote").id, 3, kind)
    await house.settle()
    assert heard == [[], [], [event_type], []]
    state = house.state("event", "Bed Remote", "button_3")
    assert state.attributes["device_class"] == "button"
    assert set(state.attributes["event_types"]) == {
        "pushed",
        "held",
        "double_tapped",
        "released",
    }


async def test_pressed_again_it_is_a_press_again(house: HubHouse) -> None:
    """The same button with the same value, three times."""
    heard = listen(house, house.entity_id("event", "Office Button", "button_1"))
    for _ in range(3):
        house.hub.press(house.device("Office Button").id)
        await house.settle()
    assert heard == ["pushed"] * 3


async def test_nothing_else_is_a_press(house: HubHouse) -> None:
    """Neither a battery that reports, nor a reconcile that finds the last press."""
    device = house.device("Office Button")
    heard = listen(house, house.entity_id("event", device, "button_1"))
    await house.report(device, "battery", 12)
    await house.hub.fault(Fault.WEBHOOK_DROP)
    house.hub.press(device.id)
    await house.settle()
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    assert heard == []


async def test_a_higher_number_is_a_button_too(house: HubHouse) -> None:
    """Drivers tell three taps as the press of a button that does not exist."""
    device = house.device("Office Button")
    assert house.keys("event", "Office Button") == {"button_1"}
    house.hub.press(device.id, 2)
    await house.settle()
    house.hub.press(device.id, 2)
    await house.settle()
    assert house.state("event", device, "button_2").attributes["event_type"] == "pushed"


async def test_touch(house: HubHouse) -> None:
    """A surface that is touched twice tells it twice."""
    device = house.device("Guest Touch")
    heard = listen(house, house.entity_id("event", device, "touch"))
    for _ in range(2):
        house.hub.house.change(device, "touch", "touched", always=True)
        await house.settle()
    assert heard == ["touched", "touched"]


@pytest.mark.parametrize(
    ("command", "label", "attribute", "value", "event_type"),
    [
        ("armAway", "Front Door Contact", "contact", "open", "intrusion"),
        ("armHome", "Front Door Contact", "contact", "open", "intrusion_home"),
        ("armNight", "Front Door Contact", "contact", "open", "intrusion_night"),
        (None, "Hall Smoke", "smoke", "detected", "smoke"),
        (None, "Kitchen Leak", "water", "wet", "water"),
    ],
)
async def test_alert(
    house: HubHouse,
    command: str | None,
    label: str,
    attribute: str,
    value: str,
    event_type: str,
) -> None:
    """What the alert is, and what raised it."""
    if command:
        house.hub.hsm.command(command)
        await house.settle()
    await house.report(label, attribute, value)
    attributes = house.state("event", None, "hsm_alert").attributes
    assert attributes["event_type"] == event_type
    assert label in attributes["description"]


async def test_alert_of_a_rule(house: HubHouse) -> None:
    """The rule is named."""
    house.hub.hsm.rule_alert("Freezer open")
    await house.settle()
    attributes = house.state("event", None, "hsm_alert").attributes
    assert (attributes["event_type"], attributes["description"]) == (
        "rule",
        "Freezer open",
    )


async def test_refused_arming(house: HubHouse) -> None:
    """The open window is named, each time."""
    await house.report("Kitchen Window", "contact", "open")
    heard = listen(house, house.entity_id("event", None, "hsm_alert"))
    for _ in range(2):
        house.hub.hsm.command("armAway")
        await house.settle()
    assert heard == ["arming_failed", "arming_failed"]
    attributes = house.state("event", None, "hsm_alert").attributes
    assert attributes["description"] == "Kitchen Window"
