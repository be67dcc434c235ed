"""Locks and doors of other integrations, and who may know of them."""

import asyncio
from collections.abc import Callable
from typing import Any

from homeassistant.auth.models import User
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
)

from custom_components.kaizen.guard import GuardRefusedError
from custom_components.kaizen.guard.model import DenyReason
from custom_components.kaizen.security import command

from .rig import act, expose, use


def _stuck(name: str, state: str) -> dict[str, Any]:
    """Return a lock that shows a state whatever it is told."""
    return {
        "name": name,
        "state": f"{{{{ '{state}' }}}}",
        "lock": {"event": "told", "event_data": {"name": name}},
        "unlock": [],
    }


def _obedient(kind: str, name: str, **config: Any) -> dict[str, Any]:
    """Return a lock or door that does what it is told."""
    key = f"input_boolean.{name.lower().replace(' ', '_')}"
    on, off = (
        {"action": f"input_boolean.turn_{way}", "target": {"entity_id": key}}
        for way in ("on", "off")
    )
    told = {"event": "told", "event_data": {"name": name}}
    slowly = {"delay": {"milliseconds": 20}}
    if kind == "lock":
        state = f"{{{{ is_state('{key}', 'off') }}}}"
        return {"name": name, "state": state, "lock": [told, slowly, off], "unlock": on}
    return {
        "name": name,
        "state": f"{{{{ is_state('{key}', 'on') }}}}",
        "open_cover": on,
        "close_cover": [told, off],
        **config,
    }


@pytest.fixture
async def told(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of what has been told something, in a house of templates."""
    monkeypatch.setattr(command, "PATIENCE", 0.01)
    assert await async_setup_component(hass, "homeassistant", {})
    open_now = {name: {"initial": True} for name in ("shed", "cellar", "yard_gate")}
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": open_now}
    )
    config = [
        {
            "lock": [
                _obedient("lock", "Shed"),
                _obedient("lock", "Cellar"),
                _stuck("Attic", "unlocked"),
                {"name": "Box", "lock": [], "unlock": [], "optimistic": True},
            ]
        },
        {
            "cover": [
                _obedient("cover", "Yard Gate", device_class="gate"),
                {
                    "name": "Awning",
                    "device_class": "awning",
                    "open_cover": [],
                    "close_cover": [],
                },
            ]
        },
    ]
    assert await async_setup_component(hass, "template", {"template": config})
    assert await async_setup_component(hass, "kaizen", {})
    await hass.async_block_till_done()
    names: list[str] = []
    hass.bus.async_listen("told", lambda event: names.append(event.data["name"]))
    return names


async def test_model_secures_what_is_exposed_and_knows_of_the_rest(
    hass: HomeAssistant, told: list[str]
) -> None:
    """What the owner has not exposed is neither touched nor named, but never counted as safe."""
    expose(hass, "lock.cellar", "lock.attic", "lock.box", "cover.yard_gate", to=False)
    expose(hass, "lock.shed")
    result = await use(hass, "secure_house")
    assert told == ["Shed"]
    assert not result.error
    assert result.data["secured"] == ["Shed: locked"]
    assert result.data["not_exposed"] == 4
    assert "4 more locks or doors are not exposed to me" in str(result.data["say"])
    assert "Cellar" not in str(result.data)


async def test_action_secures_the_house_and_names_what_did_not(
    hass: HomeAssistant, told: list[str]
) -> None:
    """An automation sees everything; what only repeats its orders is not called locked."""
    response = await act(hass, "secure_house")
    results = {r["name"]: r["result"] for r in response["results"]}
    assert results == {
        "Shed": "done",
        "Cellar": "done",
        "Attic": "no_answer",
        "Box": "assumed",
        "Yard Gate": "done",
    }
    assert "Box was told, but never reports" in response["say"]
    assert sorted(told) == ["Attic", "Cellar", "Shed", "Yard Gate"]


async def test_group_and_its_members_are_told_once(
    hass: HomeAssistant, told: list[str]
) -> None:
    """A group of locks is its members, also for exposure."""
    group = MockConfigEntry(
        domain="group",
        title="Outside",
        options={
            "name": "Outside",
            "group_type": "lock",
            "entities": ["lock.shed", "lock.cellar"],
            "hide_members": False,
        },
    )
    group.add_to_hass(hass)
    assert await hass.config_entries.async_setup(group.entry_id)
    await hass.async_block_till_done()
    await act(hass, "secure_house", entity_id=["lock.outside", "lock.shed"])
    assert sorted(told) == ["Cellar", "Shed"]
    response = await act(hass, "secure_house")
    assert "lock.outside" not in {r["entity_id"] for r in response["results"]}
    expose(hass, "lock.shed", "lock.cellar", to=False)
    expose(hass, "lock.outside")
    result = await use(hass, "house_status")
    assert "Shed" in str(result.data["locked"])


async def test_two_who_ask_at_once_are_one_command(
    hass: HomeAssistant, told: list[str]
) -> None:
    """While a lock has not begun to move, only Kaizen knows that it has been told."""
    calls = async_capture_events(hass, EVENT_CALL_SERVICE)
    responses = await asyncio.gather(
        *(act(hass, "secure_house", entity_id="lock.shed") for _ in range(3))
    )
    assert [response["complete"] for response in responses] == [True, True, True]
    assert [call.data["service"] for call in calls].count("lock") == 1
    assert told == ["Shed"]


async def test_target_that_names_nothing_secures_nothing(
    hass: HomeAssistant, told: list[str]
) -> None:
    """`none` is not the whole house."""
    await act(hass, "secure_house", entity_id="none")
    assert told == []


async def test_guard_is_asked_before_anything_of_others_is_sent(
    hass: HomeAssistant, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A caller whom the guard refuses moves nothing, and hears it."""

    async def refuse(hass: HomeAssistant, asked: Any) -> None:
        verbs.append(asked.verb)
        raise GuardRefusedError(DenyReason.OFF, asked.label)

    verbs: list[str] = []
    monkeypatch.setattr(command, "async_authorize", refuse)
    response = await act(hass, "secure_house")
    assert told == []
    assert set(verbs) == {"lock.lock", "cover.close_cover"}
    assert {r["result"] for r in response["results"]} == {"refused"}


async def test_read_only_user_locks_nothing(
    hass: HomeAssistant, told: list[str], hass_read_only_user: MockUser
) -> None:
    """Whoever may only look is a guest, and hears that nothing was done."""
    user: User = hass_read_only_user
    expose(hass, "lock.shed")
    context = Context(user_id=user.id)
    result = await use(hass, "secure_house", context=context)
    assert result.error
    assert told == []
    assert str(result.data["say"]).startswith("Not everything is secured. Shed")
    assert "Shed: locked" not in str(result.data)


@pytest.mark.parametrize("name", ["confirmed", "pin", "code", "PIN"])
async def test_proof_from_a_model_is_stripped_and_refused(
    hass: HomeAssistant, told: list[str], name: str
) -> None:
    """A model's word proves nothing, and a code it was told does not stay in the record."""
    expose(hass, "lock.shed")
    instance = await llm.async_get_api(
        hass,
        llm.LLM_API_ASSIST,
        llm.LLMContext("other", Context(), "en", "conversation", None),
    )
    tool_input = llm.ToolInput("kaizen__secure_house", {name: "4829"})
    result = await instance.async_call_tool(tool_input)
    assert result.error
    assert told == []
    assert "4829" not in str((result, tool_input))


async def test_no_tool_unsecures_or_takes_proof(
    hass: HomeAssistant, told: list[str]
) -> None:
    """Three tools, honest about what they do, and nothing in them that could be a PIN."""
    assert await async_setup_component(
        hass,
        "alarm_control_panel",
        {"alarm_control_panel": {"platform": "manual", "name": "Alarm"}},
    )
    await hass.async_block_till_done()
    instance = await llm.async_get_api(
        hass,
        llm.LLM_API_ASSIST,
        llm.LLMContext("other", Context(), "en", "conversation", None),
    )
    tools = {t.name: t for t in instance.tools if t.name.startswith("kaizen__")}
    assert set(tools) == {
        "kaizen__arm_alarm",
        "kaizen__house_status",
        "kaizen__secure_house",
    }
    arguments = {str(key) for tool in tools.values() for key in tool.parameters.schema}
    assert arguments == {"arm", "locks_only", "mode", "panel", "area"}
    reads: Callable[[str], bool] = lambda name: tools[name].annotations.read_only  # noqa: E731
    assert [name for name in tools if reads(name)] == ["kaizen__house_status"]
    assert not any(t.annotations.destructive for t in tools.values())
    assert not any(t.annotations.open_world for t in tools.values())
