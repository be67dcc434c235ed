"""Lights, from the plain one to the one with effects."""

from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from .rig import HubHouse, async_move_in

from tests.simulators.hubitat import Fault, HubSimulator


@pytest.mark.parametrize(
    ("label", "modes", "features"),
    [
        ("Porch Light", ["onoff"], 0),
        ("Kitchen Ceiling", ["brightness"], 32),
        ("Lamp", ["brightness"], 32),
        ("Living Lamp", ["color_temp", "hs"], 36),
        ("Kids Star Lamp", ["hs"], 32),
        ("Desk Light", ["color_temp"], 32),
        ("Hall Strip", ["hs"], 36),
    ],
)
async def test_light_can_what_its_device_can(
    house: HubHouse, label: str, modes: list[str], features: int
) -> None:
    """Nothing is offered that the device has no command for."""
    attributes = house.state("light", label, "light").attributes
    assert sorted(attributes["supported_color_modes"]) == modes
    assert attributes["supported_features"] == features


async def test_light_follows_its_device(house: HubHouse) -> None:
    """On and off are what the device reports, also when someone uses the switch on the wall."""
    told = await house.call("light.turn_on", "Porch Light", "light", settle=False)
    assert told == [("on", ())]
    assert house.state("light", "Porch Light", "light").state == "off"
    await house.settle()
    assert house.state("light", "Porch Light", "light").state == "on"
    await house.report("Porch Light", "switch", "off")
    assert house.state("light", "Porch Light", "light").state == "off"


async def test_light_is_dimmed(house: HubHouse) -> None:
    """Brightness and transition go to the hub as level and seconds."""
    told = await house.call(
        "light.turn_on", "Kitchen Ceiling", "light", brightness_pct=40, transition=2
    )
    assert told == [("setLevel", ("40", "2"))]
    assert house.state("light", "Kitchen Ceiling", "light").attributes[
        "brightness"
    ] == pytest.approx(102)
    told = await house.call("light.turn_off", "Kitchen Ceiling", "light", transition=3)
    assert told == [("setLevel", ("0", "3"))]
    assert house.state("light", "Kitchen Ceiling", "light").state == "off"


async def test_lights_of_one_name_are_two(house: HubHouse) -> None:
    """The lamp in the guest room is not the one in the living room."""
    guest, living = (
        house.device("Lamp", room) for room in ("Guest Room", "Living Room")
    )
    await house.call("light.turn_on", guest, "light")
    assert house.state("light", guest, "light").state == "on"
    assert house.state("light", living, "light").state == "off"


async def test_colour_white_and_effect(house: HubHouse) -> None:
    """A light is in the mode its device reports, and shows no effect outside of effects."""
    told = await house.call(
        "light.turn_on", "Living Lamp", "light", hs_color=[180, 50], brightness=255
    )
    assert [name for name, _ in told] == ["setColor"]
    attributes = house.state("light", "Living Lamp", "light").attributes
    assert attributes["color_mode"] == "hs"
    assert attributes["hs_color"] == pytest.approx((180, 50))
    assert attributes["effect"] is None

    told = await house.call(
        "light.turn_on", "Living Lamp", "light", color_temp_kelvin=3000
    )
    assert told == [("setColorTemperature", ("3000",))]
    attributes = house.state("light", "Living Lamp", "light").attributes
    assert attributes["color_mode"] == "color_temp"
    assert attributes["color_temp_kelvin"] == 3000

    told = await house.call("light.turn_on", "Living Lamp", "light", effect="Candle")
    assert told == [("setEffect", ("1",))]
    assert house.state("light", "Living Lamp", "light").attributes["effect"] == "Candle"


async def test_colour_that_was_never_reported(house: HubHouse) -> None:
    """A strip without a colour is a light whose colour is unknown."""
    await house.call("light.turn_on", "Hall Strip", "light")
    state = house.state("light", "Hall Strip", "light")
    assert state.state == "on"
    assert state.attributes["hs_color"] is None


async def test_effect_that_the_device_lacks(house: HubHouse) -> None:
    """Home Assistant is told, and the hub is not asked."""
    before = len(house.hub.journal.commands)
    with pytest.raises(HomeAssistantError, match="Living Lamp cannot do that"):
        await house.call("light.turn_on", "Living Lamp", "light", effect="Disco")
    assert len(house.hub.journal.commands) == before


async def test_new_effects_make_the_light_anew(house: HubHouse) -> None:
    """What a light offers is what its device offers, without a restart."""
    await house.report("Living Lamp", "lightEffects", '{"0":"None","7":"Fireplace"}')
    state = house.state("light", "Living Lamp", "light")
    assert state.attributes["effect_list"] == ["None", "Fireplace"]
    assert await house.call(
        "light.turn_on", "Living Lamp", "light", effect="Fireplace"
    ) == [("setEffect", ("7",))]


async def test_other_driver_makes_another_entity(house: HubHouse) -> None:
    """A device with another driver is what the driver says, and nothing else is left of it."""
    lamp = house.device("Desk Light")
    light = house.entity_id("light", lamp, "light")
    await house.hub.fault(Fault.DRIVER_CHANGED, device=lamp.id, capabilities=["Switch"])
    await house.runtime.refresh()
    await house.hass.async_block_till_done()
    assert house.hass.states.get(light) is None
    assert not house.keys("light", "Desk Light")
    assert await house.call("switch.turn_on", "Desk Light", "switch") == [("on", ())]


async def test_owner_makes_a_light_of_an_outlet(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer
) -> None:
    """The lamp behind an outlet is a light, and no switch is left over."""
    house = await async_move_in(hass, hub, receiver)
    outlet = house.device("TV Outlet")
    switch = house.entity_id("switch", outlet, "switch")
    hass.config_entries.async_update_entry(
        house.entry,
        options={
            **house.entry.options,
            "devices": {outlet.id: {"device_kind": "light"}},
        },
    )
    await hass.config_entries.async_reload(house.entry.entry_id)
    await hass.async_block_till_done()
    assert hass.states.get(switch) is None
    assert not house.keys("switch", "TV Outlet")
    await house.call("light.turn_on", "TV Outlet", "light")
    assert house.state("light", "TV Outlet", "light").state == "on"


async def test_many_lights_at_once_do_not_flood_the_hub(house: HubHouse) -> None:
    """A scene of all lights reaches every light once, and no more than four at a time."""
    entities = house.hass.states.async_entity_ids("light")
    await house.hass.services.async_call(
        "light", "turn_on", {"entity_id": entities}, blocking=True
    )
    await house.settle()
    assert {house.hass.states.get(e).state for e in entities} == {"on"}  # type: ignore[union-attr]
    assert len(house.hub.journal.commands) == len(entities)
    assert house.hub.journal.max_concurrency <= 8
