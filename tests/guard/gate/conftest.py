"""A house with a hub, an assistant and a guard."""

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import HomeAssistant
import pytest

from custom_components.kaizen.guard.entry import guard_entry

from .rig import DOOR, GuardedHouse

from tests.assistant import household
from tests.assistant.conftest import server  # noqa: F401
from tests.hubitat.conftest import hub, receiver  # noqa: F401
from tests.hubitat.entities import rig as hub_rig
from tests.simulators.hubitat import HubSimulator
from tests.simulators.ollama import OllamaSimulator


@pytest.fixture
async def house(
    hass: HomeAssistant,
    server: OllamaSimulator,  # noqa: F811
    hub: HubSimulator,  # noqa: F811
    receiver: object,  # noqa: F811
) -> GuardedHouse:
    """A locked house in which an agent may use Assist, and the guard is as it comes."""
    people = await household.async_move_in(hass, server)
    things = await hub_rig.async_move_in(hass, hub, receiver)  # type: ignore[arg-type]
    await things.report(DOOR, "lock", "locked")
    entry = guard_entry(hass)
    assert entry is not None
    house = GuardedHouse(hass=hass, people=people, things=things, entry=entry)
    for entity_id in (house.door, house.garage, house.panel):
        async_expose_entity(hass, "conversation", entity_id, True)
    await people.async_settle()
    return house
