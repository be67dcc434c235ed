"""What devices detect."""

from aiohttp.test_utils import TestServer
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from .rig import HubHouse, async_move_in

from tests.simulators.hubitat import HubSimulator

ROWS = [
    ("Front Door Contact", "contact", "door", "contact", "open", "closed"),
    ("Kitchen Window", "contact", "window", "contact", "open", "closed"),
    ("Garage Door", "contact", "garage_door", "contact", "open", "closed"),
    ("Hall Motion", "motion", "motion", "motion", "active", "inactive"),
    ("Anna's Phone", "presence", "presence", "presence", "present", "not present"),
    ("Kitchen Leak", "moisture", "moisture", "water", "wet", "dry"),
    ("Hall Smoke", "smoke", "smoke", "smoke", "detected", "clear"),
    (
        "Boiler CO",
        "carbon_monoxide",
        "carbon_monoxide",
        "carbonMonoxide",
        "detected",
        "clear",
    ),
    ("Kitchen Gas", "gas", "gas", "naturalGas", "detected", "clear"),
    ("Washer Vibration", "moving", "moving", "acceleration", "active", "inactive"),
    ("Washer Vibration", "vibration", "vibration", "shock", "detected", "clear"),
    ("Back Door Contact", "tamper", "tamper", "tamper", "detected", "clear"),
    ("Kids Sleep", "sound", "sound", "sound", "detected", "not detected"),
    ("Kids Sleep", "sleeping", None, "sleeping", "sleeping", "not sleeping"),
    ("Air Purifier", "filter", "problem", "filterStatus", "replace", "normal"),
    (
        "Hall Repeater",
        "connectivity",
        "connectivity",
        "healthStatus",
        "online",
        "offline",
    ),
]
DIAGNOSTIC = {"tamper", "filter", "connectivity"}


@pytest.mark.parametrize(
    ("label", "key", "device_class", "attribute", "on", "off"), ROWS
)
async def test_every_kind_of_detector(
    house: HubHouse,
    label: str,
    key: str,
    device_class: str | None,
    attribute: str,
    on: str,
    off: str,
) -> None:
    """On and off as reported, in the class Home Assistant and HomeKit expect."""
    entity = ("binary_sensor", label, key)
    assert house.state(*entity).attributes.get("device_class") == device_class
    for value, state in ((on, "on"), (off, "off"), (on, "on")):
        await house.report(label, attribute, value)
        assert house.state(*entity).state == state
    entry = er.async_get(house.hass).async_get(house.entity_id(*entity))
    assert entry is not None
    assert (entry.entity_category == "diagnostic") is (key in DIAGNOSTIC)


@pytest.mark.parametrize(
    ("label", "key", "attribute"),
    [
        ("Front Door Contact", "contact", "contact"),
        ("Kitchen Leak", "moisture", "water"),
        ("Hall Smoke", "smoke", "smoke"),
        ("Boiler CO", "carbon_monoxide", "carbonMonoxide"),
        ("Kitchen Gas", "gas", "naturalGas"),
    ],
)
async def test_danger_that_nobody_knows_is_no_calm(
    house: HubHouse, label: str, key: str, attribute: str
) -> None:
    """HomeKit would go on showing a closed door; unavailable it shows as lost."""
    await house.report(label, attribute, None)
    assert house.state("binary_sensor", label, key).state == STATE_UNAVAILABLE


async def test_motion_that_nobody_knows_is_unknown(house: HubHouse) -> None:
    """No harm is done by it."""
    await house.report("Hall Motion", "motion", None)
    assert house.state("binary_sensor", "Hall Motion", "motion").state == STATE_UNKNOWN


@pytest.mark.parametrize(
    ("label", "key", "attribute"),
    [
        ("Hall Smoke", "smoke", "smoke"),
        ("Kids Smoke", "carbon_monoxide", "carbonMonoxide"),
        ("Kitchen Gas", "gas", "naturalGas"),
    ],
)
async def test_a_test_is_no_alarm(
    house: HubHouse, label: str, key: str, attribute: str
) -> None:
    """Whoever presses the button of a smoke detector wakes nobody, but it is told."""
    assert house.state("binary_sensor", label, key).attributes["tested"] is False
    await house.report(label, attribute, "tested")
    state = house.state("binary_sensor", label, key)
    assert (state.state, state.attributes["tested"]) == ("off", True)


async def test_owner_says_what_a_contact_is_on(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """A label that says nothing about it, or the wrong thing, has the last word no more."""
    contact = hub.find("Front Door Contact")
    chosen = {contact.id: {"contact": "window"}}
    house = await async_move_in(hass, hub, receiver, devices=chosen)
    state = house.state("binary_sensor", contact, "contact")
    assert state.attributes["device_class"] == "window"


async def test_nothing_is_watched_any_more(house: HubHouse) -> None:
    """`disarmAll` at the hub itself, which also ends the watch for smoke and water, is seen."""
    entity = ("binary_sensor", None, "hsm_monitoring_off")
    assert house.state(*entity).state == "off"
    house.hub.hsm.command("disarmAll")
    await house.settle()
    assert house.state(*entity).state == "on"
    house.hub.hsm.command("disarm")
    await house.settle()
    assert house.state(*entity).state == "off"


async def test_a_hub_without_hsm_watches_nothing_of_it(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """No entity stands for what is not installed."""
    await hub.fault("hsm_missing")
    await async_move_in(hass, hub, receiver)
    assert hass.states.get("binary_sensor.home_monitoring_off") is None
