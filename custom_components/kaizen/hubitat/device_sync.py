"""Keeps Home Assistant's devices those of the hub: their names, rooms and drivers."""

from collections.abc import Iterable
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.device_registry import DeviceEntry, DeviceInfo

from ..const import DOMAIN, LOGGER
from .api import HubError, MakerApi, NotFoundError
from .model import Changes, HubState

MANUFACTURER: Final = "Hubitat"
MOST_FAREWELLS: Final = 10
"""Devices that the hub is asked about one by one, at most, before they are removed."""


class DeviceSync:
    """The registered devices of one hub."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, state: HubState, api: MakerApi
    ) -> None:
        """Follow the devices of `state`."""
        self._hass = hass
        self._entry = entry
        self._state = state
        self._api = api
        self._registry = dr.async_get(hass)
        self._rooms: dict[str, str | None] = {}
        """Where the hub last said a device was, by its id."""

    def info(self, device_id: str | None) -> DeviceInfo:
        """Return how a device, or with None the hub itself, is registered."""
        if device_id is None:
            return DeviceInfo(
                identifiers={(DOMAIN, self._prefix)},
                name=self._entry.title,
                manufacturer=MANUFACTURER,
            )
        device = self._state.devices[device_id]
        info = DeviceInfo(
            identifiers={self._identifier(device_id)},
            name=device.label,
            model=device.type or None,
            manufacturer=MANUFACTURER,
        )
        if device.room:
            info["suggested_area"] = device.room
        if hub := self._find((DOMAIN, self._prefix)):
            info["via_device_id"] = hub.id
        return info

    @callback
    def async_follow(self, changes: Changes) -> None:
        """Register what is new and take over new names, drivers and rooms."""
        for device_id in changes.added | changes.renamed | changes.reshaped:
            if device_id in self._state.devices:
                self._register(device_id)
        for device_id in changes.moved:
            self._move(device_id)
        for device_id in changes.added | changes.moved:
            if device := self._state.devices.get(device_id):
                self._rooms[device_id] = device.room

    @callback
    def async_register_hub(self) -> None:
        """Register the hub, which the devices hang on."""
        self._registry.async_get_or_create_from_info(
            config_entry_id=self._entry.entry_id, device_info=self.info(None)
        )

    async def async_remove_gone(self) -> None:
        """Remove the devices that the hub no longer lists and, when asked, does not know either.

        What an owner has made of a device is lost with it, so a list alone is not believed.
        """
        for device_id, entry in list(self._gone())[:MOST_FAREWELLS]:
            try:
                await self._api.device(device_id)
            except NotFoundError:
                LOGGER.info("%s is no longer on the hub and removed", entry.name)
                self._registry.async_remove_device(entry.id)
                self._rooms.pop(device_id, None)
            except HubError:
                return

    def _gone(self) -> Iterable[tuple[str, DeviceEntry]]:
        start = f"{self._prefix}_"
        for entry in dr.async_entries_for_config_entry(
            self._registry, self._entry.entry_id
        ):
            for domain, identifier in entry.identifiers:
                device_id = identifier.removeprefix(start)
                if (
                    domain == DOMAIN
                    and identifier.startswith(start)
                    and device_id not in self._state.devices
                ):
                    yield device_id, entry

    def _register(self, device_id: str) -> None:
        self._registry.async_get_or_create_from_info(
            config_entry_id=self._entry.entry_id, device_info=self.info(device_id)
        )

    def _move(self, device_id: str) -> None:
        """Move a device that stands where the hub put it; where an owner put it, it stays."""
        room = self._state.devices[device_id].room
        entry = self._find(self._identifier(device_id))
        if entry is None or room is None:
            return
        areas = ar.async_get(self._hass)
        before = self._rooms.get(device_id)
        old = areas.async_get_area_by_name(before) if before else None
        if entry.area_id in (None, old.id if old else None):
            area = areas.async_get_or_create(room)
            self._registry.async_update_device(entry.id, area_id=area.id)

    def _find(self, identifier: tuple[str, str]) -> DeviceEntry | None:
        return self._registry.async_get_device_by_identifier(
            identifier, self._entry.entry_id
        )

    def _identifier(self, device_id: str) -> tuple[str, str]:
        return DOMAIN, f"{self._prefix}_{device_id}"

    @property
    def _prefix(self) -> str:
        assert self._entry.unique_id is not None
        return self._entry.unique_id
