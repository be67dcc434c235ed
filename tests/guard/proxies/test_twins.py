"""What a guarded twin shows, asks, and passes on."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.kaizen.guard import GuardRefusedError

from tests.guard.rig import (
    ALARM,
    ALARM_CODE,
    GARAGE,
    LOCK,
    Gate,
    async_build,
    async_guard,
    registry_id,
    twin_of,
)

LOCK_TWIN = "lock.front_guarded"
GARAGE_TWIN = "cover.garage_guarded"
ALARM_TWIN = "alarm_control_panel.house_guarded"


async def call(
    hass: HomeAssistant, action: str, entity_id: str, **data: Any
) -> Context:
    """Run an action as somebody; return its context."""
    domain, service = action.split(".")
    context = Context()
    await hass.services.async_call(
        domain,
        service,
        {"entity_id": entity_id, **data},
        blocking=True,
        context=context,
    )
    await hass.async_block_till_done()
    return context


def state_of(hass: HomeAssistant, entity_id: str) -> str:
    """Return the state of an entity."""
    state = hass.states.get(entity_id)
    assert state is not None, entity_id
    return state.state


def attributes_of(hass: HomeAssistant, entity_id: str) -> Mapping[str, Any]:
    """Return the attributes of an entity."""
    state = hass.states.get(entity_id)
    assert state is not None
    return state.attributes


@pytest.mark.parametrize(
    ("action", "data", "told_to", "verb"),
    [
        ("lock.unlock", {}, "unlock", "lock.unlock"),
        ("lock.open", {}, "open", "lock.open"),
        ("cover.open_cover", {}, "open", "cover.open_cover"),
        ("cover.toggle", {}, "open", "cover.toggle"),
        (
            "cover.set_cover_position",
            {"position": 60},
            "position",
            "cover.set_cover_position",
        ),
    ],
)
@pytest.mark.parametrize("closed", [True, False])
async def test_nothing_opens_unless_the_guard_lets_it(
    hass: HomeAssistant,
    gate: Gate,
    told: list[ServiceCall],
    action: str,
    data: dict[str, Any],
    told_to: str,
    verb: str,
    closed: bool,
) -> None:
    """A refused command reaches nothing; an allowed one reaches the source once."""
    twin = LOCK_TWIN if action.startswith("lock") else GARAGE_TWIN
    await async_guard(hass, twin_of(hass, LOCK), twin_of(hass, GARAGE))
    gate.closed = closed
    if closed:
        with pytest.raises(GuardRefusedError):
            await call(hass, action, twin, **data)
        assert told == []
    else:
        await call(hass, action, twin, **data)
        assert [item.data["action"] for item in told] == [told_to]
    assert gate.verbs == [verb]
    assert gate.asked[0].entity_id == twin
    assert gate.asked[0].parameters == data


async def test_the_source_is_told_in_a_context_that_leads_back(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """Who asked the twin can be found from what the source was told."""
    await async_guard(hass, twin_of(hass, LOCK))
    calls: list[Context] = []
    hass.bus.async_listen(
        EVENT_CALL_SERVICE,
        lambda event: (
            calls.append(event.context)
            if event.data["service_data"].get("entity_id") == LOCK
            else None
        ),
    )
    asked = await call(hass, "lock.unlock", LOCK_TWIN)
    assert [context.parent_id for context in calls] == [asked.id]
    assert gate.asked[0].context is asked


async def test_the_twin_shows_what_the_source_is_not_what_was_asked(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """State, position, class and availability are the source's."""
    await async_guard(hass, twin_of(hass, LOCK), twin_of(hass, GARAGE))
    assert state_of(hass, LOCK_TWIN) == "locked"
    garage = attributes_of(hass, GARAGE_TWIN)
    assert state_of(hass, GARAGE_TWIN) == "closed"
    assert garage["device_class"] == "garage"
    source = attributes_of(hass, GARAGE)
    assert garage["supported_features"] == source["supported_features"]
    hass.states.async_set("input_text.garage", "half")
    hass.states.async_set("input_text.front", "jammed")
    await hass.async_block_till_done()
    assert attributes_of(hass, GARAGE_TWIN)["current_position"] == 50
    assert state_of(hass, LOCK_TWIN) == "jammed"
    hass.states.async_set(LOCK, "unavailable")
    await hass.async_block_till_done()
    assert state_of(hass, LOCK_TWIN) == "unavailable"


async def test_a_source_that_does_not_move_is_not_shown_as_moved(
    hass: HomeAssistant, gate: Gate
) -> None:
    """An unlock that the source ignores leaves the twin locked."""
    await async_build(hass)
    await async_guard(hass, twin_of(hass, LOCK))
    hass.services.async_remove("test", "tell")
    hass.services.async_register("test", "tell", lambda call: None)
    await call(hass, "lock.unlock", LOCK_TWIN)
    assert state_of(hass, LOCK_TWIN) == "locked"


async def test_a_code_said_to_the_twin_goes_nowhere(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """The twin asks for no code, and neither the guard nor the source hears one."""
    await async_guard(hass, twin_of(hass, LOCK), twin_of(hass, ALARM))
    assert attributes_of(hass, LOCK_TWIN).get("code_format") is None
    assert attributes_of(hass, ALARM_TWIN)["code_format"] is None
    await call(hass, "lock.unlock", LOCK_TWIN, code="1234")
    assert "1234" not in str(told) + str(gate.asked[0].parameters)
    with pytest.raises(HomeAssistantError):
        await call(
            hass, "alarm_control_panel.alarm_arm_away", ALARM_TWIN, code=ALARM_CODE
        )
    assert state_of(hass, ALARM) == "disarmed"


async def test_the_code_of_the_source_is_used_after_the_guard_and_never_heard(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """The stored code arms and disarms, but no listener on the bus sees it."""
    await async_guard(hass, twin_of(hass, ALARM, code=ALARM_CODE))
    heard: list[str] = []
    hass.bus.async_listen("*", lambda event: heard.append(str(event.data)))
    await call(hass, "alarm_control_panel.alarm_arm_away", ALARM_TWIN)
    assert state_of(hass, ALARM) == state_of(hass, ALARM_TWIN) == "armed_away"
    gate.closed = True
    with pytest.raises(GuardRefusedError):
        await call(hass, "alarm_control_panel.alarm_disarm", ALARM_TWIN)
    assert state_of(hass, ALARM) == "armed_away"
    gate.closed = False
    await call(hass, "alarm_control_panel.alarm_disarm", ALARM_TWIN)
    assert state_of(hass, ALARM) == state_of(hass, ALARM_TWIN) == "disarmed"
    assert heard
    assert not any(ALARM_CODE in text for text in heard)


@pytest.mark.parametrize("way", ["group", "scene", "script", "homeassistant"])
async def test_no_detour_leads_past_the_guard(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall], way: str
) -> None:
    """Groups, scenes, scripts and generic actions on the twin end at the same gate."""
    await async_guard(hass, twin_of(hass, LOCK), twin_of(hass, GARAGE))
    gate.closed = True
    group = MockConfigEntry(
        domain="group",
        title="All",
        options={
            "entities": [LOCK_TWIN],
            "group_type": "lock",
            "hide_members": False,
            "name": "All",
        },
    )
    group.add_to_hass(hass)
    await hass.config_entries.async_setup(group.entry_id)
    await async_setup_component(
        hass, "scene", {"scene": {"name": "Out", "entities": {LOCK_TWIN: "unlocked"}}}
    )
    step = {"action": "lock.unlock", "target": {"entity_id": LOCK_TWIN}}
    await async_setup_component(
        hass, "script", {"script": {"out": {"sequence": [step]}}}
    )
    await hass.async_block_till_done()
    detours = {
        "group": ("lock.unlock", "lock.all"),
        "scene": ("scene.turn_on", "scene.out"),
        "script": ("script.out", "script.out"),
        "homeassistant": ("homeassistant.toggle", GARAGE_TWIN),
    }
    with suppress(HomeAssistantError):
        await call(hass, *detours[way])
    assert len(gate.asked) == 1
    assert told == []


async def test_the_twin_takes_the_sources_place(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """It is called, found and grouped where the source was."""
    registry = er.async_get(hass)
    area = ar.async_get(hass).async_create("Hall")
    registry.async_update_entity(
        LOCK, name="House door", aliases=["the big door"], area_id=area.id
    )
    await async_guard(hass, twin_of(hass, LOCK))
    twin = registry.async_get(LOCK_TWIN)
    assert twin is not None
    assert (twin.name, twin.area_id) == ("House door", area.id)
    assert "the big door" in twin.aliases


async def test_the_twin_follows_its_source_to_another_name(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """A renamed source is still behind the same twin."""
    await async_guard(hass, twin_of(hass, LOCK))
    before = registry_id(hass, LOCK_TWIN)
    er.async_get(hass).async_update_entity(LOCK, new_entity_id="lock.porch")
    await hass.async_block_till_done()
    await call(hass, "lock.unlock", LOCK_TWIN)
    assert registry_id(hass, LOCK_TWIN) == before
    assert state_of(hass, "lock.porch") == state_of(hass, LOCK_TWIN) == "unlocked"


async def test_the_original_cannot_be_called_behind_the_twins_back(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """Whoever knows its id comes to the same gate, asked about the twin; only once."""
    await async_guard(hass, twin_of(hass, LOCK))
    gate.closed = True
    with suppress(HomeAssistantError):
        await call(hass, "lock.unlock", LOCK)
    assert [(c.verb, c.entity_id) for c in gate.asked] == [("lock.unlock", LOCK_TWIN)]
    assert told == []
    gate.closed = False
    await call(hass, "lock.unlock", LOCK_TWIN)
    assert len(gate.asked) == 2
    assert state_of(hass, LOCK) == "unlocked"


async def test_an_original_without_a_twin_is_as_it_was(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """Removing a twin takes the gate away from its original."""
    entry = await async_guard(hass, twin_of(hass, LOCK))
    assert await hass.config_entries.async_unload(entry.entry_id)
    gate.closed = True
    await call(hass, "lock.unlock", LOCK)
    assert gate.asked == []
    assert state_of(hass, LOCK) == "unlocked"
