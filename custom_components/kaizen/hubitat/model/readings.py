"""What a device says, in Home Assistant's words; the way back from `commands`."""

from collections.abc import Mapping
from typing import Final

from .blueprint import EntityBlueprint, Feature
from .climate import (
    ACTIONS,
    EMERGENCY,
    EMERGENCY_PRESET,
    has_range,
    hub_mode,
    hvac_mode,
)
from .devices import HubDevice
from .hsm import SafetyMonitor
from .lights import fan_speeds

_KEYPAD: Final[Mapping[str, str]] = {
    "disarmed": "disarmed",
    "armed home": "armed_home",
    "armed away": "armed_away",
    "armed night": "armed_night",
}
_HSM: Final[Mapping[str, str]] = {
    "disarmed": "disarmed",
    "allDisarmed": "disarmed",
    "armingAway": "arming",
    "armingHome": "arming",
    "armingNight": "arming",
    "armedAway": "armed_away",
    "armedHome": "armed_home",
    "armedNight": "armed_night",
}
_POSITIONS: Final[Mapping[str, int]] = {"open": 100, "closed": 0}
_PLAYING: Final = frozenset({"playing", "paused"})


def switched_on(device: HubDevice) -> bool | None:
    """Return whether a switch or light is on; a dimmer without a switch is, above level 0."""
    if device.has("switch"):
        return _is(device.text("switch"), "on")
    level = device.number("level")
    return None if level is None else level > 0


def detected(device: HubDevice, blueprint: EntityBlueprint) -> bool | None:
    """Return whether a binary sensor is on."""
    value = device.text(blueprint.attributes[0])
    return None if value is None else value in blueprint.on


def _is(value: str | None, wanted: str) -> bool | None:
    return None if value is None else value == wanted


def brightness(device: HubDevice) -> int | None:
    """Return a light's brightness, 0 to 255."""
    level = device.number("level")
    return None if level is None else round(level * 255 / 100)


def hs(device: HubDevice) -> tuple[float, float] | None:
    """Return a light's hue in degrees and saturation in percent."""
    hue, saturation = device.number("hue"), device.number("saturation")
    return None if hue is None or saturation is None else (hue, saturation)


def colour_mode(device: HubDevice, blueprint: EntityBlueprint) -> Feature | None:
    """Return which of HS, COLOR_TEMP and BRIGHTNESS a light is in; None is on and off only."""
    colours = blueprint.features & {Feature.HS, Feature.COLOR_TEMP}
    if not colours:
        return Feature.BRIGHTNESS if Feature.BRIGHTNESS in blueprint.features else None
    if len(colours) == 1:
        return next(iter(colours))
    said = device.text("colorMode")
    if said is None:
        white = hs(device) is None or not device.number("saturation")
        return Feature.COLOR_TEMP if white else Feature.HS
    return Feature.COLOR_TEMP if said == "ct" else Feature.HS


def effect(device: HubDevice) -> str | None:
    """Return the effect a light shows; None where its colour mode says that it shows none."""
    if device.text("colorMode") in ("ct", "rgb"):
        return None
    name = device.text("effectName")
    return name if name in device.numbered("lightEffects").values() else None


def fan_on(device: HubDevice) -> bool | None:
    """Return whether a fan runs."""
    speed = device.text("speed")
    if speed is not None:
        return speed != "off"
    return _is(device.text("switch"), "on")


def fan_percentage(device: HubDevice) -> int | None:
    """Return how fast a fan runs; None in auto, or at a speed of no known place."""
    speed, speeds = device.text("speed"), fan_speeds(device)
    if fan_on(device) is False:
        return 0
    return (speeds.index(speed) + 1) * 100 // len(speeds) if speed in speeds else None


def locked(device: HubDevice) -> bool | None:
    """Return whether a lock is locked; None means unavailable, or `jammed`."""
    state = device.text("lock")
    return None if state in (None, "unknown") else state == "locked"


def jammed(device: HubDevice) -> bool:
    """Return whether a lock itself does not know where its bolt is."""
    return device.text("lock") == "unknown"


def cover_state(device: HubDevice, blueprint: EntityBlueprint) -> str | None:
    """Return open, opening, closed or closing; None means unavailable."""
    state = device.text(blueprint.attributes[0])
    if state in ("open", "opening", "closed", "closing"):
        return state
    if state == "partially open":
        return "open"
    position = device.number("position")
    if state == "unknown" or position is None:
        return None
    return "closed" if position == 0 else "open"


def cover_position(device: HubDevice) -> int | None:
    """Return a cover's position, 100 being open: as reported, or where it says it stands."""
    position = device.integer("position")
    if position is not None or not device.has("windowShade"):
        return position
    return _POSITIONS.get(device.text("windowShade") or "")


def valve_closed(device: HubDevice) -> bool | None:
    """Return whether a valve is closed; None means unavailable."""
    return _is(device.text("valve"), "closed")


def hvac(device: HubDevice) -> str | None:
    """Return a thermostat's mode."""
    mode = device.text("thermostatMode")
    if mode is None:
        heats, cools = device.has("heatingSetpoint"), device.has("coolingSetpoint")
        only = "heat" if heats else "cool"
        return only if heats != cools and not device.has("thermostatMode") else None
    return hvac_mode(hub_mode(mode), device)


def hvac_action(device: HubDevice) -> str | None:
    """Return what a thermostat is doing."""
    if device.text("thermostatMode") == "off":
        return "off"
    return ACTIONS.get(device.text("thermostatOperatingState") or "")


def climate_preset(device: HubDevice) -> str | None:
    """Return whether a thermostat is in emergency heat."""
    mode = device.text("thermostatMode")
    if mode is None:
        return None
    return EMERGENCY_PRESET if hub_mode(mode) == EMERGENCY else "none"


def targets(device: HubDevice) -> tuple[float | None, float | None, float | None]:
    """Return a thermostat's one target, and the low and high end of its range; which of them count, the mode says."""
    heating, cooling = (
        device.number("heatingSetpoint"),
        device.number("coolingSetpoint"),
    )
    mode = hvac(device)
    if mode == "heat_cool" and has_range(device):
        return None, heating, cooling
    if mode in ("heat", "cool"):
        one = heating if mode == "heat" else cooling
        return (
            one if one is not None else device.number("thermostatSetpoint"),
            None,
            None,
        )
    return (device.number("thermostatSetpoint") if mode == "auto" else None), None, None


def siren_on(device: HubDevice) -> bool | None:
    """Return whether a siren sounds or flashes."""
    state = device.text("alarm")
    return None if state is None else state != "off"


def chime_on(device: HubDevice) -> bool | None:
    """Return whether a chime plays."""
    return _is(device.text("status"), "playing")


def player(device: HubDevice, blueprint: EntityBlueprint) -> str | None:
    """Return a player's state: off, on, playing, paused or idle."""
    if device.has("switch") and device.text("switch") == "off":
        return "off"
    said = device.text("transportStatus") or device.text("status")
    if said in _PLAYING:
        return said
    if said is not None:
        return "idle"
    plays = {"transportStatus", "status"} & set(blueprint.attributes)
    return None if plays else "on"


def volume(device: HubDevice) -> float | None:
    """Return a player's volume, 0 to 1."""
    percent = device.number("volume")
    percent = device.number("level") if percent is None else percent
    return None if percent is None else percent / 100


def muted(device: HubDevice) -> bool | None:
    """Return whether a player is mute."""
    return _is(device.text("mute"), "muted")


def keypad(device: HubDevice) -> str | None:
    """Return the state of a keypad's panel; None means unavailable."""
    return _KEYPAD.get(device.text("securityKeypad") or "")


def hsm(monitor: SafetyMonitor) -> str | None:
    """Return the state of HSM's panel; None means unavailable."""
    return "triggered" if monitor.triggered else _HSM.get(monitor.status or "")
