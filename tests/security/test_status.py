"""How the house stands: what is told, and that nothing unknown is called safe."""

from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.kaizen.security.model import (
    Condition,
    Item,
    Kind,
    condition_of,
    kind_of,
)
from custom_components.kaizen.security.status import HouseStatus

from .rig import act, use

from tests.hubitat.entities.rig import HubHouse
from tests.simulators.hubitat import Fault


def thing(kind: Kind, state: str, *, assumed: bool = False) -> Item:
    """Return a thing in a state."""
    return Item(
        entity_id=f"{kind}.{state}",
        name=str(kind),
        kind=kind,
        state=state,
        condition=condition_of(kind, state, assumed=assumed),
    )


@pytest.mark.parametrize(
    ("things", "safe"),
    [
        ([("lock", "locked"), ("door", "closed"), ("contact", "off")], True),
        ([("lock", "unlocked"), ("door", "closed")], False),
        ([("lock", "unlocking")], False),
        ([("lock", "locking")], False),
        ([("lock", "jammed")], False),
        ([("lock", "locked"), ("contact", "on")], False),
        ([("lock", "locked"), ("hazard", "on")], False),
        ([("lock", "locked"), ("lock", "unavailable")], None),
        ([("lock", "locked"), ("contact", "unknown")], None),
        ([("lock", "locked"), ("lock", "a state nobody knows")], None),
        ([("lock", "locked"), ("alarm", "unavailable")], None),
        ([("alarm", "armed_away")], None),
        ([], None),
        ([("lock", "locked"), ("valve", "open")], True),
        ([("lock", "locked"), ("alarm", "triggered")], False),
    ],
)
def test_house_is_safe_only_if_all_is_known(
    things: list[tuple[str, str]], safe: bool | None
) -> None:
    """Yes, no, or nobody knows."""
    items = [thing(Kind(kind), state) for kind, state in things]
    assert HouseStatus(items=items).safe is safe


def test_what_only_repeats_its_orders_is_not_known() -> None:
    """A lock without a report is as good as none."""
    lock = thing(Kind.LOCK, "locked", assumed=True)
    assert lock.condition is Condition.ASSUMED
    assert HouseStatus(items=[lock]).safe is None


def test_unseen_lock_is_no_safe_lock() -> None:
    """What is not exposed may be open."""
    assert HouseStatus(items=[thing(Kind.LOCK, "locked")], unseen=1).safe is None


@pytest.mark.parametrize(
    ("domain", "device_class", "kind"),
    [
        ("cover", "garage", Kind.DOOR),
        ("cover", "gate", Kind.DOOR),
        ("cover", "door", Kind.DOOR),
        ("cover", "window", Kind.WINDOW),
        ("cover", "blind", None),
        ("cover", "shutter", None),
        ("cover", None, None),
        ("binary_sensor", "window", Kind.CONTACT),
        ("binary_sensor", "motion", None),
        ("light", None, None),
    ],
)
def test_what_counts(domain: str, device_class: str | None, kind: Kind | None) -> None:
    """Shades and lamps keep nobody out."""
    assert kind_of(domain, device_class) is kind


async def test_closed_house(house: HubHouse) -> None:
    """Everything known and closed: said in one sentence, with the alarm."""
    result = await use(house.hass, "house_status")
    assert result.data["all_locked_and_closed"] is True
    assert result.data["say"] == (
        f"Everything is locked and closed. {house.state('alarm_control_panel', None, 'hsm').name}"
        " is disarmed."
    )


async def test_what_is_wrong_comes_first(house: HubHouse) -> None:
    """Unlocked, jammed, open, alerts and what cannot be known, each by name."""
    await house.report("Front Door", "lock", "unlocked")
    await house.report("Back Door", "lock", "unknown")
    await house.report("Side Door", "lock", None)
    await house.report("Kitchen Window", "contact", "open")
    await house.report("Hall Smoke", "smoke", "detected")
    await house.call("cover.open_cover", "Garage Door", "door")
    result = await use(house.hass, "house_status", language="de")
    data = result.data
    assert data["unlocked"] == ["Front Door (Hallway)"]
    assert data["jammed"] == ["Back Door (Kitchen)"]
    assert data["not_known"] == ["Side Door (Garage): unavailable"]
    assert "Garage Door" in str(data["open"])
    assert str(data["open"]).count("Garage Door") == 1
    assert data["all_locked_and_closed"] is False
    say = str(data["say"])
    assert say.startswith("Alarm: ")
    assert "Hall Smoke" in say.partition("!")[0]
    assert "Nicht abgeschlossen: Front Door (Hallway)." in say
    assert "Klemmt: Back Door (Kitchen)." in say
    assert "Side Door (Garage) steht, weiß ich nicht" in say
    kitchen = await use(house.hass, "house_status", area="kitchen")
    assert "Front Door" not in str(kitchen.data)


async def test_house_of_a_dead_hub_is_unknown(house: HubHouse) -> None:
    """What was locked an hour ago is not known to be locked now."""
    await house.hub.fault(Fault.UNREACHABLE)
    with pytest.raises(HomeAssistantError):
        await house.runtime.refresh()
    await house.hass.async_block_till_done()
    response = await act(house.hass, "house_status")
    assert response["secure"] is None
    assert "locked" not in response
    assert "I can't tell" in response["say"]


async def test_record_for_automations(house: HubHouse) -> None:
    """An automation gets entity ids, by condition and by area."""
    response = await act(house.hass, "house_status", entity_id="all")
    front = house.entity_id("lock", "Front Door", "lock")
    assert front in response["locked"]
    assert front in response["areas"]["Hallway"]["locked"]
    assert response["secure"] is True
