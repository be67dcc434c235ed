"""Whatever goes wrong, in the end Home Assistant shows what the hub says, and nothing was said twice."""

import contextlib
from random import Random

from homeassistant.exceptions import HomeAssistantError
import pytest

from .rig import HubHouse
from .truth import lies, shown_entities

from tests.simulators.hubitat import Fault

WISHES: tuple[tuple[str, str, str], ...] = (
    ("lock.lock", "Front Door", "lock"),
    ("lock.unlock", "Back Door", "lock"),
    ("cover.open_cover", "Garage Door", "door"),
    ("cover.close_cover", "Garden Gate", "door"),
    ("cover.open_cover", "Living Shade", "shade"),
    ("cover.open_cover", "Office Blind", "blind"),
    ("valve.open_valve", "Water Main", "valve"),
    ("light.turn_on", "Kitchen Ceiling", "light"),
    ("light.turn_on", "Living Lamp", "light"),
    ("switch.turn_on", "Coffee Machine", "switch"),
    ("switch.turn_on", "TV Outlet", "switch"),
    ("fan.turn_on", "Bedroom Fan", "fan"),
    ("siren.turn_on", "Hall Siren", "siren"),
    ("climate.turn_off", "Living Thermostat", "thermostat"),
    ("media_player.media_play", "Living Speaker", "player"),
    ("alarm_control_panel.alarm_arm_home", "Hall Keypad", "keypad"),
)
FAULTS: tuple[tuple[Fault, dict[str, float]], ...] = (
    (Fault.WEBHOOK_DROP, {"probability": 0.5}),
    (Fault.WEBHOOK_DUPLICATE, {"probability": 0.5}),
    (Fault.WEBHOOK_REORDER, {"probability": 0.5}),
    (Fault.WEBHOOK_DELAY, {"seconds": 5.0}),
    (Fault.RECEIVER_500, {"probability": 0.5}),
    (Fault.POST_URL_CLEARED, {}),
    (Fault.DEVICE_DEAF, {"probability": 0.5}),
    (Fault.LOCK_JAMS, {}),
    (Fault.GARAGE_BLOCKED, {}),
    (Fault.ANSWER_LOST, {"probability": 0.3}),
    (Fault.OVERLOADED, {"probability": 0.3}),
    (Fault.ERROR_200, {"probability": 0.3}),
    (Fault.TRUNCATED_JSON, {"probability": 0.3}),
)


async def _quiet(house: HubHouse) -> None:
    """Heal the hub, let the house come to rest and the hub be asked for everything once."""
    await house.hub.heal()
    await house.settle()
    await house.runtime.refresh()
    await house.hass.async_block_till_done()


async def test_at_first(house: HubHouse) -> None:
    """Every device of the table is shown as it is."""
    assert not list(lies(house))
    assert shown_entities(house) == 41


@pytest.mark.parametrize("seed", range(6))
async def test_after_any_sequence_of_faults(house: HubHouse, seed: int) -> None:
    """Lost, doubled, late and overtaking events, deaf devices, lost answers: in the end all is as the hub says."""
    rng = Random(seed)
    for _ in range(6):
        fault, options = rng.choice(FAULTS)
        await house.hub.fault(fault, **options)
        for action, label, key in rng.sample(WISHES, 4):
            with contextlib.suppress(HomeAssistantError):
                await house.call(action, label, key, settle=False)
            await house.advance(rng.uniform(0, 3))
        if rng.random() < 0.5:
            await house.hub.heal(fault)
    asked = [r for r in house.hub.journal.requests if r.command]
    await _quiet(house)
    assert not list(lies(house))
    assert len([r for r in house.hub.journal.requests if r.command]) == len(asked)


@pytest.mark.parametrize(
    "fault", [Fault.ANSWER_LOST, Fault.OVERLOADED, Fault.TRUNCATED_JSON]
)
async def test_no_command_is_sent_twice(house: HubHouse, fault: Fault) -> None:
    """Each wish is one request, whatever becomes of it: a garage door that is told twice stops."""
    await house.hub.fault(fault, path="/devices/")
    for action, label, key in WISHES:
        with contextlib.suppress(HomeAssistantError):
            await house.call(action, label, key, settle=False)
    await house.settle()
    for _, label, _ in WISHES:
        start = f"/devices/{house.device(label).id}/"
        told = [r for r in house.hub.journal.requests if r.path.startswith(start)]
        assert len(told) == 1, label


async def test_unavailable_while_the_hub_is_gone(house: HubHouse) -> None:
    """Nothing of a hub that does not answer is shown as if it were known."""
    await house.hub.fault(Fault.UNREACHABLE)
    with pytest.raises(HomeAssistantError):
        await house.runtime.refresh()
    await house.hass.async_block_till_done()
    states = [
        house.state("lock", "Front Door", "lock"),
        house.state("light", "Porch Light", "light"),
        house.state("alarm_control_panel", None, "hsm"),
    ]
    assert {state.state for state in states} == {"unavailable"}
    await house.hub.heal()
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    assert not list(lies(house))
    assert house.state("alarm_control_panel", None, "hsm").state == "disarmed"


async def test_same_entities_after_a_new_token_and_address(house: HubHouse) -> None:
    """What an owner named, grouped and put on dashboards outlives the hub's token and address."""
    before = {state.entity_id for state in house.hass.states.async_all()}
    lock = house.entity_id("lock", "Front Door", "lock")
    token = await house.hub.fault(Fault.TOKEN_ROTATED)
    await house.hub.fault(Fault.RESTORED)
    house.hass.config_entries.async_update_entry(
        house.entry,
        data={
            **house.entry.data,
            "access_token": token,
            "address": house.hub.maker_url.partition("?")[0],
        },
    )
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.hass.async_block_till_done()
    assert {state.entity_id for state in house.hass.states.async_all()} == before
    assert house.entity_id("lock", "Front Door", "lock") == lock
    assert not list(lies(house))


async def test_device_is_removed_and_chosen_again(house: HubHouse) -> None:
    """A device that leaves the app is not shown, and one that returns is shown again without a restart."""
    device = house.device("Coffee Machine")
    switch = house.entity_id("switch", device, "switch")
    await house.hub.fault(Fault.DEVICE_REMOVED, device=device.id)
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    state = house.hass.states.get(switch)
    assert state is None or state.state == "unavailable"
    house.hub.house.devices[device.id].authorised = True
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    assert house.state("switch", device, "switch").state == "off"
    assert await house.call("switch.turn_on", device, "switch") == [("on", ())]
    assert house.state("switch", device, "switch").state == "on"


async def test_devices_of_every_kind_may_go(
    house: HubHouse, caplog: pytest.LogCaptureFixture
) -> None:
    """A device that is gone breaks none of its entities."""
    entities = [
        house.entity_id(a.partition(".")[0], label, key) for a, label, key in WISHES
    ]
    for _, label, _ in WISHES:
        gone = house.device(label).id
        await house.hub.fault(Fault.DEVICE_REMOVED, device=gone)
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    shown = {house.hass.states.get(entity_id) for entity_id in entities}
    assert {state.state for state in shown if state} <= {"unavailable"}
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


async def test_new_device_appears(house: HubHouse) -> None:
    """A device that is chosen in the app needs no restart, and follows from then on."""
    added = await house.hub.fault(Fault.DEVICE_ADDED, label="Front Door")
    new = house.hub.devices[added]
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    await house.report(new, "lock", "unlocked")
    assert house.state("lock", new, "lock").state == "unlocked"
    await house.call("lock.lock", new, "lock")
    assert house.state("lock", new, "lock").state == "locked"
