"""Rows of the table for lights and fans."""

from typing import Final

from .blueprint import EntityBlueprint, Feature, Overrides
from .devices import HubDevice

KELVIN: Final = (2000, 6500)
_SPEEDS: Final = ("low", "medium-low", "medium", "medium-high", "high")
_NOT_SPEEDS: Final = frozenset({"on", "off", "auto"})


def light(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a light, with what it can do beyond on and off."""
    if not (device.has("switch") or device.has("level")):
        return None
    features = set()
    if device.has("level") and device.can("setLevel"):
        features |= {Feature.BRIGHTNESS, Feature.TRANSITION}
    if device.has("hue", "saturation") and device.can("setColor"):
        features |= {Feature.HS, Feature.BRIGHTNESS}
    if device.has("colorTemperature") and device.can("setColorTemperature"):
        features |= {Feature.COLOR_TEMP, Feature.BRIGHTNESS}
    effects = effect_names(device)
    if effects:
        features.add(Feature.EFFECT)
    return EntityBlueprint(
        platform="light",
        key="light",
        capability=_first(
            device, "ColorControl", "ColorTemperature", "SwitchLevel", "Light", "Bulb"
        ),
        main=True,
        attributes=_had(device, _LIGHT_ATTRIBUTES),
        commands=_LIGHT_COMMANDS & device.commands,
        features=frozenset(features),
        options=effects,
        minimum=KELVIN[0] if Feature.COLOR_TEMP in features else None,
        maximum=KELVIN[1] if Feature.COLOR_TEMP in features else None,
    )


_LIGHT_ATTRIBUTES: Final = (
    "switch",
    "level",
    "hue",
    "saturation",
    "colorTemperature",
    "colorMode",
    "effectName",
)
_LIGHT_COMMANDS: Final = frozenset(
    {"on", "off", "setLevel", "setColor", "setColorTemperature", "setEffect"}
)


def effect_names(device: HubDevice) -> tuple[str, ...]:
    """Return the effects a light can show."""
    if not device.can("setEffect"):
        return ()
    return tuple(dict.fromkeys(device.numbered("lightEffects").values()))


def fan(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a fan with the speeds it says it has."""
    speeds = fan_speeds(device)
    features = set()
    if device.can("setSpeed"):
        features |= {Feature.SPEED} if speeds else set()
        features |= {Feature.PRESET} if "auto" in _said_speeds(device) else set()
    return EntityBlueprint(
        platform="fan",
        key="fan",
        capability="FanControl",
        main=True,
        attributes=_had(device, ("speed", "switch")),
        commands=device.commands & {"on", "off", "setSpeed"},
        features=frozenset(features),
        options=speeds,
        presets=("auto",) if Feature.PRESET in features else (),
    )


def fan_speeds(device: HubDevice) -> tuple[str, ...]:
    """Return a fan's speeds from slow to fast; those with names of the driver's own stay in its order."""
    speeds = [speed for speed in _said_speeds(device) if speed not in _NOT_SPEEDS]
    if set(speeds) <= set(_SPEEDS):
        speeds.sort(key=_SPEEDS.index)
    return tuple(speeds)


def _said_speeds(device: HubDevice) -> tuple[str, ...]:
    said = tuple(speed.lower() for speed in device.names("supportedFanSpeeds"))
    return said or device.choices("speed")


def _first(device: HubDevice, *capabilities: str) -> str:
    return next((name for name in capabilities if device.is_a(name)), "Switch")


def _had(device: HubDevice, attributes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in attributes if device.has(name))
