"""Every way around the gate is shown while it is open, and closes with a click where it can."""

from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from homeassistant.auth.models import User
from homeassistant.components.homeassistant import exposed_entities
from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import (
    area_registry as ar,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.recorder import DATA_INSTANCE
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.kaizen.const import DOMAIN
from custom_components.kaizen.guard.means import PIN_HOLDERS
from custom_components.kaizen.guard.ways.watch import CALM

from tests.guard.rig import (
    ALARM,
    GARAGE,
    LOCK,
    async_build,
    async_guard,
    on_page_of,
    rule_for,
    twin_of,
)

TWIN = "lock.front_guarded"
UNLOCK = {"action": "lock.unlock", "target": {"entity_id": LOCK}}


@pytest.fixture
async def told(hass: HomeAssistant) -> list[ServiceCall]:
    """Build the house with nothing exposed."""
    told = await async_build(hass)
    for entity_id in (LOCK, GARAGE, ALARM):
        expose(hass, entity_id, False)
    return told


def expose(
    hass: HomeAssistant, entity_id: str, on: bool = True, to: str = "conversation"
) -> None:
    """Expose an entity, or not."""
    exposed_entities.async_expose_entity(hass, to, entity_id, on)


async def calm(hass: HomeAssistant) -> dict[str, Mapping[str, str]]:
    """Wait until the house was looked at; return what the ways' issues say, by id."""
    await hass.async_block_till_done()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=CALM + 1))
    await hass.async_block_till_done(wait_background_tasks=True)
    return {
        issue_id: issue.translation_placeholders or {}
        for (domain, issue_id), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.active and issue_id.startswith("guard_")
    }


async def fix(hass: HomeAssistant, issue_id: str, step: str | None = None) -> Any:
    """Click through the repair of an issue."""
    await async_setup_component(hass, "repairs", {})
    manager = repairs_flow_manager(hass)
    assert manager is not None
    flow = await manager.async_init(DOMAIN, context={"issue_id": issue_id})
    return await manager.async_configure(
        flow["flow_id"], {"next_step_id": step} if step else {}
    )


async def test_a_quiet_house_has_no_ways(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """Nothing exposed, nothing shown."""
    await async_guard(hass)
    assert await calm(hass) == {}


@pytest.mark.parametrize("assistant", ["conversation", "cloud.alexa"])
async def test_an_exposed_lock_is_shown_until_it_no_longer_is(
    hass: HomeAssistant, told: list[ServiceCall], assistant: str
) -> None:
    """The notice comes with the exposure and goes with it."""
    await async_guard(hass)
    expose(hass, LOCK, to=assistant)
    (issue,) = (await calm(hass)).items()
    assert issue[0] == f"guard_exposed_{LOCK}"
    assert issue[1]["name"] == "Front"
    expose(hass, LOCK, on=False, to=assistant)
    assert await calm(hass) == {}


async def test_a_click_takes_it_out_of_hearing(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """All assistants at once."""
    await async_guard(hass)
    expose(hass, LOCK)
    expose(hass, LOCK, to="cloud.alexa")
    await calm(hass)
    await fix(hass, f"guard_exposed_{LOCK}", "unexpose")
    assert not exposed_entities.async_should_expose(hass, "conversation", LOCK)
    assert not exposed_entities.async_should_expose(hass, "cloud.alexa", LOCK)
    assert await calm(hass) == {}


async def test_a_click_of_the_owner_puts_a_twin_in_front(
    hass: HomeAssistant,
    told: list[ServiceCall],
    hass_owner_user: User,
    hass_admin_user: User,
) -> None:
    """The twin is heard instead; nobody but an owner makes one."""
    await async_guard(hass)
    expose(hass, LOCK)
    await calm(hass)
    with on_page_of(hass_admin_user):
        refused = await fix(hass, f"guard_exposed_{LOCK}", "twin")
    assert refused["reason"] == "guard_owner_only"
    assert hass.states.get(TWIN) is None
    with on_page_of(hass_owner_user):
        await fix(hass, f"guard_exposed_{LOCK}", "twin")
    assert await calm(hass) == {}
    assert hass.states.get(TWIN)
    assert exposed_entities.async_should_expose(hass, "conversation", TWIN)
    assert not exposed_entities.async_should_expose(hass, "conversation", LOCK)


async def test_a_script_that_opens_is_shown_and_one_that_locks_is_not(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """By entity, by room, through another script; and taken out of hearing by a click."""
    area = ar.async_get(hass).async_create("Hall")
    er.async_get(hass).async_update_entity(LOCK, area_id=area.id)
    by_area = {"action": "lock.unlock", "target": {"area_id": area.id}}
    await async_setup_component(
        hass,
        "script",
        {
            "script": {
                "direct": {"sequence": [UNLOCK]},
                "room": {"sequence": [by_area]},
                "relay": {"sequence": [{"action": "script.direct"}]},
                "night": {"sequence": [{**UNLOCK, "action": "lock.lock"}]},
                "silent": {"sequence": [UNLOCK]},
            }
        },
    )
    for name in ("direct", "room", "relay", "night"):
        expose(hass, f"script.{name}")
    await async_guard(hass)
    shown = await calm(hass)
    assert set(shown) == {
        f"guard_runner_exposed_script.{name}" for name in ("direct", "room", "relay")
    }
    assert {said["targets"] for said in shown.values()} == {"Front"}
    await fix(hass, "guard_runner_exposed_script.relay")
    assert "guard_runner_exposed_script.relay" not in await calm(hass)
    assert not exposed_entities.async_should_expose(
        hass, "conversation", "script.relay"
    )


async def test_a_script_is_no_way_once_it_names_the_twin(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """What still names the original is one, twin or not."""
    await async_setup_component(
        hass,
        "script",
        {
            "script": {
                "old": {"sequence": [UNLOCK]},
                "new": {"sequence": [{**UNLOCK, "target": {"entity_id": TWIN}}]},
            }
        },
    )
    expose(hass, "script.old")
    expose(hass, "script.new")
    await async_guard(hass, twin_of(hass, LOCK))
    assert set(await calm(hass)) == {"guard_runner_exposed_script.old"}


async def test_a_scene_that_opens_is_shown(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """Scenes are exposed by default; the state they want decides."""
    await async_setup_component(
        hass,
        "scene",
        {
            "scene": [
                {"name": "Out", "entities": {GARAGE: "open"}},
                {"name": "Bed", "entities": {GARAGE: "closed", LOCK: "locked"}},
            ]
        },
    )
    await async_guard(hass)
    assert set(await calm(hass)) == {"guard_runner_exposed_scene.out"}


async def test_a_sentence_that_opens_is_shown(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """Exposed or not: anybody can say it."""
    await async_setup_component(hass, "conversation", {})
    await async_setup_component(
        hass,
        "automation",
        {
            "automation": [
                {
                    "alias": "Banana",
                    "triggers": [{"trigger": "conversation", "command": "banana"}],
                    "actions": [UNLOCK],
                },
                {
                    "alias": "Dusk",
                    "triggers": [{"trigger": "state", "entity_id": "sun.sun"}],
                    "actions": [UNLOCK],
                },
            ]
        },
    )
    await async_guard(hass)
    assert set(await calm(hass)) == {"guard_sentence_automation.banana"}


async def test_a_group_of_locks_is_as_open_as_its_members(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """A group of originals is a way; one of twins is none."""
    await async_guard(hass, twin_of(hass, LOCK))
    for title, member in (("Old", LOCK), ("New", TWIN)):
        group = MockConfigEntry(
            domain="group",
            title=title,
            options={
                "entities": [member],
                "group_type": "lock",
                "hide_members": False,
                "name": title,
            },
        )
        group.add_to_hass(hass)
        await hass.config_entries.async_setup(group.entry_id)
        expose(hass, f"lock.{title.lower()}")
    assert set(await calm(hass)) == {"guard_exposed_lock.old"}


async def test_a_default_code_is_shown(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """And the notice does not say which."""
    er.async_get(hass).async_update_entity_options(
        ALARM, "alarm_control_panel", {"default_code": "8351"}
    )
    await async_guard(hass)
    shown = await calm(hass)
    assert set(shown) == {f"guard_default_code_{ALARM}"}
    assert "8351" not in str(shown)


@pytest.mark.parametrize(
    ("excluded", "shown"), [(set(), True), ({"call_service"}, False)]
)
async def test_a_recorder_that_keeps_codes_is_shown(
    hass: HomeAssistant, told: list[ServiceCall], excluded: set[str], shown: bool
) -> None:
    """The house has an alarm that takes a code."""
    recorder = SimpleNamespace(exclude_event_types=excluded)
    hass.data[DATA_INSTANCE] = cast(Any, recorder)
    await async_guard(hass)
    assert ("guard_recorder_recorder" in await calm(hass)) is shown


async def test_a_homekit_bridge_is_shown_with_its_codes_and_doors(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """A domain shares what is visible; what is named is shared even if hidden."""
    bridge = MockConfigEntry(
        domain="homekit",
        title="Bridge",
        options={
            "filter": {"include_domains": ["lock"], "include_entities": [GARAGE]},
            "entity_config": {ALARM: {"code": "8351"}},
        },
    )
    bridge.add_to_hass(hass)
    await async_guard(hass, twin_of(hass, LOCK))
    shown = await calm(hass)
    assert set(shown) == {
        f"guard_homekit_code_{bridge.entry_id}_{ALARM}",
        f"guard_homekit_exposed_{bridge.entry_id}",
    }
    assert shown[f"guard_homekit_exposed_{bridge.entry_id}"]["names"] == "Garage"
    assert "8351" not in str(shown)


@pytest.mark.parametrize("read_only", [True, False])
async def test_an_mcp_server_that_may_act_is_shown(
    hass: HomeAssistant, told: list[ServiceCall], read_only: bool
) -> None:
    """If anything exposed opens."""
    server = MockConfigEntry(
        domain="mcp_server", title="MCP", data={"read_only": read_only}
    )
    server.add_to_hass(hass)
    expose(hass, LOCK)
    await async_guard(hass)
    shown = await calm(hass)
    assert (f"guard_mcp_server_{server.entry_id}" in shown) is not read_only


async def test_rules_nobody_can_meet_and_rules_about_nothing_are_shown(
    hass: HomeAssistant, told: list[ServiceCall], hass_owner_user: User
) -> None:
    """Each with its own notice, which goes when somebody has what it takes."""
    entry = await async_guard(
        hass, rule_for(hass, LOCK, factors=["pin"]), options={"preset": "balanced"}
    )
    (rule,) = entry.subentries
    hass.data[PIN_HOLDERS] = lambda: frozenset()
    assert set(await calm(hass)) == {f"guard_rule_no_pin_{rule}"}
    hass.data[PIN_HOLDERS] = lambda: frozenset({hass_owner_user.id})
    expose(hass, GARAGE)
    expose(hass, GARAGE, on=False)
    assert await calm(hass) == {}
    er.async_get(hass).async_remove(LOCK)
    assert set(await calm(hass)) == {f"guard_rule_orphaned_{rule}"}


async def test_a_twin_that_lost_its_original_is_shown(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """Unloading takes the notice back."""
    entry: ConfigEntry = await async_guard(hass, twin_of(hass, LOCK))
    (twin,) = entry.subentries
    er.async_get(hass).async_remove(LOCK)
    assert set(await calm(hass)) == {f"guard_proxy_orphaned_{twin}"}
    await hass.config_entries.async_unload(entry.entry_id)
    assert await calm(hass) == {}


async def test_nothing_is_looked_at_once_home_assistant_stops(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """A stop unloads no entry: what waits for calm must not outlive it."""
    await async_guard(hass)
    await calm(hass)
    expose(hass, LOCK)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    assert await calm(hass) == {}
