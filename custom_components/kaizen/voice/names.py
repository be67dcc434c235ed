"""How the house's own names are said: ids become what people call a thing."""

from collections.abc import Iterator, Mapping
from hashlib import blake2s
from typing import Any, Final

from homeassistant.components.homeassistant.exposed_entities import (
    async_listen_entity_updates,
    async_should_expose,
)
from homeassistant.const import MATCH_ALL
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import area_registry as ar, entity_registry as er
from homeassistant.helpers.event import (
    async_track_state_added_domain,
    async_track_state_removed_domain,
)
from homeassistant.util.event_type import EventType

from ..speech import Lexicon

_ASSISTANT: Final = "conversation"
_PERSON: Final = "person."
_CHANGES: Final[tuple[EventType[Any] | str, ...]] = (
    er.EVENT_ENTITY_REGISTRY_UPDATED,
    ar.EVENT_AREA_REGISTRY_UPDATED,
)


class HouseWords:
    """The lexicon of one voice: the owner's words, and the house's names behind them."""

    def __init__(self, hass: HomeAssistant, own: Mapping[str, str]) -> None:
        """Begin with the owner's words."""
        self._hass = hass
        self._own = own
        self._lexicon: Lexicon | None = None
        self._digest = ""

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Follow the house's names; the returned function stops it."""
        hass = self._hass
        subscriptions = [
            *(hass.bus.async_listen(event, self._async_changed) for event in _CHANGES),
            async_track_state_added_domain(hass, MATCH_ALL, self._async_state_changed),
            async_track_state_removed_domain(
                hass, MATCH_ALL, self._async_state_changed
            ),
            async_listen_entity_updates(hass, _ASSISTANT, self.async_forget),
        ]

        @callback
        def stop() -> None:
            for unsubscribe in subscriptions:
                unsubscribe()

        return stop

    @callback
    def async_forget(self) -> None:
        """Read the names anew when they are next needed."""
        self._lexicon = None

    @property
    def lexicon(self) -> Lexicon:
        """Return how names are said now."""
        if self._lexicon is None:
            words = {**dict(_names(self._hass)), **self._own}
            lines = sorted(f"{written}={said}" for written, said in words.items())
            self._digest = blake2s("\n".join(lines).encode(), digest_size=8).hexdigest()
            self._lexicon = Lexicon(words)
        return self._lexicon

    @property
    def digest(self) -> str:
        """Return what changes when anything is said differently."""
        _ = self.lexicon
        return self._digest

    @callback
    def _async_changed(self, _: Event) -> None:
        self.async_forget()

    @callback
    def _async_state_changed(self, _: Event[EventStateChangedData]) -> None:
        self.async_forget()


def _names(hass: HomeAssistant) -> Iterator[tuple[str, str]]:
    """Yield ids as a model may write them, and what people call the thing."""
    for area in ar.async_get(hass).async_list_areas():
        if "_" in area.id:
            yield area.id, area.name
    for state in hass.states.async_all():
        entity_id = state.entity_id
        if entity_id.startswith(_PERSON) or async_should_expose(
            hass, _ASSISTANT, entity_id
        ):
            yield entity_id, state.name
