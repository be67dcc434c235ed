"""Cameras that can be broken, and a model that sees."""

import asyncio
from collections.abc import Iterable
from typing import Any, override

from homeassistant.components.camera import Camera
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import setup_test_component_platform

from tests.simulators.ollama import ModelCard

PNG = b"\x89PNG a yard"
EYES = ModelCard(
    name="qwen3-vl:8b-instruct",
    size=6_140_000_000,
    family="qwen3vl",
    parameter_size="8.8B",
    capabilities=("completion", "tools", "vision"),
    renderer="chatml",
)


class YardCamera(Camera):
    """A camera that shows what a test puts in front of it."""

    def __init__(self, name: str, *, area: str = "", content: bytes | None = PNG):
        """Show `content`; nothing when it is None."""
        super().__init__()
        self.content_type = "image/png"
        self._attr_name = name
        self._attr_unique_id = name
        self.area = area
        self.content = content
        self.error: Exception | None = None
        self.hangs = False
        self.shots = 0
        self.asked_size: tuple[int | None, int | None] = (None, None)

    @override
    async def async_camera_image(
        self, width: int | None = None, height: int | None = None
    ) -> bytes | None:
        """Take a picture, or fail to."""
        self.shots += 1
        self.asked_size = (width, height)
        if self.hangs:
            await asyncio.Event().wait()
        if self.error:
            raise self.error
        return self.content

    def set(self, **attributes: Any) -> None:
        """Change what Home Assistant is told about the camera."""
        for name, value in attributes.items():
            setattr(self, f"_attr_{name}", value)
        self.async_write_ha_state()


async def async_mount(
    hass: HomeAssistant,
    *cameras: YardCamera,
    exposed: Iterable[YardCamera] | None = None,
) -> None:
    """Add cameras to the house; all are exposed unless some are named."""
    setup_test_component_platform(hass, "camera", cameras)
    assert await async_setup_component(hass, "camera", {"camera": {"platform": "test"}})
    await hass.async_block_till_done()
    for camera in cameras:
        if camera.area:
            area = ar.async_get(hass).async_get_or_create(camera.area)
            er.async_get(hass).async_update_entity(camera.entity_id, area_id=area.id)
    for camera in cameras if exposed is None else exposed:
        async_expose_entity(hass, "conversation", camera.entity_id, True)
    await hass.async_block_till_done()
