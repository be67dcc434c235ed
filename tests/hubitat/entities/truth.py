"""What Home Assistant should show of a device, worked out from what the hub says, and by nothing of Kaizen's."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from .rig import HubHouse

type Truth = dict[str, Any]

UNAVAILABLE: Final = "unavailable"
UNKNOWN: Final = "unknown"


def _switched(truth: Truth) -> str:
    return str(truth.get("switch") or UNKNOWN)


def _fan(truth: Truth) -> str:
    return "off" if truth["speed"] == "off" else "on"


def _lock(truth: Truth) -> str:
    value = truth["lock"]
    return str({"unknown": "jammed", None: UNAVAILABLE}.get(value, value))


def _door(truth: Truth) -> str:
    value = truth["door"]
    return UNAVAILABLE if value in (None, "unknown") else str(value)


def _shade(truth: Truth) -> str:
    value = truth["windowShade"]
    known = {"partially open": "open", None: UNAVAILABLE, "unknown": UNAVAILABLE}
    return str(known.get(value, value))


def _valve(truth: Truth) -> str:
    return str(truth["valve"] or UNAVAILABLE)


def _thermostat(truth: Truth) -> str:
    mode = str(truth["thermostatMode"])
    return {"auto": "heat_cool", "emergency heat": "heat"}.get(mode, mode)


def _siren(truth: Truth) -> str:
    value = truth["alarm"]
    return UNKNOWN if value is None else "off" if value == "off" else "on"


def _chime(truth: Truth) -> str:
    value = truth["status"]
    return UNKNOWN if value is None else "on" if value == "playing" else "off"


def _player(truth: Truth) -> str:
    if "status" not in truth and "transportStatus" not in truth:
        return "on"
    value = truth.get("transportStatus") or truth.get("status")
    return str({"stopped": "idle", None: UNKNOWN}.get(value, value))


def _keypad(truth: Truth) -> str:
    value = truth["securityKeypad"]
    return UNAVAILABLE if value in (None, "unknown") else str(value).replace(" ", "_")


STATES: Final[dict[tuple[str, str], Callable[[Truth], str]]] = {
    ("switch", "switch"): _switched,
    ("light", "light"): _switched,
    ("fan", "fan"): _fan,
    ("lock", "lock"): _lock,
    ("cover", "door"): _door,
    ("cover", "shade"): _shade,
    ("cover", "blind"): _shade,
    ("valve", "valve"): _valve,
    ("climate", "thermostat"): _thermostat,
    ("siren", "siren"): _siren,
    ("siren", "chime"): _chime,
    ("media_player", "player"): _player,
    ("alarm_control_panel", "keypad"): _keypad,
}
"""By platform and key."""

ATTRIBUTES: Final[dict[tuple[str, str], Callable[[Truth], Any]]] = {
    ("cover", "current_position"): lambda truth: truth.get("position"),
    ("cover", "current_tilt_position"): lambda truth: truth.get("tilt"),
    ("media_player", "source"): lambda truth: truth.get("mediaInputSource"),
    ("climate", "fan_mode"): lambda truth: truth.get("thermostatFanMode"),
    ("light", "color_temp_kelvin"): lambda truth: truth.get("colorTemperature"),
    ("light", "brightness"): lambda truth: (
        None if truth.get("level") is None else round(truth["level"] * 2.55)
    ),
    ("media_player", "volume_level"): lambda truth: (
        None if truth.get("volume") is None else truth["volume"] / 100
    ),
}
"""By platform and attribute of the state; compared where both have a value."""


def lies(house: HubHouse) -> Iterator[str]:
    """Yield what Home Assistant shows and the hub does not say."""
    for device_id, truth in house.hub.truth.items():
        device = house.hub.devices[device_id]
        for (platform, key), expected in STATES.items():
            if key not in house.keys_of(platform, device):
                continue
            state = house.state(platform, device, key)
            if state.state != expected(truth):
                yield f"{device.label} is {expected(truth)}, shown is {state.state}"
            for (where, attribute), value in ATTRIBUTES.items():
                shown = state.attributes.get(attribute)
                true = value(truth)
                if where == platform and None not in (shown, true) and shown != true:
                    yield f"{device.label} has {attribute} {true}, shown is {shown}"


def shown_entities(house: HubHouse) -> int:
    """Return how many entities `lies` looks at."""
    return sum(
        key in house.keys_of(platform, device)
        for device in house.hub.devices.values()
        for platform, key in STATES
    )
