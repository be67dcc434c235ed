"""Shows the ways around the gate as repair issues, for as long as they are open."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.components.homeassistant import exposed_entities
from homeassistant.components.homeassistant.const import DATA_EXPOSED_ENTITIES
from homeassistant.components.homeassistant.exposed_entities import KNOWN_ASSISTANTS
from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, EVENT_STATE_CHANGED
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
    split_entity_id,
)
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.start import async_at_started

from ...const import LOGGER
from ...issue_board import Issue, IssueBoard
from ..openers import OPENING
from .finders import Way, find
from .gather import async_look

CALM: Final = 10.0
"""Seconds without a change before the house is looked at again."""
_EVERY: Final = timedelta(hours=1)
"""For what tells nobody when it changes: PINs, what is exposed by default."""
_DOMAINS: Final = OPENING.keys() | {"automation", "group", "scene", "script", "switch"}
_REGISTRIES: Final = (
    er.EVENT_ENTITY_REGISTRY_UPDATED,
    dr.EVENT_DEVICE_REGISTRY_UPDATED,
    ar.EVENT_AREA_REGISTRY_UPDATED,
)


class WaysWatch:
    """Looks again whenever something changed that could open or close a way."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Prepare to watch until the entry is unloaded."""
        self._hass = hass
        self._entry = entry
        self._board = IssueBoard(hass)
        self._debouncer = Debouncer(
            hass,
            LOGGER,
            cooldown=CALM,
            immediate=False,
            background=True,
            function=self.async_check,
        )

    @callback
    def async_start(self) -> None:
        """Look once everything is there, then after every change."""
        hass, unload = self._hass, self._entry.async_on_unload
        unload(async_at_started(hass, self._async_changed))
        for event in _REGISTRIES:
            unload(hass.bus.async_listen(event, self._async_changed))
        unload(
            hass.bus.async_listen(
                EVENT_STATE_CHANGED, self._async_changed, _comes_or_goes
            )
        )
        if DATA_EXPOSED_ENTITIES in hass.data:
            for assistant in KNOWN_ASSISTANTS:
                unload(
                    exposed_entities.async_listen_entity_updates(
                        hass, assistant, self._async_changed
                    )
                )
        unload(
            async_dispatcher_connect(
                hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_changed
            )
        )
        unload(
            async_track_time_interval(
                hass, self._async_changed, _EVERY, cancel_on_shutdown=True
            )
        )
        unload(hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._async_stop))
        unload(self._debouncer.async_shutdown)
        unload(lambda: self._board.async_show(()))

    async def async_check(self) -> None:
        """Show what is open now, and nothing else."""
        house = await async_look(self._hass)
        self._board.async_show(_issue(way) for way in find(house))

    @callback
    def _async_changed(
        self, *_: Event[Any] | datetime | HomeAssistant | ConfigEntry | str
    ) -> None:
        self._debouncer.async_schedule_call()

    @callback
    def _async_stop(self, _: Event[Any]) -> None:
        """Look no more: Home Assistant stops without unloading its entries."""
        self._debouncer.async_shutdown()


def _issue(way: Way) -> Issue:
    return Issue(
        key=way.key,
        subject=way.subject,
        placeholders=way.placeholders,
        fix={"fix": way.fix.value, "entity_id": way.entity_id} if way.fix else None,
    )


@callback
def _comes_or_goes(data: EventStateChangedData | Mapping[str, Any]) -> bool:
    if data["old_state"] is not None and data["new_state"] is not None:
        return False
    return split_entity_id(data["entity_id"])[0] in _DOMAINS
