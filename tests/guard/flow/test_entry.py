"""The guard's entry: always there, and only its owner takes anything out of it."""

from homeassistant.auth.models import User
from homeassistant.config_entries import SOURCE_USER, ConfigEntry, ConfigEntryDisabler
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.kaizen.const import CONF_KIND, DOMAIN, EntryKind
from custom_components.kaizen.guard.entry import async_policy, guard_entry
from custom_components.kaizen.guard.policy import Preset

from tests.assistant.rig import async_set_up
from tests.guard.rig import (
    LOCK,
    async_guard,
    on_page_of,
    registry_id,
    rule_for,
    twin_of,
)
from tests.simulators.ollama import OllamaSimulator

TWIN = "lock.front_guarded"


def the_guard(hass: HomeAssistant) -> ConfigEntry:
    """Return the guard's entry, which must be there."""
    entry = guard_entry(hass)
    assert entry is not None
    return entry


async def test_the_entry_creates_itself_with_the_first_of_kaizens(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    """Whoever sets up anything has a guard, with nothing allowed; the menu offers no second one."""
    async with OllamaSimulator() as server:
        await async_set_up(hass, server.url)
        assert the_guard(hass).title == "Kaizen Guard"
        assert async_policy(hass).preset is Preset.OFF
        menu = await hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )
        assert "guard" not in menu["menu_options"]


async def test_the_menu_offers_the_guard_where_it_is_missing(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """Whoever removed everything can begin with the guard."""
    entry = await async_guard(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": "guard"}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert the_guard(hass)


async def test_what_the_owner_deletes_is_gone(
    hass: HomeAssistant,
    told: list[ServiceCall],
    hass_ws_client: WebSocketGenerator,
    owner: User,
) -> None:
    """The owner takes a twin out through the websocket."""
    await async_setup_component(hass, "config", {})
    entry = await async_guard(hass, twin_of(hass, LOCK))
    token = hass.auth.async_create_access_token(
        await hass.auth.async_create_refresh_token(owner, "https://kaizen.test/app")
    )
    client = await hass_ws_client(hass, token)
    await client.send_json_auto_id(
        {
            "type": "config_entries/subentries/delete",
            "entry_id": entry.entry_id,
            "subentry_id": next(iter(entry.subentries)),
        }
    )
    assert (await client.receive_json())["success"]
    await hass.async_block_till_done()
    assert not entry.subentries
    assert hass.states.get(TWIN) is None


async def test_what_another_administrator_deletes_is_put_back(
    hass: HomeAssistant,
    told: list[ServiceCall],
    hass_ws_client: WebSocketGenerator,
) -> None:
    """A twin deleted through the websocket stands again, its source stays hidden, the owner is told."""
    await async_setup_component(hass, "config", {})
    entry = await async_guard(hass, twin_of(hass, LOCK), rule_for(hass, LOCK))
    before = dict(entry.subentries)
    client = await hass_ws_client(hass)
    for subentry_id in before:
        await client.send_json_auto_id(
            {
                "type": "config_entries/subentries/delete",
                "entry_id": entry.entry_id,
                "subentry_id": subentry_id,
            }
        )
        assert (await client.receive_json())["success"]
    await hass.async_block_till_done()
    assert dict(entry.subentries) == before
    state = hass.states.get(TWIN)
    assert state
    assert state.state == "locked"
    source = er.async_get(hass).async_get(LOCK)
    assert source
    assert source.hidden_by is er.RegistryEntryHider.INTEGRATION
    assert ir.async_get(hass).async_get_issue(DOMAIN, "guard_tampered")


async def test_an_entry_another_administrator_deletes_comes_back_as_it_was(
    hass: HomeAssistant,
    told: list[ServiceCall],
    hass_client: ClientSessionGenerator,
) -> None:
    """Options, rules and twins survive the REST API."""
    await async_setup_component(hass, "config", {})
    entry = await async_guard(
        hass, twin_of(hass, LOCK), options={"preset": "strict", "guests": ["max"]}
    )
    client = await hass_client()
    response = await client.delete(f"/api/config/config_entries/entry/{entry.entry_id}")
    assert response.status == 200
    await hass.async_block_till_done()
    back = the_guard(hass)
    assert back.entry_id != entry.entry_id
    assert dict(back.options) == {"preset": "strict", "guests": ["max"]}
    state = hass.states.get(TWIN)
    assert state
    assert state.state == "locked"
    source = er.async_get(hass).async_get(LOCK)
    assert source
    assert source.hidden_by is er.RegistryEntryHider.INTEGRATION


async def test_an_entry_the_owner_deletes_comes_back_off(
    hass: HomeAssistant, told: list[ServiceCall], owner: User
) -> None:
    """It returns with nothing allowed, and gives back what it had hidden."""
    MockConfigEntry(
        domain=DOMAIN, data={CONF_KIND: EntryKind.ASSISTANT}, disabled_by=None
    ).add_to_hass(hass)
    entry = await async_guard(hass, twin_of(hass, LOCK), options={"preset": "strict"})
    with on_page_of(owner):
        await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=False)
    assert dict(the_guard(hass).options) == {}
    source = er.async_get(hass).async_get(LOCK)
    assert source
    assert source.hidden_by is None


async def test_disabling_takes_back_permissions_but_no_demands(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """A disabled guard is no way to become more than a guest."""
    entry = await async_guard(
        hass,
        options={"preset": "balanced", "guests": ["max"], "dashboard_factors": ["pin"]},
    )
    before = async_policy(hass)
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    after = async_policy(hass)
    assert (before.preset, after.preset) == (Preset.BALANCED, Preset.OFF)
    assert (after.guests, after.dashboard_factors) == (
        before.guests,
        before.dashboard_factors,
    )


async def test_a_rule_follows_its_entity_and_no_name(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """Whoever gives one door another's name does not give it that one's rule."""
    await async_guard(hass, rule_for(hass, LOCK))
    registry = er.async_get(hass)
    front = registry_id(hass, LOCK)
    registry.async_update_entity(LOCK, new_entity_id="lock.shed")
    assert set(async_policy(hass).rules) == {"lock.shed"}
    registry.async_remove("lock.shed")
    other = registry.async_get_or_create(
        "lock", "test", "other", suggested_object_id="shed"
    )
    assert other.entity_id == "lock.shed"
    assert other.id != front
    assert async_policy(hass).rules == {}
