"""The things that keep the house safe, read from Home Assistant for whoever asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.homeassistant import async_should_expose
from homeassistant.const import ATTR_ASSUMED_STATE, ATTR_DEVICE_CLASS
from homeassistant.core import Context, HomeAssistant, State, callback
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.group import expand_entity_ids, get_group_entities

from ..const import DOMAIN
from ..guard import neutralise, strip
from .model import Item, Kind, condition_of, kind_of

_LONGEST_NAME: Final = 80
_COUNTED: Final = frozenset({Kind.LOCK, Kind.DOOR})
_DISPLAY: Final = "-keypad"
"""How the unique ids end of hub panels that show what another panel does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, and how much of the house they may be told of."""

    context: Context
    assistant: str | None
    """Whose exposed entities count; None for an action, which sees the house as it is."""
    user: User | None
    language: str

    def may_see(self, hass: HomeAssistant, item: Item) -> bool:
        """Return whether they may be told of a thing.

        Kaizen's own count as exposed: the guard stands in front of them, and here they can only be
        made safer.
        """
        if self.user and not self.user.permissions.check_entity(
            item.entity_id, POLICY_READ
        ):
            return False
        if self.assistant is None or item.own:
            return True
        ids = (item.entity_id, *_groups_with(hass, item.entity_id))
        return any(async_should_expose(hass, self.assistant, id_) for id_ in ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """How the house stands."""

    items: list[Item]
    unseen: int = 0
    """How many locks and doors the asker may not know about."""

    def of(self, *kinds: Kind) -> list[Item]:
        """Return the things of some kinds."""
        return [item for item in self.items if item.kind in kinds]

    def within(self, area: str) -> Survey:
        """Return what is in an area."""
        wanted = area.strip().casefold()
        return Survey(
            items=[i for i in self.items if i.area.casefold() == wanted],
            unseen=self.unseen,
        )


async def async_asker(
    hass: HomeAssistant,
    context: Context | None,
    *,
    assistant: str | None,
    language: str | None,
) -> Asker:
    """Return who asks."""
    context = context or Context()
    user = await hass.auth.async_get_user(context.user_id) if context.user_id else None
    return Asker(
        context=context,
        assistant=assistant,
        user=user,
        language=language or hass.config.language,
    )


@callback
def async_survey(
    hass: HomeAssistant, asker: Asker, entity_ids: Iterable[str] | None = None
) -> Survey:
    """Return the house, or the named entities of it, as the asker may know it."""
    chosen = None if entity_ids is None else set(expand_entity_ids(hass, entity_ids))
    seen: list[Item] = []
    unseen = 0
    for state in _states(hass, chosen):
        item = _item(hass, state)
        if item is None:
            continue
        if asker.may_see(hass, item):
            seen.append(item)
        elif item.kind in _COUNTED:
            unseen += 1
    return Survey(items=_without_doubles(seen), unseen=unseen)


@callback
def async_item(hass: HomeAssistant, entity_id: str) -> Item | None:
    """Return a thing as it stands now."""
    state = hass.states.get(entity_id)
    return _item(hass, state) if state else None


def _states(hass: HomeAssistant, chosen: set[str] | None) -> Iterator[State]:
    """Yield the states of single things: no groups, and nothing hidden that nobody asked for."""
    registry, groups = er.async_get(hass), get_group_entities(hass)
    wanted = set(expand_entity_ids(hass, groups)) if chosen is None else chosen
    displays = _displays(registry)
    for state in hass.states.async_all():
        entity_id = state.entity_id
        if chosen is not None and entity_id not in chosen:
            continue
        entry = registry.async_get(entity_id)
        hidden = entry is not None and entry.hidden_by is not None
        if entity_id in groups or (hidden and entity_id not in wanted):
            continue
        if chosen is None and entity_id in displays:
            continue
        yield state


def _displays(registry: er.EntityRegistry) -> set[str]:
    """Return the keypads of hubs that have an alarm system, whose state they only show."""
    panels = [
        entry
        for entry in registry.entities.values()
        if entry.domain == "alarm_control_panel"
        and entry.platform == DOMAIN
        and not entry.disabled
    ]
    keypads = [e for e in panels if e.unique_id.endswith(_DISPLAY)]
    systems = {e.config_entry_id for e in panels if e not in keypads}
    return {e.entity_id for e in keypads if e.config_entry_id in systems}


def _item(hass: HomeAssistant, state: State) -> Item | None:
    attributes = state.attributes
    kind = kind_of(state.domain, attributes.get(ATTR_DEVICE_CLASS))
    if kind is None:
        return None
    entry = er.async_get(hass).async_get(state.entity_id)
    assumed = bool(attributes.get(ATTR_ASSUMED_STATE))
    heading_for = attributes.get("next_state")
    return Item(
        entity_id=state.entity_id,
        name=_without_echo(plain(state.name)),
        kind=kind,
        state=state.state,
        condition=condition_of(kind, state.state, assumed=assumed),
        area=_area(hass, entry) if entry else "",
        device_id=entry.device_id if entry else None,
        own=entry is not None and entry.platform == DOMAIN,
        assumed=assumed,
        features=int(attributes.get("supported_features") or 0),
        heading_for=heading_for if isinstance(heading_for, str) else None,
    )


def _area(hass: HomeAssistant, entry: er.RegistryEntry) -> str:
    area_id = entry.area_id
    if area_id is None and entry.device_id:
        device = dr.async_get(hass).async_get(entry.device_id)
        area_id = dr.async_get_effective_area_id(hass, device) if device else None
    area = ar.async_get(hass).async_get_area(area_id) if area_id else None
    return plain(area.name) if area else ""


def _groups_with(hass: HomeAssistant, entity_id: str) -> Iterator[str]:
    for group_id in get_group_entities(hass):
        if entity_id in expand_entity_ids(hass, [group_id]):
            yield group_id


def _without_doubles(items: list[Item]) -> list[Item]:
    """Leave out a door's own contact where it says the same as the door."""
    doors = {
        (item.device_id, item.condition)
        for item in items
        if item.kind is Kind.DOOR and item.device_id
    }
    return [
        item
        for item in items
        if item.kind is not Kind.CONTACT
        or (item.device_id, item.condition) not in doors
    ]


def _without_echo(name: str) -> str:
    """Return a name without the class of a sensor that its device is called by already."""
    *first, last = name.split(" ")
    return (
        " ".join(first) if first and first[-1].casefold() == last.casefold() else name
    )


def plain(text: str, longest: int = _LONGEST_NAME) -> str:
    """Return someone's words on one short line, unable to pose as anything else."""
    return " ".join(neutralise(strip(text)).split())[:longest]
