"""Images: what devices that take pictures took last."""

from typing import Final, override

import aiohttp
from homeassistant.components.image import ImageEntity
from homeassistant.const import Platform
from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from yarl import URL

from ...const import DOMAIN
from ..api import HubError
from ..entity import DeviceEntity
from ..failures import translated
from ..model import Changes
from ..pictures import MOST_BYTES, content_type, read_picture
from . import entities_of, of_device

_PATIENCE: Final = aiohttp.ClientTimeout(total=10)


class HubImage(DeviceEntity, ImageEntity):
    """The last picture of a device; its state is when that was reported."""

    _attr_device_class: None
    _picture: bytes | None = None

    @override
    async def async_added_to_hass(self) -> None:
        """Show what is there; when it was taken, nobody says."""
        # Only now is there the Home Assistant that an image's own part needs.
        ImageEntity.__init__(self, self.hass)
        if self.known:
            self._attr_image_last_updated = dt_util.utcnow()
        await super().async_added_to_hass()

    @callback
    @override
    def _hear(self, changes: Changes) -> None:
        """Note a new picture; it is fetched when someone looks."""
        changed = changes.attributes.get(self.device_id, frozenset())
        if self.blueprint.attributes[0] in changed:
            self._attr_image_last_updated = dt_util.utcnow()
            self._picture = None
        super()._hear(changes)

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture.

        Raises:
            HomeAssistantError: It cannot be fetched, or is none.
        """
        if self._picture is None:
            taken = self._attr_image_last_updated
            picture = await self._async_fetch()
            if picture is None:
                return None
            self._attr_content_type = content_type(picture) or ""
            if taken != self._attr_image_last_updated:
                return picture
            self._picture = picture
        return self._picture

    async def _async_fetch(self) -> bytes | None:
        try:
            raw = await self.runtime.api.attribute(
                self.device_id, self.blueprint.attributes[0]
            )
        except HubError as err:
            raise translated(HomeAssistantError, err, self.device.label) from err
        found = read_picture(raw, self.runtime.settings.address.base)
        picture = await self._async_load(found) if isinstance(found, URL) else found
        if picture is not None and content_type(picture) is None:
            raise self._no_picture()
        return picture

    async def _async_load(self, url: URL) -> bytes:
        session = async_get_clientsession(self.hass)
        of_hub = url.origin() == URL(self.runtime.settings.address.base).origin()
        ssl = self.runtime.settings.ssl if of_hub else True
        try:
            async with session.get(url, timeout=_PATIENCE, ssl=ssl) as answer:
                answer.raise_for_status()
                picture = await answer.content.read(MOST_BYTES + 1)
                while len(picture) <= MOST_BYTES and (
                    more := await answer.content.read(MOST_BYTES)
                ):
                    picture += more
        except (aiohttp.ClientError, TimeoutError) as err:
            raise self._no_picture() from err
        if len(picture) > MOST_BYTES:
            raise self._no_picture()
        return picture

    def _no_picture(self) -> HomeAssistantError:
        return HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="hub_no_picture",
            translation_placeholders={"name": self.device.label},
        )


async_setup_entry = entities_of(Platform.IMAGE, of_device(HubImage))
