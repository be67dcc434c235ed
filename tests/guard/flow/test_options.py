"""What the owner decides about the house, entity by entity."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.config_entries import SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.kaizen.guard.entry import async_policy
from custom_components.kaizen.guard.means import PIN_HOLDERS
from custom_components.kaizen.guard.model import Factor
from custom_components.kaizen.guard.policy import Preset

from tests.guard.rig import (
    ALARM,
    ALARM_CODE,
    GARAGE,
    LOCK,
    async_guard,
    on_page_of,
    registry_id,
    twin_of,
)

TWIN = "lock.front_guarded"
HOUSE = {
    "preset": "balanced",
    "automations_unsecure": True,
    "dashboard_factors": [],
    "trash_days": 30,
}
RULE = {
    "factors": ["pin"],
    "satellites": [],
    "chat": True,
    "window": {"weekdays": ["mon", "tue"]},
    "cooldown": 60,
    "rate": 3,
    "homekit": False,
}


async def choose(hass: HomeAssistant, entry: ConfigEntry, step: str) -> Any:
    """Open a page of the options."""
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    assert menu["type"] is FlowResultType.MENU
    return await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": step}
    )


async def begin(hass: HomeAssistant, entry: ConfigEntry, kind: str) -> Any:
    """Begin to add a subentry."""
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, kind), context={"source": SOURCE_USER}
    )


async def go_on(hass: HomeAssistant, flow: Any, form: dict[str, Any]) -> Any:
    """Submit a form of a subentry."""
    return await hass.config_entries.subentries.async_configure(flow["flow_id"], form)


async def test_another_administrator_is_turned_away_over_http(
    hass: HomeAssistant, told: list[ServiceCall], hass_client: ClientSessionGenerator
) -> None:
    """Options, rules and twins are not for every administrator to decide."""
    await async_setup_component(hass, "config", {})
    entry = await async_guard(hass)
    client = await hass_client()
    for path, handler in (
        ("options", entry.entry_id),
        ("subentries", [entry.entry_id, "rule"]),
        ("subentries", [entry.entry_id, "proxy"]),
    ):
        response = await client.post(
            f"/api/config/config_entries/{path}/flow", json={"handler": handler}
        )
        answer = await response.json()
        assert (answer["type"], answer["reason"]) == ("abort", "guard_owner_only")


async def test_a_flow_nobody_stands_behind_is_refused(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """Code that opens a flow by itself gets no further."""
    entry = await async_guard(hass)
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["reason"] == "guard_owner_only"


async def test_a_flow_the_owner_began_is_not_another_ones_to_end(
    hass: HomeAssistant, told: list[ServiceCall], owner: User, admin: User
) -> None:
    """Knowing the id of a flow is not enough."""
    entry = await async_guard(hass)
    with on_page_of(owner):
        flow = await choose(hass, entry, "guard_house")
    with on_page_of(admin):
        result = await hass.config_entries.options.async_configure(
            flow["flow_id"], HOUSE
        )
    assert result["reason"] == "guard_owner_only"
    assert async_policy(hass).preset is Preset.OFF


async def test_a_listed_owner_decides(
    hass: HomeAssistant, told: list[ServiceCall], admin: User
) -> None:
    """An administrator whom the owner listed opens the options."""
    entry = await async_guard(hass, options={"owners": [admin.id]})
    hass.data[PIN_HOLDERS] = lambda: frozenset({admin.id})
    with on_page_of(admin):
        flow = await choose(hass, entry, "guard_house")
        result = await hass.config_entries.options.async_configure(
            flow["flow_id"], HOUSE
        )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    policy = async_policy(hass)
    assert policy.preset is Preset.BALANCED
    assert policy.owners == {admin.id}


async def test_a_preset_nobody_could_meet_is_refused_or_warned_of(
    hass: HomeAssistant, told: list[ServiceCall], owner: User
) -> None:
    """Strict needs somebody's phone; Balanced without any PIN is a warning."""
    entry = await async_guard(hass)
    hass.data[PIN_HOLDERS] = lambda: frozenset()
    with on_page_of(owner):
        flow = await choose(hass, entry, "guard_house")
        strict = await hass.config_entries.options.async_configure(
            flow["flow_id"], {**HOUSE, "preset": "strict"}
        )
        assert strict["errors"] == {"preset": "guard_no_phone"}
        warned = await hass.config_entries.options.async_configure(
            flow["flow_id"], HOUSE
        )
        assert warned["step_id"] == "guard_no_pin"
        assert async_policy(hass).preset is Preset.OFF
        await hass.config_entries.options.async_configure(flow["flow_id"], {})
    assert async_policy(hass).preset is Preset.BALANCED


async def test_a_phone_of_somebody_trusted_is_enough(
    hass: HomeAssistant, told: list[ServiceCall], owner: User
) -> None:
    """With the owner's phone, Strict is possible."""
    MockConfigEntry(domain="mobile_app", data={"user_id": owner.id}).add_to_hass(hass)
    entry = await async_guard(hass)
    with on_page_of(owner):
        flow = await choose(hass, entry, "guard_house")
        await hass.config_entries.options.async_configure(
            flow["flow_id"], {**HOUSE, "preset": "strict"}
        )
    assert async_policy(hass).preset is Preset.STRICT


async def test_nobody_is_host_and_guest(
    hass: HomeAssistant, told: list[ServiceCall], owner: User, admin: User
) -> None:
    """Whoever is listed as both is asked about."""
    entry = await async_guard(hass)
    with on_page_of(owner):
        flow = await choose(hass, entry, "guard_people")
        result = await hass.config_entries.options.async_configure(
            flow["flow_id"],
            {"trusted": [admin.id], "guests": [admin.id], "trust_everyone": False},
        )
    assert result["errors"] == {"guests": "guard_guest_and_host"}


async def test_a_rule_is_made_for_a_twin(
    hass: HomeAssistant, told: list[ServiceCall], owner: User
) -> None:
    """What the form says is what the policy reads; originals are not offered."""
    entry = await async_guard(hass, twin_of(hass, LOCK))
    hass.data[PIN_HOLDERS] = lambda: frozenset({owner.id})
    with on_page_of(owner):
        flow = await begin(hass, entry, "rule")
        offered = flow["data_schema"].schema["entity_id"].config["include_entities"]
        assert offered == [TWIN]
        flow = await go_on(hass, flow, {"entity_id": TWIN})
        result = await go_on(hass, flow, RULE)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    rule = async_policy(hass).rules[TWIN]
    assert rule.factors == {Factor.PIN}
    assert (rule.cooldown, rule.rate) == (60, 3)
    assert rule.window.weekdays == {"mon", "tue"}
    assert {sub.title for sub in entry.subentries.values()} == {LOCK, "Front"}


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"factors": ["phone"]}, "factors", "guard_no_phone"),
        ({"factors": ["confirm", "presence"]}, "factors", "guard_needs_secret"),
        ({"chat": False}, "satellites", "guard_no_satellite"),
        ({"window": {"weekdays": []}}, "base", "guard_window_never"),
        (
            {
                "window": {
                    "weekdays": ["mon"],
                    "after": "08:00:00",
                    "before": "08:00:00",
                }
            },
            "base",
            "guard_window_never",
        ),
    ],
)
async def test_a_rule_nobody_could_meet_is_refused(
    hass: HomeAssistant,
    told: list[ServiceCall],
    owner: User,
    changes: dict[str, Any],
    field: str,
    error: str,
) -> None:
    """Each impossible combination has its sentence."""
    entry = await async_guard(hass, twin_of(hass, LOCK))
    hass.data[PIN_HOLDERS] = lambda: frozenset({owner.id})
    with on_page_of(owner):
        flow = await begin(hass, entry, "rule")
        flow = await go_on(hass, flow, {"entity_id": TWIN})
        result = await go_on(hass, flow, {**RULE, **changes})
        assert result["errors"] == {field: error}
        assert (await go_on(hass, flow, RULE))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_twin_is_made_and_offered_no_more(
    hass: HomeAssistant, told: list[ServiceCall], owner: User
) -> None:
    """The twin stands at once; what has one, and what is Kaizen's own, cannot have another."""
    entry = await async_guard(hass)
    with on_page_of(owner):
        flow = await begin(hass, entry, "proxy")
        offered = flow["data_schema"].schema["entity"].config["include_entities"]
        assert offered == sorted([ALARM, GARAGE, LOCK])
        result = await go_on(hass, flow, {"entity": LOCK})
        assert result["type"] is FlowResultType.CREATE_ENTRY
        await hass.async_block_till_done()
        again = await begin(hass, entry, "proxy")
    state = hass.states.get(TWIN)
    assert state
    assert state.state == "locked"
    offered = again["data_schema"].schema["entity"].config["include_entities"]
    assert offered == sorted([ALARM, GARAGE])


async def test_a_code_is_asked_for_kept_and_not_shown(
    hass: HomeAssistant, told: list[ServiceCall], owner: User
) -> None:
    """An alarm that wants digits gets digits; the form never shows them again."""
    entry = await async_guard(hass)
    with on_page_of(owner):
        flow = await begin(hass, entry, "proxy")
        missing = await go_on(hass, flow, {"entity": ALARM})
        assert missing["errors"] == {"code": "guard_code_missing"}
        wrong = await go_on(hass, flow, {"entity": ALARM, "code": "house"})
        assert wrong["errors"] == {"code": "guard_code_invalid"}
        assert "house" not in str(wrong["data_schema"].schema)
        await go_on(hass, flow, {"entity": ALARM, "code": ALARM_CODE})
        await hass.async_block_till_done()
        subentry = next(iter(entry.subentries.values()))
        assert dict(subentry.data) == {
            "source": registry_id(hass, ALARM),
            "code": ALARM_CODE,
        }
        shown = await hass.config_entries.subentries.async_init(
            (entry.entry_id, "proxy"),
            context={"source": "reconfigure", "subentry_id": subentry.subentry_id},
        )
    assert ALARM_CODE not in str(shown)
    assert er.async_get(hass).async_get("alarm_control_panel.house_guarded")


async def test_the_owner_gives_a_pin(
    hass: HomeAssistant, told: list[ServiceCall], owner: User
) -> None:
    """It is kept as a hash by the guard; one that anybody would try is refused with a reason."""
    entry = await async_guard(hass)
    with on_page_of(owner):
        page = await choose(hass, entry, "guard_pin")
        form = {"person": owner.id, "pin": "123456"}
        refused = await hass.config_entries.options.async_configure(
            page["flow_id"], form
        )
        assert refused["errors"] == {"base": "guard_pin_trivial"}
        given = await hass.config_entries.options.async_configure(
            page["flow_id"], {**form, "pin": "482915"}
        )
    assert given["type"] is FlowResultType.CREATE_ENTRY
    assert "482915" not in str(entry.as_dict())
    assert hass.data[PIN_HOLDERS]() == frozenset({owner.id})
