"""Garage doors, gates, shades and blinds."""

from homeassistant.const import STATE_UNAVAILABLE
import pytest

from .rig import HubHouse

from tests.simulators.hubitat import Fault

OPEN, CLOSE, POSITION, STOP = 1, 2, 4, 8
TILT = 16 | 32 | 128


@pytest.mark.parametrize(
    ("label", "key", "device_class", "features"),
    [
        ("Garage Door", "door", "garage", OPEN | CLOSE),
        ("Garden Gate", "door", "gate", OPEN | CLOSE),
        ("Living Shade", "shade", "shade", OPEN | CLOSE | POSITION | STOP),
        ("Bedroom Shade", "shade", "shade", OPEN | CLOSE | POSITION | STOP),
        ("Office Blind", "blind", "blind", OPEN | CLOSE | POSITION | STOP | TILT),
    ],
)
async def test_cover_can_what_its_device_can(
    house: HubHouse, label: str, key: str, device_class: str, features: int
) -> None:
    """Kinds of covers, and STOP where there is a command for it."""
    attributes = house.state("cover", label, key).attributes
    assert attributes["device_class"] == device_class
    assert attributes["supported_features"] == features


async def test_garage_moves(house: HubHouse) -> None:
    """A garage door is opening until it is open."""
    door = ("Garage Door", "door")
    assert house.state("cover", *door).state == "closed"
    assert await house.call("cover.open_cover", *door, settle=False) == [("open", ())]
    assert house.state("cover", *door).state == "closed"
    await house.advance(1)
    assert house.state("cover", *door).state == "opening"
    await house.settle()
    assert house.state("cover", *door).state == "open"
    await house.call("cover.close_cover", *door, settle=False)
    await house.advance(1)
    assert house.state("cover", *door).state == "closing"
    await house.settle()
    assert house.state("cover", *door).state == "closed"


async def test_garage_that_is_blocked_is_open(house: HubHouse) -> None:
    """A door that turns round is shown as it stands."""
    door = ("Garage Door", "door")
    await house.call("cover.open_cover", *door)
    await house.hub.fault(Fault.GARAGE_BLOCKED)
    await house.call("cover.close_cover", *door)
    assert house.state("cover", *door).state == "open"


@pytest.mark.parametrize("value", ["unknown", None])
async def test_door_that_does_not_know_is_unavailable(
    house: HubHouse, value: str | None
) -> None:
    """HomeKit ignores `unknown` and would go on showing a closed door."""
    await house.report("Garage Door", "door", value)
    assert house.state("cover", "Garage Door", "door").state == STATE_UNAVAILABLE


async def test_shade_reports_its_way(house: HubHouse) -> None:
    """Positions come while it moves, and it stops where it is told to."""
    shade = ("Living Shade", "shade")
    told = await house.call(
        "cover.set_cover_position", *shade, position=70, settle=False
    )
    assert told == [("setPosition", ("70",))]
    await house.advance(2.5)
    state = house.state("cover", *shade)
    assert state.state == "opening"
    assert 0 < state.attributes["current_position"] < 70
    assert await house.call("cover.stop_cover", *shade) == [("stopPositionChange", ())]
    state = house.state("cover", *shade)
    assert state.state == "open"
    assert 0 < state.attributes["current_position"] < 70
    await house.call("cover.close_cover", *shade)
    state = house.state("cover", *shade)
    assert (state.state, state.attributes["current_position"]) == ("closed", 0)


async def test_shade_without_positions(house: HubHouse) -> None:
    """A shade that never tells where it is tells whether it is open."""
    shade = ("Kids Shade", "shade")
    await house.call("cover.open_cover", *shade)
    assert house.state("cover", *shade).state == "open"
    await house.call("cover.close_cover", *shade)
    assert house.state("cover", *shade).state == "closed"


async def test_blind_turns_its_slats(house: HubHouse) -> None:
    """Tilt is a position of its own."""
    blind = ("Office Blind", "blind")
    assert await house.call(
        "cover.set_cover_tilt_position", *blind, tilt_position=40
    ) == [("setTiltLevel", ("40",))]
    assert house.state("cover", *blind).attributes["current_tilt_position"] == 40
    assert await house.call("cover.open_cover_tilt", *blind) == [
        ("setTiltLevel", ("100",))
    ]
    assert await house.call("cover.close_cover_tilt", *blind) == [
        ("setTiltLevel", ("0",))
    ]
