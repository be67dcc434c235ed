"""Lights: on and off, dimmed, coloured, white, with effects."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.components.light import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_EFFECT,
    ATTR_HS_COLOR,
    ATTR_TRANSITION,
    ColorMode,
    LightEntity,
    LightEntityFeature,
)
from homeassistant.const import Platform

from ..entity import DeviceEntity
from ..model import EntityBlueprint, Feature, commands, readings
from ..runtime import HubRuntime
from . import entities_of, of_device

_COLOURS: Final = frozenset({Feature.HS, Feature.COLOR_TEMP})
_MODES: Final[Mapping[Feature | None, ColorMode]] = {
    Feature.HS: ColorMode.HS,
    Feature.COLOR_TEMP: ColorMode.COLOR_TEMP,
    Feature.BRIGHTNESS: ColorMode.BRIGHTNESS,
    None: ColorMode.ONOFF,
}
_FEATURES: Final[Mapping[Feature, LightEntityFeature]] = {
    Feature.EFFECT: LightEntityFeature.EFFECT,
    Feature.TRANSITION: LightEntityFeature.TRANSITION,
}


class HubLight(DeviceEntity, LightEntity):
    """A light."""

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str
    ) -> None:
        """Decide for good what it can do."""
        super().__init__(runtime, blueprint, device_id)
        features = blueprint.features
        plain = Feature.BRIGHTNESS if Feature.BRIGHTNESS in features else None
        modes = (features & _COLOURS) or {plain}
        self._attr_supported_color_modes = {_MODES[mode] for mode in modes}
        self._attr_supported_features = self.features(_FEATURES, LightEntityFeature(0))
        if blueprint.options:
            self._attr_effect_list = list(blueprint.options)
        if blueprint.minimum is not None and blueprint.maximum is not None:
            self._attr_min_color_temp_kelvin = int(blueprint.minimum)
            self._attr_max_color_temp_kelvin = int(blueprint.maximum)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is on."""
        return readings.switched_on(self.device)

    @property
    @override
    def brightness(self) -> int | None:
        """Return how bright it is, 0 to 255."""
        return readings.brightness(self.device)

    @property
    @override
    def color_mode(self) -> ColorMode:
        """Return what its colour is given by."""
        return _MODES[readings.colour_mode(self.device, self.blueprint)]

    @property
    @override
    def hs_color(self) -> tuple[float, float] | None:
        """Return hue in degrees and saturation in percent."""
        return readings.hs(self.device)

    @property
    @override
    def color_temp_kelvin(self) -> int | None:
        """Return its white in kelvin."""
        return self.device.integer("colorTemperature")

    @property
    @override
    def effect(self) -> str | None:
        """Return the effect it shows."""
        return readings.effect(self.device)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Switch it on, as bright and coloured as wanted."""
        await self.async_do(
            commands.light_on,
            self.device,
            brightness=kwargs.get(ATTR_BRIGHTNESS),
            hs=kwargs.get(ATTR_HS_COLOR),
            kelvin=kwargs.get(ATTR_COLOR_TEMP_KELVIN),
            effect=kwargs.get(ATTR_EFFECT),
            transition=kwargs.get(ATTR_TRANSITION),
        )

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Switch it off."""
        await self.async_do(
            commands.light_off, self.device, transition=kwargs.get(ATTR_TRANSITION)
        )


async_setup_entry = entities_of(Platform.LIGHT, of_device(HubLight))
