"""Looks at the house for ways around the gate."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from homeassistant.components.homeassistant.const import DATA_EXPOSED_ENTITIES
from homeassistant.components.homeassistant.exposed_entities import KNOWN_ASSISTANTS
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_DEVICE_CLASS, ATTR_ENTITY_ID, EVENT_CALL_SERVICE
from homeassistant.core import HomeAssistant, State, callback, split_entity_id
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import DATA_INSTANCE
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ...const import DOMAIN
from ..entry import SUBENTRY_RULE, async_rules, guard_entry
from ..flow.proxies import guardable
from ..means import async_lacking
from ..openers import OPENING
from ..policy import CONF_ENTITY_ID, PRESETS, Policy
from ..proxies import SUBENTRY_PROXY, ProxySettings
from .bridges import bridges, mcp_servers
from .calls import Call, calls_in
from .house import House, RuleFacts, Runner, Step, Thing

_SCENES: Final = "homeassistant_scene"
_SWITCH_AS_X: Final = "switch_as_x"
_CONVERSATION: Final = "conversation"
_SECURED: Final[Mapping[str, Mapping[str, str]]] = {
    "lock": {"locked": "lock.lock"},
    "cover": {"closed": "cover.close_cover"},
    "valve": {"closed": "valve.close_valve"},
    "alarm_control_panel": {
        f"armed_{mode}": f"alarm_control_panel.alarm_arm_{mode}"
        for mode in ("away", "home", "night", "vacation", "custom_bypass")
    },
}
"""What a scene does to bring about a state; every other state opens."""


async def async_look(hass: HomeAssistant) -> House:
    """Return the house as it is now."""
    entry = guard_entry(hass)
    things = _things(hass)
    return House(
        things=things,
        runners={runner.entity_id: runner for runner in _runners(hass)},
        bridges=tuple(bridges(hass, things)),
        mcp_servers=mcp_servers(hass),
        records_calls=_records_calls(hass),
        rules=await _async_rules(hass, entry) if entry else (),
        lost_twins=_lost_twins(hass, entry) if entry else {},
    )


def _things(hass: HomeAssistant) -> dict[str, Thing]:
    registry = er.async_get(hass)
    can_have_twin = guardable(hass)
    behind = _behind_switches(hass)
    found: dict[str, Thing] = {}
    for state in hass.states.async_all():
        members = _members(state) | behind.get(state.entity_id, frozenset())
        if state.domain not in OPENING and not members:
            continue
        known = registry.async_get(state.entity_id)
        options: Mapping[str, Any] = (
            known.options.get(state.domain) or {} if known else {}
        )
        own = bool(known and known.platform == DOMAIN)
        found[state.entity_id] = Thing(
            entity_id=state.entity_id,
            name=state.name,
            device_class=state.attributes.get(ATTR_DEVICE_CLASS),
            own=own,
            members=members,
            heard=heard_by(hass, state.entity_id),
            default_code=bool(options.get("default_code")),
            takes_code=not own and state.attributes.get("code_format") is not None,
            can_have_twin=state.entity_id in can_have_twin,
        )
    return found


def _members(state: State) -> frozenset[str]:
    """Return what a group is made of; scenes list theirs the same way, but run them."""
    members = state.attributes.get(ATTR_ENTITY_ID)
    if state.domain == "scene" or not isinstance(members, list | tuple | set):
        return frozenset()
    return frozenset(member for member in members if isinstance(member, str))


def _behind_switches(hass: HomeAssistant) -> dict[str, frozenset[str]]:
    """Return what is shown instead of a switch that drives a lock or a door."""
    registry = er.async_get(hass)
    return {
        switch: frozenset(
            item.entity_id
            for item in er.async_entries_for_config_entry(registry, entry.entry_id)
        )
        for entry in hass.config_entries.async_entries(_SWITCH_AS_X)
        if entry.options.get("target_domain") in OPENING
        and (
            switch := er.async_resolve_entity_id(
                registry, entry.options.get(ATTR_ENTITY_ID, "")
            )
        )
    }


@callback
def heard_by(hass: HomeAssistant, entity_id: str) -> frozenset[str]:
    """Return the assistants an entity is exposed to."""
    if (exposed := hass.data.get(DATA_EXPOSED_ENTITIES)) is None:
        return frozenset()
    return frozenset(
        assistant
        for assistant in KNOWN_ASSISTANTS
        if exposed.async_get_should_expose(assistant, entity_id)
    )


def _runners(hass: HomeAssistant) -> Iterator[Runner]:
    for domain, attribute in (("script", "script"), ("automation", "action_script")):
        component: Any = hass.data.get(domain)
        for entity in component.entities if component else ():
            script = getattr(entity, attribute, None)
            if script is None:
                continue
            yield Runner(
                entity_id=entity.entity_id,
                name=entity.name or entity.entity_id,
                steps=tuple(_step(hass, call) for call in calls_in(script.sequence)),
                heard=heard_by(hass, entity.entity_id),
                by_sentence=domain == "automation"
                and _by_sentence(entity.raw_config or {}),
            )
    platform: Any = hass.data.get(_SCENES)
    for entity in platform.entities.values() if platform else ():
        yield Runner(
            entity_id=entity.entity_id,
            name=entity.name or entity.entity_id,
            steps=tuple(
                _wanted(state) for state in entity.scene_config.states.values()
            ),
            heard=heard_by(hass, entity.entity_id),
        )


def _by_sentence(config: Mapping[str, Any]) -> bool:
    waiting = [config.get("triggers"), config.get("trigger")]
    while waiting:
        match waiting.pop():
            case list() | tuple() as several:
                waiting += several
            case Mapping() as one:
                waiting.append(one.get("triggers"))
                if _CONVERSATION in (one.get("trigger"), one.get("platform")):
                    return True
    return False


def _step(hass: HomeAssistant, call: Call) -> Step:
    selection = TargetSelection({key: list(ids) for key, ids in call.target.items()})
    selected = async_extract_referenced_entity_ids(hass, selection)
    reached = selected.referenced | selected.indirectly_referenced
    return Step(
        verb=call.verb,
        entity_ids=frozenset(
            entity_id
            for item in reached
            if (entity_id := er.async_resolve_entity_id(er.async_get(hass), item))
        ),
        anything=call.anything or "all" in call.target.get(ATTR_ENTITY_ID, ()),
        parameters=call.parameters,
    )


def _wanted(state: State) -> Step:
    domain = split_entity_id(state.entity_id)[0]
    verb = _SECURED.get(domain, {}).get(state.state, OPENING.get(domain))
    return Step(
        verb=verb or f"{domain}.turn_on", entity_ids=frozenset({state.entity_id})
    )


def _records_calls(hass: HomeAssistant) -> bool:
    recorder = hass.data.get(DATA_INSTANCE)
    return (
        recorder is not None and EVENT_CALL_SERVICE not in recorder.exclude_event_types
    )


async def _async_rules(
    hass: HomeAssistant, entry: ConfigEntry
) -> tuple[RuleFacts, ...]:
    valid = list(async_rules(hass, entry))
    policy = Policy.read(entry.options, valid)
    lacking = await async_lacking(hass, policy)
    terms = PRESETS[policy.preset]
    facts: list[RuleFacts] = []
    for subentry in entry.subentries.values():
        if subentry.subentry_type != SUBENTRY_RULE:
            continue
        rule = policy.rules.get(subentry.data[CONF_ENTITY_ID])
        demanded = rule.factors if rule else frozenset()
        if terms and not demanded:
            demanded = terms.factors
        facts.append(
            RuleFacts(
                subentry_id=subentry.subentry_id,
                name=subentry.title,
                lacking=demanded & lacking if terms else frozenset(),
                orphaned=subentry.data not in valid,
            )
        )
    return tuple(facts)


def _lost_twins(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    registry = er.async_get(hass)
    return {
        subentry.subentry_id: subentry.title
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_PROXY
        and not registry.entities.get_entry(ProxySettings.of(subentry).source)
    }
