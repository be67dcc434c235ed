"""A picture from a camera, as fresh as it gives one."""

import asyncio
from math import ceil
from typing import Final

from homeassistant.const import STATE_UNAVAILABLE, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ...const import LOGGER
from .choice import Camera
from .failure import LookError
from .record import Picture

DEADLINE: Final = 10.0
"""Longest wait for a camera, in seconds."""

MAX_BYTES: Final = 8 * 1024 * 1024

WIDTH: Final = 1280
HEIGHT: Final = 720
"""Pixels to which a larger JPEG is scaled: enough to read a sign, about 900 tokens."""


async def async_take(
    hass: HomeAssistant, camera: Camera, *, deadline: float = DEADLINE
) -> Picture:
    """Take a picture.

    Raises:
        LookError: The camera is unavailable or off, is late, or gives no picture.
    """
    state = hass.states.get(camera.entity_id)
    if (
        state is None
        or state.state == STATE_UNAVAILABLE
        or Platform.CAMERA not in hass.config.components
    ):
        raise LookError("unavailable", camera=camera.name)
    # Its requirements are installed with the camera integration, not with Kaizen.
    from homeassistant.components.camera import async_get_image  # noqa: PLC0415
    from homeassistant.components.camera.const import DATA_COMPONENT  # noqa: PLC0415

    entity = hass.data[DATA_COMPONENT].get_entity(camera.entity_id)
    if entity is None:
        raise LookError("unavailable", camera=camera.name)
    if not entity.is_on:
        raise LookError("off", camera=camera.name)
    try:
        async with asyncio.timeout(deadline):
            image = await async_get_image(
                hass,
                camera.entity_id,
                timeout=ceil(deadline) + 1,
                width=WIDTH,
                height=HEIGHT,
            )
    except TimeoutError:
        raise LookError("timeout", camera=camera.name) from None
    except HomeAssistantError:
        raise LookError("no_image", camera=camera.name) from None
    except Exception as err:  # noqa: BLE001  (other people's cameras)
        LOGGER.debug("%s failed: %r", camera.entity_id, err)
        raise LookError("no_image", camera=camera.name) from None
    if not image.content_type.startswith("image/"):
        raise LookError("no_image", camera=camera.name)
    if len(image.content) > MAX_BYTES:
        raise LookError("too_large", camera=camera.name)
    return Picture(
        content=image.content, mime_type=image.content_type, taken=dt_util.utcnow()
    )
