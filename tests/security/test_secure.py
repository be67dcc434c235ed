"""Securing a house on a real hub."""

import asyncio

from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.kaizen.security import command

from .rig import act, asked, use

from tests.hubitat.entities.rig import HubHouse
from tests.simulators.hubitat import Fault

GARAGE = ("Garage Door", "door")


def told(house: HubHouse, label: str) -> list[str]:
    """Return what a device of the hub was told."""
    commands = house.hub.journal.commands_to(house.device(label).id)
    return [command.name for command in commands]


async def test_secures_what_stands_open_and_says_so_when_it_is(house: HubHouse) -> None:
    """An unlocked door and an open garage are closed; what is closed is left alone."""
    await house.report("Front Door", "lock", "unlocked")
    await house.call("cover.open_cover", *GARAGE)
    response = await asked(house, act(house.hass, "secure_house"))
    assert house.state("lock", "Front Door", "lock").state == "locked"
    assert house.state("cover", *GARAGE).state == "closed"
    assert told(house, "Front Door") == ["lock"]
    assert told(house, "Back Door") == []
    assert told(house, "Garage Door") == ["open", "close"]
    assert response["complete"] is True
    assert response["say"].startswith("Everything is locked and closed.")


async def test_success_is_not_told_before_it_is_reported(house: HubHouse) -> None:
    """A garage that takes a quarter of a minute keeps the answer waiting."""
    await house.call("cover.open_cover", *GARAGE)
    task = asyncio.ensure_future(act(house.hass, "secure_house"))
    while house.state("cover", *GARAGE).state != "closing":
        await asyncio.wait((task,), timeout=0.01)
        await house.hub.advance(0.2)
    assert not task.done()
    response = await asked(house, task)
    assert response["complete"] is True


async def test_nothing_is_promised_that_did_not_happen(
    house: HubHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A jam, an obstacle, a deaf lock: each is named with its reason, the rest is secured."""
    for label in ("Front Door", "Back Door", "Side Door"):
        await house.report(label, "lock", "unlocked")
    await house.call("cover.open_cover", *GARAGE)
    await house.hub.fault(Fault.LOCK_JAMS, device=house.device("Front Door").id)
    await house.hub.fault(Fault.DEVICE_DEAF, device=house.device("Side Door").id)
    await house.hub.fault(Fault.GARAGE_BLOCKED)
    monkeypatch.setattr(command, "PATIENCE", 0.1)
    response = await asked(house, act(house.hass, "secure_house"))
    results = {r["name"]: r["result"] for r in response["results"]}
    assert results["Front Door"] == "jammed"
    assert results["Back Door"] == "done"
    assert results["Side Door"] in ("no_answer", "moving")
    assert results["Garage Door"] == "obstructed"
    assert response["complete"] is False
    assert "Front Door (Hallway) is jammed." in response["say"]
    assert "Garage Door did not stay closed" in response["say"]
    assert "Everything" not in response["say"]


async def test_failure_that_nobody_reads_is_an_error(house: HubHouse) -> None:
    """An automation that does not ask for the response stops."""
    await house.report("Front Door", "lock", "unlocked")
    await house.hub.fault(Fault.LOCK_JAMS)
    with pytest.raises(HomeAssistantError, match="Front Door .* is jammed"):
        await asked(
            house,
            house.hass.services.async_call("kaizen", "secure_house", blocking=True),
        )


@pytest.mark.usefixtures("impatient")
async def test_lock_that_nobody_knows_about_is_not_safe(house: HubHouse) -> None:
    """What is unavailable is told as such."""
    await house.report("Side Door", "lock", None)
    response = await asked(house, act(house.hass, "secure_house"))
    assert response["failed"] == [house.entity_id("lock", "Side Door", "lock")]
    assert "Side Door (Garage) is unavailable." in response["say"]


@pytest.mark.usefixtures("impatient")
async def test_dead_hub_is_told(house: HubHouse) -> None:
    """Nothing of a hub that does not answer is called locked."""
    await house.report("Front Door", "lock", "unlocked")
    await house.hub.fault(Fault.UNREACHABLE)
    response = await act(house.hass, "secure_house", locks_only=True)
    front = next(r for r in response["results"] if r["name"] == "Front Door")
    assert front["safe"] is False
    assert response["complete"] is False
    assert "Front Door" in response["say"]


async def test_lost_answer_is_no_second_command(house: HubHouse) -> None:
    """The hub has locked and its answer was lost: the lock itself tells, and is told once."""
    await house.report("Front Door", "lock", "unlocked")
    await house.hub.fault(Fault.ANSWER_LOST, times=1)
    response = await asked(house, act(house.hass, "secure_house"))
    assert response["complete"] is True
    assert told(house, "Front Door") == ["lock"]


async def test_two_at_once_are_one(house: HubHouse) -> None:
    """Two rooms ask at the same time: the door is told once, both hear that it is locked."""
    await house.report("Front Door", "lock", "unlocked")
    first = asyncio.ensure_future(act(house.hass, "secure_house"))
    second = asyncio.ensure_future(act(house.hass, "secure_house", locks_only=True))
    responses = await asked(house, asyncio.gather(first, second))
    assert [r["complete"] for r in responses] == [True, True]
    assert told(house, "Front Door") == ["lock"]


async def test_model_that_tries_again_in_the_same_turn_is_told_the_same(
    house: HubHouse,
) -> None:
    """A jammed bolt is not driven ten times because a model does not give up."""
    turn = Context()
    await house.report("Front Door", "lock", "unlocked")
    await house.hub.fault(Fault.LOCK_JAMS)
    for _ in range(3):
        result = await asked(house, use(house.hass, "secure_house", context=turn))
        assert result.error
        assert result.data["failed"] == ["Front Door (Hallway): jammed"]
    assert told(house, "Front Door") == ["lock"]
    await house.hub.heal()
    result = await asked(house, use(house.hass, "secure_house"))
    assert not result.error
    assert told(house, "Front Door") == ["lock", "lock"]


async def test_closes_only_what_is_meant(house: HubHouse) -> None:
    """Shades are comfort; the water runs on unless it is named or asked for."""
    await house.call("cover.open_cover", "Living Shade", "shade")
    await house.call("cover.open_cover", *GARAGE)
    await asked(house, act(house.hass, "secure_house", locks_only=True))
    assert house.state("cover", *GARAGE).state == "open"
    water = house.entity_id("valve", "Water Main", "valve")
    await house.report("Water Main", "valve", "open")
    await asked(house, act(house.hass, "secure_house"))
    assert house.state("cover", "Living Shade", "shade").state == "open"
    assert house.state("valve", "Water Main", "valve").state == "open"
    await asked(house, act(house.hass, "secure_house", entity_id=[water]))
    assert house.state("valve", "Water Main", "valve").state == "closed"
    assert house.state("cover", *GARAGE).state == "closed"


async def test_open_window_is_named(house: HubHouse) -> None:
    """Nobody can close it from afar; it is said that it stands open."""
    await house.report("Kitchen Window", "contact", "open")
    response = await asked(house, act(house.hass, "secure_house"))
    assert response["complete"] is True
    assert response["secure"] is False
    assert "Open: Kitchen Window" in response["say"]


async def test_giving_up_waiting_does_not_give_up_the_command(house: HubHouse) -> None:
    """A client that goes away leaves the door locking."""
    await house.report("Front Door", "lock", "unlocked")
    task = asyncio.ensure_future(act(house.hass, "secure_house"))
    await asyncio.sleep(0)
    task.cancel()
    again = await asked(house, act(house.hass, "secure_house"))
    assert again["complete"] is True
    assert told(house, "Front Door") == ["lock"]
    assert house.state("lock", "Front Door", "lock").state == "locked"
