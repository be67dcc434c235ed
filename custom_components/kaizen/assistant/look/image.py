"""The picture an assistant looked at last, for a dashboard."""

from typing import override

from homeassistant.components.image import ImageEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ...const import DOMAIN
from ..runtime import AssistantConfigEntry


async def async_setup_entry(
    hass: HomeAssistant,
    entry: AssistantConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the picture of an assistant."""
    async_add_entities([LastLook(hass, entry)])


class LastLook(ImageEntity):
    """The last picture taken; its state is when.

    What was seen in it is in no state: the recorder would keep it.
    """

    _attr_has_entity_name = True
    _attr_translation_key = "last_look"

    def __init__(self, hass: HomeAssistant, entry: AssistantConfigEntry) -> None:
        """Show the board of an entry."""
        super().__init__(hass)
        self._board = entry.runtime_data.looks
        self._attr_unique_id = f"{entry.entry_id}-last_look"
        self._attr_device_info = dr.DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)},
            name=entry.title,
            manufacturer="Ollama",
            entry_type=dr.DeviceEntryType.SERVICE,
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the looks."""
        await super().async_added_to_hass()
        self.async_on_remove(self._board.add_listener(self._async_show))

    @callback
    def _async_show(self) -> None:
        if self._board.last:
            self._attr_content_type = self._board.last.picture.mime_type
            self._attr_image_last_updated = self._board.last.picture.taken
            self.async_write_ha_state()

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture."""
        return self._board.last.picture.content if self._board.last else None
