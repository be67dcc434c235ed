"""Sirens, and chimes, which are sirens of a friendlier kind."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.components.siren import ATTR_TONE, SirenEntity, SirenEntityFeature
from homeassistant.const import Platform

from ..entity import DeviceEntity, HubEntity
from ..model import EntityBlueprint, Feature, commands, readings
from ..runtime import HubRuntime
from . import entities_of

_FEATURES: Final[Mapping[Feature, SirenEntityFeature]] = {
    Feature.TURN_ON: SirenEntityFeature.TURN_ON,
    Feature.TURN_OFF: SirenEntityFeature.TURN_OFF,
    Feature.TONES: SirenEntityFeature.TONES,
}


class HubSiren(DeviceEntity, SirenEntity):
    """A siren; its tones are sound, light, or both."""

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str
    ) -> None:
        """Decide for good what it can do."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_supported_features = self.features(_FEATURES, SirenEntityFeature(0))
        self._attr_available_tones = list(blueprint.options)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it sounds or flashes."""
        return readings.siren_on(self.device)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Let it sound."""
        await self.async_do(commands.siren_on, self.device, kwargs.get(ATTR_TONE))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Silence it, if the gate lets that pass."""
        await self.async_do(commands.simple, self.device, "off")


class HubChime(HubSiren):
    """A chime; its tones are its sounds."""

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it plays."""
        return readings.chime_on(self.device)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Let it play."""
        await self.async_do(commands.chime_on, self.device, kwargs.get(ATTR_TONE))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Silence it."""
        await self.async_do(commands.simple, self.device, "stop")


def _build(
    runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
) -> HubEntity:
    assert device_id is not None
    kind = HubChime if blueprint.capability == "Chime" else HubSiren
    return kind(runtime, blueprint, device_id)


async_setup_entry = entities_of(Platform.SIREN, _build)
