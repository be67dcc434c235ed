"""What a device says, shown in Home Assistant's words; unknown is None."""

from typing import Any

import pytest

from custom_components.kaizen.hubitat.model import (
    Feature as F,
    SafetyMonitor,
    readings as r,
)

from .rig import device, entities


@pytest.mark.parametrize(
    ("values", "on"),
    [
        ({"switch": "on"}, True),
        ({"switch": "off", "level": 50}, False),
        ({"switch": None}, None),
        ({"level": 0}, False),
        ({"level": 1}, True),
        ({"level": None}, None),
    ],
)
def test_switched_on(values: dict[str, Any], on: bool | None) -> None:
    """A dimmer that is off keeps its level."""
    assert r.switched_on(device("Switch", **values)) is on


@pytest.mark.parametrize(
    ("smoke", "on"),
    [("detected", True), ("tested", False), ("clear", False), (None, None)],
)
def test_detected(smoke: str | None, on: bool | None) -> None:
    """A test is no fire."""
    found = device("SmokeDetector", smoke=smoke)
    assert r.detected(found, entities(found)["smoke"]) is on


@pytest.mark.parametrize(
    ("values", "mode"),
    [
        ({"colorMode": "CT"}, F.COLOR_TEMP),
        ({"colorMode": "RGB"}, F.HS),
        ({"colorMode": "EFFECTS"}, F.HS),
        ({"colorMode": None, "hue": 10, "saturation": 80}, F.HS),
        ({"colorMode": None, "hue": 10, "saturation": 0}, F.COLOR_TEMP),
        ({"hue": None, "saturation": None}, F.COLOR_TEMP),
    ],
)
def test_colour_mode(values: dict[str, Any], mode: F) -> None:
    """As said, or as it looks."""
    known = {
        "switch": "on",
        "hue": None,
        "saturation": None,
        "colorTemperature": 2700,
        **values,
    }
    found = device(
        "ColorControl ColorTemperature", "on off setColor setColorTemperature", **known
    )
    assert r.colour_mode(found, entities(found)["light"]) is mode


def test_colour_mode_of_simpler_lights() -> None:
    """There is nothing to choose."""
    for capabilities, commands, attributes, mode in (
        ("Light", "on off", ("switch",), None),
        ("SwitchLevel", "setLevel", ("level",), F.BRIGHTNESS),
        (
            "ColorTemperature",
            "setColorTemperature",
            ("switch", "colorTemperature"),
            F.COLOR_TEMP,
        ),
    ):
        found = device(capabilities, commands, **dict.fromkeys(attributes))
        assert r.colour_mode(found, entities(found)["light"]) is mode


@pytest.mark.parametrize(
    ("mode", "name", "effect"),
    [
        ("EFFECTS", "Candle", "Candle"),
        (None, "Candle", "Candle"),
        ("RGB", "Candle", None),
        ("EFFECTS", "Gone", None),
    ],
)
def test_effects(mode: str | None, name: str, effect: str | None) -> None:
    """The last effect's name may outlive it."""
    found = device(
        "LightEffects", lightEffects={"1": "Candle"}, effectName=name, colorMode=mode
    )
    assert r.effect(found) == effect


@pytest.mark.parametrize(
    ("speed", "switch", "on", "percentage"),
    [
        ("high", "on", True, 100),
        ("low", "on", True, 50),
        ("off", "on", False, 0),
        ("auto", None, True, None),
        (None, "off", False, 0),
        (None, None, None, None),
    ],
)
def test_fans(
    speed: str | None, switch: str | None, on: bool | None, percentage: int | None
) -> None:
    """Auto has no percentage."""
    fan = device(
        "FanControl",
        speed=speed,
        switch=switch,
        supportedFanSpeeds=["low", "high", "auto"],
    )
    assert (r.fan_on(fan), r.fan_percentage(fan)) == (on, percentage)


@pytest.mark.parametrize(
    ("lock", "locked", "jammed"),
    [
        ("locked", True, False),
        ("unlocked", False, False),
        ("unlocked with timeout", False, False),
        ("unknown", None, True),
        (None, None, False),
        ("?", None, False),
    ],
)
def test_locks(lock: str | None, locked: bool | None, jammed: bool) -> None:
    """Never locked without having said so."""
    found = device("Lock", lock=lock)
    assert (r.locked(found), r.jammed(found)) == (locked, jammed)


@pytest.mark.parametrize(
    ("capability", "values", "state", "position"),
    [
        ("WindowShade", {"windowShade": "partially open", "position": 30}, "open", 30),
        ("WindowShade", {"windowShade": "opening", "position": 30}, "opening", 30),
        ("WindowShade", {"windowShade": "closed"}, "closed", 0),
        ("WindowShade", {"windowShade": "partially open"}, "open", None),
        ("WindowShade", {"windowShade": None, "position": 0}, "closed", 0),
        ("WindowShade", {"windowShade": "unknown", "position": 40}, None, 40),
        ("WindowShade", {"windowShade": None}, None, None),
        ("WindowBlind", {"windowBlind": "closing", "position": 9}, "closing", 9),
        ("GarageDoorControl", {"door": "unknown"}, None, None),
        ("GarageDoorControl", {"door": "closed"}, "closed", None),
    ],
)
def test_covers(
    capability: str, values: dict[str, Any], state: str | None, position: int | None
) -> None:
    """Unknown is never closed."""
    found = device(capability, "open close", **values)
    cover = next(b for b in entities(found).values() if b.platform == "cover")
    assert (r.cover_state(found, cover), r.cover_position(found)) == (state, position)


def test_valves() -> None:
    """Unknown is never closed."""
    assert r.valve_closed(device("Valve", valve="closed")) is True
    assert r.valve_closed(device("Valve", valve="open")) is False
    assert r.valve_closed(device("Valve", valve=None)) is None


POINTS = {"heatingSetpoint": 19, "coolingSetpoint": 25, "thermostatSetpoint": 22}


@pytest.mark.parametrize(
    ("mode", "hvac", "preset", "targets"),
    [
        ("heat", "heat", "none", (19, None, None)),
        ("cool", "cool", "none", (25, None, None)),
        ("auto", "heat_cool", "none", (None, 19, 25)),
        ("emergency heat", "heat", "emergency_heat", (19, None, None)),
        ("off", "off", "none", (None, None, None)),
        (None, None, None, (None, None, None)),
    ],
)
def test_thermostats(
    mode: str | None, hvac: str | None, preset: str | None, targets: tuple[Any, ...]
) -> None:
    """The target is that of the mode."""
    found = device(
        "Thermostat",
        "setHeatingSetpoint setCoolingSetpoint",
        thermostatMode=mode,
        **POINTS,
    )
    assert (r.hvac(found), r.climate_preset(found), r.targets(found)) == (
        hvac,
        preset,
        targets,
    )


def test_a_thermostat_without_a_mode_does_what_it_can() -> None:
    """A valve on a radiator heats."""
    found = device(
        "ThermostatHeatingSetpoint", "setHeatingSetpoint", heatingSetpoint=20
    )
    assert (r.hvac(found), r.targets(found)) == ("heat", (20, None, None))


@pytest.mark.parametrize(
    ("mode", "state", "action"),
    [
        ("heat", "heating", "heating"),
        ("heat", "pending heat", "idle"),
        ("auto", "vent economizer", "fan"),
        ("off", "idle", "off"),
        ("heat", None, None),
        ("heat", "humming", None),
    ],
)
def test_what_a_thermostat_does(
    mode: str, state: str | None, action: str | None
) -> None:
    """Waiting for the compressor is idle."""
    assert (
        r.hvac_action(
            device("Thermostat", thermostatMode=mode, thermostatOperatingState=state)
        )
        == action
    )


def test_noises() -> None:
    """Sirens and chimes."""
    assert r.siren_on(device("Alarm", alarm="strobe")) is True
    assert r.siren_on(device("Alarm", alarm="off")) is False
    assert r.siren_on(device("Alarm", alarm=None)) is None
    assert r.chime_on(device("Chime", status="playing")) is True
    assert r.chime_on(device("Chime", status="stopped")) is False


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"transportStatus": "playing"}, "playing"),
        ({"status": "paused"}, "paused"),
        ({"status": "stopped"}, "idle"),
        ({"status": None}, None),
        ({"volume": 30}, "on"),
        ({"status": "playing", "switch": "off"}, "off"),
    ],
)
def test_players(values: dict[str, Any], state: str | None) -> None:
    """What only has a volume is on."""
    found = device("AudioVolume MusicPlayer", "setVolume", **values)
    assert r.player(found, entities(found)["player"]) == state


def test_volume() -> None:
    """`level` of a music player is its volume."""
    assert r.volume(device("AudioVolume", volume=30, level=80)) == 0.3
    assert r.volume(device("MusicPlayer", level=80)) == 0.8
    assert r.volume(device("MusicPlayer", level=None)) is None
    assert r.muted(device("AudioVolume", mute="muted")) is True


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("disarmed", "disarmed"),
        ("armed night", "armed_night"),
        ("unknown", None),
        (None, None),
    ],
)
def test_keypads(said: str | None, state: str | None) -> None:
    """Unknown is never disarmed, nor armed."""
    assert r.keypad(device("SecurityKeypad", securityKeypad=said)) == state


@pytest.mark.parametrize(
    ("status", "alerts", "state"),
    [
        ("disarmed", {}, "disarmed"),
        ("allDisarmed", {}, "disarmed"),
        ("armingNight", {}, "arming"),
        ("armedHome", {}, "armed_home"),
        ("armedHome", {"smoke": None}, "triggered"),
        (None, {}, None),
    ],
)
def test_hsm(
    status: str | None, alerts: dict[str, str | None], state: str | None
) -> None:
    """An alert is more than the status."""
    assert r.hsm(SafetyMonitor(status=status, alerts=alerts)) == state
