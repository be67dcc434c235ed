"""What Home Assistant asks for becomes the right commands."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.hubitat.model import (
    Command,
    ImpossibleError,
    commands as c,
    readings,
)

from .rig import device

LAMP = device(
    "ColorControl ColorTemperature SwitchLevel LightEffects",
    "on off setLevel setColor setColorTemperature setEffect",
    switch="on",
    level=40,
    hue=None,
    saturation=None,
    colorTemperature=2700,
    lightEffects='{"0":"None","2":"Candle"}',
)
ONOFF = device("Light", "on off", switch="off")
FAN = device(
    "FanControl",
    "setSpeed",
    speed="low",
    supportedFanSpeeds='["low","medium","high","on","off"]',
)
PLAIN_THERMOSTAT = {
    "heatingSetpoint": 20,
    "coolingSetpoint": 25,
    "thermostatSetpoint": 20,
}
THERMOSTAT = device(
    "Thermostat",
    "setHeatingSetpoint setCoolingSetpoint setThermostatMode setThermostatFanMode",
    thermostatMode="heat",
    supportedThermostatModes='["off","heat","cool","auto","emergency heat"]',
    **PLAIN_THERMOSTAT,
)


def sent(commands: c.Commands) -> list[tuple[Any, ...]]:
    """Return commands with their arguments."""
    return [(command.name, *command.arguments) for command in commands]


@pytest.mark.parametrize(
    ("wanted", "commands"),
    [
        ({}, [("on",)]),
        ({"brightness": 255}, [("setLevel", 100)]),
        ({"brightness": 1}, [("setLevel", 1)]),
        ({"brightness": 128}, [("setLevel", 50)]),
        ({"brightness": 0}, [("off",)]),
        ({"brightness": 128, "transition": 2.4}, [("setLevel", 50, 2)]),
        ({"transition": 3}, [("setLevel", 40, 3)]),
        ({"hs": (180, 50)}, [("setColor", {"hue": 50, "saturation": 50})]),
        (
            {"hs": (360, 100), "brightness": 51},
            [("setColor", {"hue": 100, "saturation": 100, "level": 20})],
        ),
        ({"kelvin": 4000}, [("setColorTemperature", 4000)]),
        ({"kelvin": 9000, "brightness": 51}, [("setColorTemperature", 6500, 20)]),
        ({"kelvin": 3000, "transition": 2}, [("setColorTemperature", 3000, 40, 2)]),
        ({"effect": "Candle"}, [("setEffect", 2)]),
        ({"effect": "Candle", "brightness": 51}, [("setEffect", 2), ("setLevel", 20)]),
    ],
)
def test_a_light_is_switched_on(
    wanted: dict[str, Any], commands: list[tuple[Any, ...]]
) -> None:
    """With as few commands as possible."""
    assert sent(c.light_on(LAMP, **wanted)) == commands


def test_lights_that_can_less() -> None:
    """A light that cannot be dimmed is just switched; one without a switch is dimmed."""
    assert sent(c.light_on(ONOFF, transition=3)) == [("on",)]
    dimmer = device("SwitchLevel", "setLevel", level=0)
    assert sent(c.light_on(dimmer)) == [("setLevel", 100)]
    assert sent(c.light_off(dimmer)) == [("setLevel", 0)]
    assert sent(c.light_off(LAMP, transition=2)) == [("setLevel", 0, 2)]
    assert sent(c.light_off(LAMP)) == [("off",)]
    with pytest.raises(ImpossibleError):
        c.light_on(LAMP, effect="Disco")


@given(st.integers(0, 100))
def test_levels_survive_the_way_there_and_back(level: int) -> None:
    """A level shown as brightness and set again is the same level."""
    shown = readings.brightness(device("SwitchLevel", level=level))
    assert shown is not None
    assert c.level_of(shown) == level


@given(st.integers(0, 100))
def test_hues_survive_the_way_there_and_back(hue: int) -> None:
    """A colour shown in degrees and set again is the same colour."""
    shown = readings.hs(device("ColorControl", hue=hue, saturation=70))
    assert shown is not None
    assert sent(c.light_on(LAMP, hs=shown)) == [
        ("setColor", {"hue": hue, "saturation": 70})
    ]


@pytest.mark.parametrize(
    ("percentage", "speed"),
    [
        (1, "low"),
        (33, "low"),
        (34, "medium"),
        (66, "medium"),
        (67, "high"),
        (100, "high"),
    ],
)
def test_percentages_are_speeds(percentage: int, speed: str) -> None:
    """Percent become the slowest speed that is enough."""
    assert sent(c.fan_on(FAN, percentage=percentage)) == [("setSpeed", speed)]


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True), st.data())
def test_speeds_survive_the_way_there_and_back(
    speeds: list[str], data: st.DataObject
) -> None:
    """A speed shown in percent and set again is the same speed."""
    speed = data.draw(st.sampled_from(speeds))
    fan = device("FanControl", "setSpeed", speed=speed, supportedFanSpeeds=speeds)
    shown = readings.fan_percentage(fan)
    assert shown is not None
    assert c.speed_of(fan, shown) == speed


def test_fans_go_on_and_off() -> None:
    """By their switch, or by a speed of that name."""
    assert sent(c.fan_on(FAN)) == [("setSpeed", "on")]
    assert sent(c.fan_off(FAN)) == [("setSpeed", "off")]
    assert sent(c.fan_on(FAN, percentage=0)) == [("setSpeed", "off")]
    assert sent(c.fan_on(FAN, preset="auto")) == [("setSpeed", "auto")]
    switched = device("FanControl Switch", "on off setSpeed", speed="low", switch="on")
    assert sent(c.fan_on(switched)) == [("on",)]
    assert sent(c.fan_off(switched)) == [("off",)]
    with pytest.raises(ImpossibleError):
        c.fan_on(switched, percentage=50)


def test_plain_commands() -> None:
    """Those the device does not have are not sent."""
    lock = device("Lock", "lock unlock", lock="locked")
    assert sent(c.simple(lock, "unlock")) == [("unlock",)]
    with pytest.raises(ImpossibleError):
        c.simple(lock, "open")


def test_lock_codes() -> None:
    """A slot, a code, a name without commas; nothing prints the code."""
    commands = c.set_code(3, "4711", "Anna, downstairs")
    assert sent(commands) == [("setCode", 3, "4711", "Anna downstairs")]
    assert "4711" not in repr(commands)
    assert sent(c.clear_code(3)) == [("deleteCode", 3)]


@pytest.mark.parametrize(
    ("slot", "code", "name"),
    [
        (0, "4711", "A"),
        (1, "47a1", "A"),
        (1, "12", "A"),
        (1, "٤٧١١", "A"),
        (1, "4711", ","),
        (1, "4711", "is 4711"),
    ],
)
def test_codes_that_are_none(slot: int, code: str, name: str) -> None:
    """They are refused without being told."""
    with pytest.raises(ImpossibleError) as caught:
        c.set_code(slot, code, name)
    assert code not in str(caught.value)


@pytest.mark.parametrize(
    ("mode", "wanted", "commands"),
    [
        ("heat", {"target": 21.04}, [("setHeatingSetpoint", 21)]),
        ("cool", {"target": 24.5}, [("setCoolingSetpoint", 24.5)]),
        ("emergency heat", {"target": 19}, [("setHeatingSetpoint", 19)]),
        (
            "auto",
            {"low": 19, "high": 25},
            [("setHeatingSetpoint", 19), ("setCoolingSetpoint", 25)],
        ),
        (
            "off",
            {"target": 24, "mode": "cool"},
            [("setThermostatMode", "cool"), ("setCoolingSetpoint", 24)],
        ),
        (
            "cool",
            {"target": 20, "mode": "heat"},
            [("setThermostatMode", "heat"), ("setHeatingSetpoint", 20)],
        ),
    ],
)
def test_set_points(
    mode: str, wanted: dict[str, Any], commands: list[tuple[Any, ...]]
) -> None:
    """One temperature is that of the mode, two are a range."""
    thermostat = device(
        "Thermostat",
        "setHeatingSetpoint setCoolingSetpoint setThermostatMode",
        thermostatMode=mode,
        supportedThermostatModes='["off","heat","cool","auto","emergency heat"]',
        **PLAIN_THERMOSTAT,
    )
    assert sent(c.climate_temperature(thermostat, **wanted)) == commands


def test_thermostat_modes() -> None:
    """By the hub's names, or by commands of their own."""
    assert sent(c.climate_mode(THERMOSTAT, "heat_cool")) == [
        ("setThermostatMode", "auto")
    ]
    assert sent(c.climate_on(THERMOSTAT)) == [("setThermostatMode", "auto")]
    assert sent(c.climate_preset(THERMOSTAT, "emergency_heat")) == [
        ("setThermostatMode", "emergency heat")
    ]
    assert sent(c.climate_preset(THERMOSTAT, "none")) == [("setThermostatMode", "heat")]
    assert sent(c.climate_fan_mode(THERMOSTAT, "circulate")) == [
        ("setThermostatFanMode", "circulate")
    ]
    with pytest.raises(ImpossibleError):
        c.climate_mode(THERMOSTAT, "dry")
    plain = device(
        "Thermostat",
        "heat off emergencyHeat fanAuto setHeatingSetpoint",
        thermostatMode="off",
        heatingSetpoint=20,
    )
    assert sent(c.climate_mode(plain, "heat")) == [("heat",)]
    assert sent(c.climate_preset(plain, "emergency_heat")) == [("emergencyHeat",)]
    assert sent(c.climate_fan_mode(plain, "auto")) == [("fanAuto",)]
    with pytest.raises(ImpossibleError):
        c.climate_temperature(plain, high=25)


def test_modes_are_sent_as_the_thermostat_spells_them() -> None:
    """Some drivers write capital letters and want them back."""
    loud = device(
        "Thermostat",
        "setThermostatMode",
        thermostatMode="HEAT",
        supportedThermostatModes='["OFF","HEAT"]',
    )
    assert sent(c.climate_mode(loud, "off")) == [("setThermostatMode", "OFF")]


def test_covers() -> None:
    """Positions are percent, stop is either command."""
    assert sent(c.cover_position(130)) == [("setPosition", 100)]
    assert sent(c.cover_tilt(30)) == [("setTiltLevel", 30)]
    assert sent(c.cover_stop(device("WindowShade", "stop stopPositionChange"))) == [
        ("stopPositionChange",)
    ]
    assert sent(c.cover_stop(device("WindowShade", "stop"))) == [("stop",)]


def test_sirens_and_chimes() -> None:
    """A tone by its name, and one without a name."""
    siren = device("Alarm", "off siren both", alarm="off")
    assert sent(c.siren_on(siren)) == [("both",)]
    assert sent(c.siren_on(siren, "siren")) == [("siren",)]
    with pytest.raises(ImpossibleError):
        c.siren_on(siren, "strobe")
    with pytest.raises(ImpossibleError):
        c.siren_on(siren, "off")
    chime = device(
        "Chime", "playSound", soundEffects='{"3":"Ding","5":"Dong"}', soundName="Dong"
    )
    assert sent(c.chime_on(chime)) == [("playSound", 5)]
    assert sent(c.chime_on(chime, "Ding")) == [("playSound", 3)]
    assert sent(c.chime_on(device("Chime", "playSound"))) == [("playSound", 1)]


def test_players() -> None:
    """Volume by whichever command there is; an announcement lets the music go on."""
    assert sent(c.volume(device("AudioVolume", "setVolume setLevel"), 0.305)) == [
        ("setVolume", 30)
    ]
    assert sent(c.volume(device("MusicPlayer", "setLevel"), 1)) == [("setLevel", 100)]
    assert sent(c.source("HDMI 1")) == [("setInputSource", "HDMI 1")]
    speaker = device("MusicPlayer", "playTrack playTrackAndRestore")
    assert sent(c.play(speaker, "http://a/b.mp3")) == [("playTrack", "http://a/b.mp3")]
    assert sent(c.play(speaker, "http://a/b.mp3", announce=True)) == [
        ("playTrackAndRestore", "http://a/b.mp3")
    ]


def test_voices() -> None:
    """A text is one line; thousands lose their comma, for the hub splits at every comma."""
    assert sent(
        c.say(device("SpeechSynthesis", "speak"), "Hi,\n 1,500,000 and 2,5")
    ) == [("speak", "Hi, 1500000 and 2,5")]
    assert sent(c.say(device("AudioNotification", "playText"), "Hi")) == [
        ("playText", "Hi")
    ]
    assert sent(c.notify(" a\n b ")) == [("deviceNotification", "a b")]
    with pytest.raises(ImpossibleError):
        c.say(device("Notification", "deviceNotification"), "Hi")


def test_values() -> None:
    """Variables take what their type is."""
    assert c.variable_value("boolean", True) is True
    assert c.variable_value("number", 12.0) == 12
    assert c.variable_value("decimal", 12.5) == 12.5
    assert c.variable_value("string", "a") == "a"
    assert sent(c.connector("12")) == [("setVariable", "12")]
    assert sent(c.time_remaining(59.6)) == [("setTimeRemaining", 60)]
    for kind, value in (
        ("number", 1.5),
        ("boolean", "true"),
        ("decimal", "1"),
        ("number", True),
    ):
        with pytest.raises(ImpossibleError):
            c.variable_value(kind, value)


def test_a_command_is_its_name_and_arguments() -> None:
    """Equal commands are equal."""
    assert c.clear_code(1) == (Command(name="deleteCode", arguments=(1,)),)
