"""Thermostats, players, sirens, keypads, buttons and the rest."""

from functools import partial
import json
from typing import Any, Final

from .devices import Device
from .physics import AT_ONCE, QUICK, Bench, clamp, effect

LAG: Final = (5.0, 20.0)
"""How long a thermostat takes to start heating or cooling, in seconds."""
CHIME_TIME: Final = 4.0
_MODE_COMMANDS: Final = {
    "auto": "auto",
    "off": "off",
    "heat": "heat",
    "cool": "cool",
    "emergencyHeat": "emergency heat",
}
_FAN_COMMANDS: Final = {"fanAuto": "auto", "fanOn": "on", "fanCirculate": "circulate"}
_PLAYER: Final = {"play": "playing", "pause": "paused", "stop": "stopped"}
_PRESSES: Final = {
    "push": "pushed",
    "hold": "held",
    "doubleTap": "doubleTapped",
    "release": "released",
}
_KEYPAD: Final = {
    "armAway": "armed away",
    "armHome": "armed home",
    "armNight": "armed night",
    "disarm": "disarmed",
}
_SESSION: Final = {
    "start": "running",
    "stop": "stopped",
    "pause": "paused",
    "cancel": "canceled",
}


def _setpoint(bench: Bench, device: Device, arguments: list[Any], *, name: str) -> None:
    value = round(float(arguments[0]), 1)
    bench.later(QUICK, device, {name: value, "thermostatSetpoint": value})
    _operate(bench, device, {name: value})


effect("setHeatingSetpoint", needs=["heatingSetpoint"])(
    partial(_setpoint, name="heatingSetpoint")
)
effect("setCoolingSetpoint", needs=["coolingSetpoint"])(
    partial(_setpoint, name="coolingSetpoint")
)


@effect("setThermostatMode", needs=["thermostatMode"])
def set_thermostat_mode(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Change what it does."""
    mode = str(arguments[0])
    bench.later(QUICK, device, {"thermostatMode": mode})
    _operate(bench, device, {"thermostatMode": mode})


def _operate(bench: Bench, device: Device, coming: dict[str, Any]) -> None:
    def now(name: str) -> Any:
        return coming.get(name, device.value(name))

    mode, temperature = now("thermostatMode"), float(now("temperature"))
    state = "idle"
    if mode in ("heat", "auto", "emergency heat") and temperature < now(
        "heatingSetpoint"
    ):
        state = "heating"
    elif mode in ("cool", "auto") and temperature > now("coolingSetpoint"):
        state = "cooling"
    bench.later(LAG, device, {"thermostatOperatingState": state})


@effect("setThermostatFanMode", needs=["thermostatFanMode"])
def set_fan_mode(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Change what its fan does."""
    bench.later(QUICK, device, {"thermostatFanMode": str(arguments[0])})


@effect("setVolume", needs=["volume"])
def set_volume(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Play louder or softer; `level` of a music player is its volume."""
    volume = clamp(arguments[0])
    bench.later(QUICK, device, {"volume": volume, "level": volume})


@effect("setLevel", needs=["trackData", "level"])
def set_music_level(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Do the same by a music player's command."""
    set_volume(bench, device, arguments)


def _shift_volume(bench: Bench, device: Device, _: list[Any], *, by: int) -> None:
    set_volume(bench, device, [(device.value("volume") or 0) + by])


effect("volumeUp", needs=["volume"])(partial(_shift_volume, by=5))
effect("volumeDown", needs=["volume"])(partial(_shift_volume, by=-5))


@effect("setInputSource", needs=["mediaInputSource"])
def set_input(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Listen to another input."""
    bench.later(QUICK, device, {"mediaInputSource": str(arguments[0])})


@effect("playTrack", needs=["trackDescription"])
def play_track(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Play something by its address."""
    address = str(arguments[0])
    track = {
        "trackDescription": address.rsplit("/", 1)[-1],
        "trackData": json.dumps({"uri": address}),
    }
    playing = {"status": "playing", "transportStatus": "playing"}
    bench.later(QUICK, device, {**track, **playing})


@effect("playSound", needs=["soundEffects"])
def play_sound(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Chime; it ends by itself."""
    name = json.loads(device.value("soundEffects")).get(str(clamp(arguments[0])))
    if name is None:
        return
    start = bench.seconds(QUICK)
    playing = {"soundName": name, "status": "playing"}
    bench.move(device, [(start, playing), (start + CHIME_TIME, {"status": "stopped"})])


@effect("take", needs=["image"])
def take(bench: Bench, device: Device, _: list[Any]) -> None:
    """Take a picture; what is reported is an address."""
    bench.later(
        (1.0, 2.0),
        device,
        {"image": f"http://camera.invalid/{bench.clock.now():.0f}.jpg"},
    )


@effect("setVariable", needs=["variable"])
def set_variable(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Change the variable behind a connector."""
    bench.later(AT_ONCE, device, {"variable": str(arguments[0])})


@effect("setConsumableStatus", needs=["consumableStatus"])
def set_consumable(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Say in what state the filter is."""
    bench.later(AT_ONCE, device, {"consumableStatus": str(arguments[0])})


@effect("setTimeRemaining", needs=["timeRemaining"])
def set_time_remaining(bench: Bench, device: Device, arguments: list[Any]) -> None:
    """Say how long a session goes on, in seconds."""
    bench.later(AT_ONCE, device, {"timeRemaining": clamp(arguments[0], 0, 86400)})


@effect("dock", "mow", needs=["mowerState"])
def mow(bench: Bench, device: Device, _: list[Any]) -> None:
    """Toggle between the lawn and the dock."""
    state = "mowing" if device.value("mowerState") == "docked" else "docked"
    bench.later(QUICK, device, {"mowerState": state})


def press(bench: Bench, device: Device, arguments: list[Any], *, kind: str) -> None:
    """Press a button: an event even if the value is the same as before."""
    number = clamp(arguments[0]) if arguments else 1
    bench.later(AT_ONCE, device, {kind: number}, always=True)


for _command, _kind in _PRESSES.items():
    effect(_command, needs=[_kind])(partial(press, kind=_kind))


def _becomes(
    bench: Bench, device: Device, _: list[Any], *, changes: dict[str, Any]
) -> None:
    bench.later(QUICK, device, changes)


_SIMPLE: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    *(
        (c, "thermostatFanMode", {"thermostatFanMode": m})
        for c, m in _FAN_COMMANDS.items()
    ),
    *(
        (tone, "alarm", {"alarm": tone, "switch": "on"})
        for tone in ("siren", "strobe", "both")
    ),
    ("off", "alarm", {"alarm": "off", "switch": "off"}),
    ("mute", "mute", {"mute": "muted"}),
    ("unmute", "mute", {"mute": "unmuted"}),
    *(
        (c, "transportStatus", {"status": s, "transportStatus": s})
        for c, s in _PLAYER.items()
    ),
    ("stop", "soundEffects", {"status": "stopped"}),
    *((c, "securityKeypad", {"securityKeypad": s}) for c, s in _KEYPAD.items()),
    *((c, "sessionStatus", {"sessionStatus": s}) for c, s in _SESSION.items()),
    ("on", "camera", {"camera": "on"}),
    ("off", "camera", {"camera": "off"}),
)
"""Commands that just change values, the attribute that tells who has them, and the values."""

for _name, _needs, _changes in _SIMPLE:
    effect(_name, needs=[_needs])(partial(_becomes, changes=_changes))


def _set_mode(bench: Bench, device: Device, _: list[Any], *, mode: str) -> None:
    set_thermostat_mode(bench, device, [mode])


for _command, _mode in _MODE_COMMANDS.items():
    effect(_command, needs=["thermostatMode"])(partial(_set_mode, mode=_mode))
