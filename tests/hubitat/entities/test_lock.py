"""Locks."""

from datetime import timedelta
import json
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.kaizen.hubitat.entities.pursuit import PATIENCE

from .rig import HubHouse

from tests.simulators.hubitat import Fault

DOOR = ("Front Door", "lock")


@pytest.fixture(autouse=True)
async def unlocked(house: HubHouse) -> None:
    """Begin with a door that is unlocked."""
    await house.report("Front Door", "lock", "unlocked")


async def give_up(house: HubHouse) -> None:
    """Let so much time pass that nobody waits for a report any more."""
    later = dt_util.utcnow() + timedelta(seconds=PATIENCE + 1)
    async_fire_time_changed(house.hass, later)
    await house.hass.async_block_till_done(wait_background_tasks=True)


async def test_lock_is_locking_until_it_reports(house: HubHouse) -> None:
    """A bolt takes its time, and until then nobody says that it is where it should be."""
    assert house.state("lock", *DOOR).state == "unlocked"
    told = await house.call("lock.lock", *DOOR, settle=False)
    assert told == [("lock", ())]
    assert house.state("lock", *DOOR).state == "locking"
    await house.settle()
    assert house.state("lock", *DOOR).state == "locked"
    await house.call("lock.unlock", *DOOR, settle=False)
    assert house.state("lock", *DOOR).state == "unlocking"
    await house.settle()
    assert house.state("lock", *DOOR).state == "unlocked"


async def test_locking_what_is_locked_is_no_movement(house: HubHouse) -> None:
    """Whoever locks twice does not wait for a report that never comes."""
    await house.report("Front Door", "lock", "locked")
    await house.call("lock.lock", *DOOR, settle=False)
    assert house.state("lock", *DOOR).state == "locked"


async def test_jam_is_shown(house: HubHouse) -> None:
    """`unknown` is a bolt that is stuck: HomeKit would go on showing the door as locked."""
    await house.hub.fault(Fault.LOCK_JAMS)
    await house.call("lock.lock", *DOOR)
    assert house.state("lock", *DOOR).state == "jammed"


async def test_lock_that_was_never_heard_of_is_unavailable(house: HubHouse) -> None:
    """A lock of which nobody knows anything shows nothing."""
    await house.report("Side Door", "lock", None)
    assert house.state("lock", "Side Door", "lock").state == STATE_UNAVAILABLE


async def test_lock_that_does_not_answer_is_what_it_was(house: HubHouse) -> None:
    """After a while the door is shown as the hub knows it."""
    await house.hub.fault(Fault.DEVICE_DEAF)
    await house.call("lock.lock", *DOOR)
    assert house.state("lock", *DOOR).state == "locking"
    await give_up(house)
    assert house.state("lock", *DOOR).state == "unlocked"


async def test_lost_report_is_asked_for(house: HubHouse) -> None:
    """A lock whose report is lost is asked instead of remaining locking."""
    await house.hub.fault(Fault.WEBHOOK_DROP)
    await house.call("lock.lock", *DOOR)
    await give_up(house)
    await house.settle()
    assert house.state("lock", *DOOR).state == "locked"


async def test_command_that_does_not_get_through_moves_nothing(house: HubHouse) -> None:
    """A failed command is an error, not a door that is locking for ever."""
    await house.hub.fault(Fault.DEVICE_500, device=house.device("Front Door").id)
    with pytest.raises(HomeAssistantError, match="Front Door"):
        await house.call("lock.lock", *DOOR)
    assert house.state("lock", *DOOR).state == "unlocked"


async def test_answer_that_is_lost_is_not_sent_again(house: HubHouse) -> None:
    """The hub has locked and its answer was lost: the error says so, and the door is shown as it is."""
    await house.hub.fault(Fault.ANSWER_LOST, times=1)
    with pytest.raises(HomeAssistantError):
        await house.call("lock.lock", *DOOR)
    await house.settle()
    assert house.state("lock", *DOOR).state == "locked"
    assert len(house.hub.journal.commands_to(house.device("Front Door").id)) == 1


async def test_no_lock_takes_or_shows_a_code(house: HubHouse) -> None:
    """A code that a lock knows is nowhere in what Home Assistant shows."""
    states: list[Any] = [state.as_dict() for state in house.hass.states.async_all()]
    text = json.dumps(states, default=str)
    assert "4711" not in text
    assert "lockCodes" not in text
    for label in ("Front Door", "Back Door", "Side Door"):
        assert house.state("lock", label, "lock").attributes.get("code_format") is None
