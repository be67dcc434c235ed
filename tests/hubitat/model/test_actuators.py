"""Every row of the capability table that does something."""

import pytest

from custom_components.kaizen.hubitat.model import (
    Feature as F,
    HubDevice,
    Overrides,
    Unknown,
)

from .rig import device, entities, nothing

DIMMER = "on off setLevel"
PLAYER = (
    "play pause stop nextTrack previousTrack setVolume volumeUp volumeDown mute unmute"
)


def _platforms(found: HubDevice) -> set[str]:
    return {f"{b.platform}.{b.key}" for b in entities(found).values()}


@pytest.mark.parametrize(
    ("capabilities", "device_class"),
    [("Switch", "switch"), ("RelaySwitch", "switch"), ("Outlet Switch", "outlet")],
)
def test_switches(capabilities: str, device_class: str) -> None:
    """Outlets are switches of a class."""
    found = entities(device(capabilities, "on off", switch=None))
    assert set(found) == {"switch"}
    assert (found["switch"].device_class, found["switch"].main) == (device_class, True)


@pytest.mark.parametrize(
    ("capabilities", "commands", "attributes", "features"),
    [
        ("Light Switch", "on off", "switch", set()),
        ("Bulb Switch", "on off", "switch", set()),
        (
            "Switch SwitchLevel ChangeLevel",
            DIMMER,
            "switch level",
            {F.BRIGHTNESS, F.TRANSITION},
        ),
        ("SwitchLevel", "setLevel", "level", {F.BRIGHTNESS, F.TRANSITION}),
        (
            "Switch ColorControl",
            "on off setColor",
            "switch hue saturation",
            {F.HS, F.BRIGHTNESS},
        ),
        (
            "Switch SwitchLevel ColorTemperature ColorMode",
            f"{DIMMER} setColorTemperature",
            "switch level colorTemperature colorMode",
            {F.BRIGHTNESS, F.TRANSITION, F.COLOR_TEMP},
        ),
        (
            "Switch SwitchLevel ColorControl ColorTemperature",
            f"{DIMMER} setColor setColorTemperature",
            "switch level hue saturation colorTemperature",
            {F.BRIGHTNESS, F.TRANSITION, F.COLOR_TEMP, F.HS},
        ),
    ],
)
def test_lights(
    capabilities: str, commands: str, attributes: str, features: set[F]
) -> None:
    """A light can what it has attributes and commands for."""
    found = entities(device(capabilities, commands, **nothing(attributes)))
    assert set(found) == {"light"}
    light = found["light"]
    assert light.features == features
    assert light.attributes == tuple(attributes.split())
    assert (light.minimum, light.maximum) == (
        (2000, 6500) if F.COLOR_TEMP in features else (None, None)
    )


def test_light_effects() -> None:
    """An effect is chosen by its name; a list without numbers is of no use."""
    capabilities, commands = "Switch LightEffects", "on off setEffect"
    found = entities(
        device(capabilities, commands, switch=None, lightEffects='{"1":"Candle"}')
    )
    assert found["light"].options == ("Candle",)
    assert F.EFFECT in found["light"].features
    found = entities(
        device(capabilities, commands, switch=None, lightEffects='["Candle"]')
    )
    assert F.EFFECT not in found["light"].features


def test_the_owner_says_what_a_switch_is() -> None:
    """A relay in a lamp, and a dimmer in a pump."""
    relay = device("Switch", "on off", switch=None)
    assert set(entities(relay, Overrides(kind="light"))) == {"light"}
    pump = device("Switch SwitchLevel", DIMMER, switch=None, level=None)
    assert set(entities(pump, Overrides(kind="switch"))) == {"switch"}


@pytest.mark.parametrize(
    ("capabilities", "commands", "attributes", "platforms"),
    [
        (
            "Switch FanControl SwitchLevel",
            f"{DIMMER} setSpeed",
            "switch level speed",
            {"fan.fan"},
        ),
        (
            "Switch GarageDoorControl",
            "on off open close",
            "switch door",
            {"cover.door"},
        ),
        (
            "Switch SwitchLevel WindowShade",
            f"{DIMMER} open close",
            "switch level windowShade",
            {"cover.shade"},
        ),
        ("Switch Valve", "on off open close", "switch valve", {"valve.valve"}),
        ("Switch Alarm", "on off siren", "switch alarm", {"siren.siren"}),
        ("Switch Chime", "on off playSound", "switch status", {"siren.chime"}),
        (
            "Switch MusicPlayer",
            "on off play",
            "switch status level",
            {"media_player.player"},
        ),
        (
            "Switch SwitchLevel AudioVolume",
            f"{DIMMER} setVolume",
            "switch level volume",
            {"media_player.player"},
        ),
        ("Switch Light SwitchLevel", DIMMER, "switch level", {"light.light"}),
        (
            "Switch Lock",
            "on off lock unlock",
            "switch lock",
            {"lock.lock", "switch.switch"},
        ),
        (
            "Switch Alarm SwitchLevel ColorControl",
            f"{DIMMER} siren setColor",
            "switch alarm level hue saturation",
            {"siren.siren", "light.light"},
        ),
    ],
)
def test_what_suppresses_a_switch(
    capabilities: str, commands: str, attributes: str, platforms: set[str]
) -> None:
    """A switch that is part of something else is not a second entity."""
    assert (
        _platforms(device(capabilities, commands, **nothing(attributes))) == platforms
    )


def test_fans() -> None:
    """On, off and auto are no speeds."""
    said = '["high","low","on","off","auto","medium"]'
    fan = entities(
        device("FanControl", "setSpeed", speed=None, supportedFanSpeeds=said)
    )["fan"]
    assert fan.options == ("low", "medium", "high")
    assert fan.presets == ("auto",)
    assert fan.features == {F.SPEED, F.PRESET}
    fan = entities(
        device(
            "FanControl",
            "setSpeed",
            speed=None,
            choices={"speed": ("Low", "High", "off")},
        )
    )["fan"]
    assert fan.options == ("low", "high")
    own = entities(
        device(
            "FanControl",
            "setSpeed",
            speed=None,
            supportedFanSpeeds='["whisper","gale"]',
        )
    )["fan"]
    assert own.options == ("whisper", "gale")
    assert entities(device("FanControl", "on off", speed=None))["fan"].features == set()


def test_locks() -> None:
    """Unlocking and codes pass the guard, locking never does; an unknown lock is not shown as locked."""
    lock = entities(
        device("Lock LockCodes", "lock unlock setCode deleteCode", lock=None)
    )["lock"]
    assert lock.guard.asks("unlock")
    assert lock.guard.asks("setCode")
    assert not lock.guard.asks("lock", alarm=True)
    assert lock.features == {F.LOCK_CODES}
    assert lock.when_unknown is Unknown.UNAVAILABLE
    assert entities(device("Lock", "lock unlock", lock=None))["lock"].features == set()


@pytest.mark.parametrize(
    ("capability", "label", "device_class"),
    [
        ("GarageDoorControl", "Thing", "garage"),
        ("DoorControl", "Driveway", "gate"),
        ("DoorControl", "Left Garage", "garage"),
    ],
)
def test_doors(capability: str, label: str, device_class: str) -> None:
    """Opening passes the guard, closing never does."""
    door = entities(device(capability, "open close", label=label, door=None))["door"]
    assert (door.platform, door.device_class) == ("cover", device_class)
    assert door.features == {F.OPEN, F.CLOSE}
    assert door.guard.asks("open")
    assert not door.guard.asks("close")
    assert door.when_unknown is Unknown.UNAVAILABLE
    own = entities(device(capability, "open close", door=None), Overrides(cover="door"))
    assert own["door"].device_class == "door"


@pytest.mark.parametrize(
    ("capability", "commands", "attributes", "key", "features"),
    [
        ("WindowShade", "open close", "windowShade", "shade", {F.OPEN, F.CLOSE}),
        (
            "WindowShade",
            "open close setPosition stopPositionChange",
            "windowShade position",
            "shade",
            {F.OPEN, F.CLOSE, F.POSITION, F.STOP},
        ),
        (
            "WindowShade",
            "open close stop setPosition",
            "windowShade",
            "shade",
            {F.OPEN, F.CLOSE, F.STOP},
        ),
        (
            "WindowBlind",
            "open close setPosition setTiltLevel",
            "windowBlind position tilt",
            "blind",
            {F.OPEN, F.CLOSE, F.POSITION, F.TILT},
        ),
        ("WindowBlind", "open close", "windowShade", "blind", {F.OPEN, F.CLOSE}),
    ],
)
def test_shades(
    capability: str, commands: str, attributes: str, key: str, features: set[F]
) -> None:
    """Position, tilt and stop are there when the device has them; nothing of it needs a guard."""
    shade = entities(device(capability, commands, **nothing(attributes)))[key]
    assert (shade.platform, shade.device_class, shade.features) == (
        "cover",
        key,
        frozenset(features),
    )
    assert shade.attributes == tuple(attributes.split())
    assert not shade.guard.unsecuring


def test_valves() -> None:
    """Opening passes the guard."""
    valve = entities(device("Valve", "open close", valve=None))["valve"]
    assert (valve.platform, valve.device_class, valve.features) == (
        "valve",
        "water",
        frozenset({F.OPEN, F.CLOSE}),
    )
    assert valve.guard.asks("open")
    assert not valve.guard.asks("close")


THERMOSTAT = (
    "setHeatingSetpoint setCoolingSetpoint setThermostatMode setThermostatFanMode"
)


def test_thermostats() -> None:
    """Modes, presets and fan modes are those it supports; auto is a range."""
    climate = entities(
        device(
            "Thermostat",
            THERMOSTAT,
            heatingSetpoint=None,
            coolingSetpoint=None,
            thermostatMode=None,
            thermostatFanMode=None,
            supportedThermostatModes='["auto","off","heat","emergency heat","cool"]',
            supportedThermostatFanModes='["on","circulate","auto"]',
        )
    )["thermostat"]
    assert climate.options == ("heat_cool", "off", "heat", "cool")
    assert climate.presets == ("none", "emergency_heat")
    assert climate.fan_modes == ("on", "circulate", "auto")
    assert climate.features == {
        F.TARGET,
        F.TARGET_RANGE,
        F.FAN_MODE,
        F.PRESET,
        F.TURN_ON,
        F.TURN_OFF,
    }


def test_simple_thermostats() -> None:
    """What only heats has one target and no range."""
    heater = device(
        "Thermostat",
        "setHeatingSetpoint heat off auto",
        heatingSetpoint=None,
        thermostatMode=None,
    )
    climate = entities(heater)["thermostat"]
    assert climate.options == ("off", "heat", "auto")
    assert climate.features == {F.TARGET, F.TURN_ON, F.TURN_OFF}
    valve = device(
        "ThermostatHeatingSetpoint", "setHeatingSetpoint", heatingSetpoint=None
    )
    assert entities(valve)["thermostat"].options == ("heat",)
    typed = device(
        "ThermostatMode",
        "setThermostatMode",
        thermostatMode=None,
        choices={"thermostatMode": ("Heat", "OFF")},
    )
    assert entities(typed)["thermostat"].options == ("heat", "off")
    assert not entities(device("Thermostat", "", temperature=20))


def test_sirens() -> None:
    """Silencing passes the guard only while there is an alarm."""
    siren = entities(device("Alarm", "off siren both", alarm=None))["siren"]
    assert siren.options == ("siren", "both")
    assert siren.features == {F.TURN_ON, F.TURN_OFF, F.TONES}
    assert siren.guard.asks("off", alarm=True)
    assert not siren.guard.asks("off")
    assert not siren.guard.asks("siren", alarm=True)


def test_chimes() -> None:
    """Its sounds are its tones."""
    chime = entities(
        device(
            "Chime",
            "playSound stop",
            soundEffects='{"1":"Ding","2":"Dong"}',
            status=None,
        )
    )["chime"]
    assert (chime.platform, chime.options) == ("siren", ("Ding", "Dong"))
    assert chime.features == {F.TURN_ON, F.TURN_OFF, F.TONES}
    assert entities(device("Chime", "playSound", status=None))["chime"].features == {
        F.TURN_ON
    }
    assert not entities(device("Chime", "", status=None))


def test_a_siren_that_chimes_is_two() -> None:
    """Only one of them takes the device's name."""
    found = entities(
        device("Alarm Chime", "off siren playSound", alarm=None, status=None)
    )
    assert found["siren"].main
    assert not found["chime"].main
    assert found["chime"].translation_key == "chime"


def test_keypads() -> None:
    """Arming is free, disarming and codes are not."""
    keypad = entities(
        device("SecurityKeypad", "armAway armHome disarm setCode", securityKeypad=None)
    )["keypad"]
    assert keypad.platform == "alarm_control_panel"
    assert keypad.features == {F.ARM_AWAY, F.ARM_HOME, F.LOCK_CODES}
    assert keypad.guard.asks("disarm")
    assert keypad.guard.asks("setCode")
    assert not keypad.guard.asks("armAway")
    assert keypad.when_unknown is Unknown.UNAVAILABLE


@pytest.mark.parametrize(
    ("capabilities", "commands", "attributes", "features"),
    [
        (
            "AudioVolume",
            "setVolume volumeUp volumeDown mute unmute",
            "volume mute",
            {F.VOLUME_SET, F.VOLUME_STEP, F.MUTE},
        ),
        (
            "MusicPlayer MediaTransport AudioVolume",
            f"{PLAYER} playTrack playText",
            "status transportStatus volume mute level",
            {
                *(F.PLAY, F.PAUSE, F.STOP, F.NEXT, F.PREVIOUS, F.MUTE),
                *(F.VOLUME_SET, F.VOLUME_STEP, F.PLAY_MEDIA, F.ANNOUNCE),
            },
        ),
        ("MusicPlayer", "play setLevel", "status level", {F.PLAY, F.VOLUME_SET}),
        (
            "MediaTransport",
            "play pause stop",
            "transportStatus",
            {F.PLAY, F.PAUSE, F.STOP},
        ),
        ("MediaInputSource", "setInputSource", "mediaInputSource", {F.SOURCE}),
        (
            "MediaTransport Switch",
            "play on off",
            "transportStatus switch",
            {F.PLAY, F.TURN_ON, F.TURN_OFF},
        ),
    ],
)
def test_players(
    capabilities: str, commands: str, attributes: str, features: set[F]
) -> None:
    """A player can what it has commands for."""
    player = entities(device(capabilities, commands, **nothing(attributes)))["player"]
    assert (player.platform, player.device_class, player.features) == (
        "media_player",
        "speaker",
        frozenset(features),
    )


def test_inputs_of_a_player() -> None:
    """Sources are those it says it has."""
    tv = device(
        "MediaInputSource",
        "setInputSource",
        supportedInputs='["HDMI 1","Radio"]',
        mediaInputSource=None,
    )
    assert entities(tv)["player"].options == ("HDMI 1", "Radio")


@pytest.mark.parametrize(
    ("capabilities", "commands", "entity", "used"),
    [
        ("SpeechSynthesis", "speak", "speech", "speak"),
        ("AudioNotification", "playText playTextAndRestore", "speech", "playText"),
        ("Notification", "deviceNotification", "notification", "deviceNotification"),
    ],
)
def test_notifiers(capabilities: str, commands: str, entity: str, used: str) -> None:
    """What speaks or shows a text is a notifier."""
    found = entities(device(capabilities, commands))
    assert set(found) == {entity}
    assert (found[entity].platform, found[entity].commands) == (
        "notify",
        frozenset({used}),
    )


def test_buttons_are_events() -> None:
    """One per number, with the presses its capabilities have."""
    found = entities(
        device(
            "PushableButton HoldableButton DoubleTapableButton ReleasableButton",
            "push hold doubleTap release",
            numberOfButtons="2",
            pushed=None,
        )
    )
    assert set(found) == {"button_1", "button_2"}
    second = found["button_2"]
    assert (second.platform, second.device_class, second.button) == (
        "event",
        "button",
        2,
    )
    assert second.options == ("pushed", "held", "double_tapped", "released")
    assert second.placeholders == {"number": "2"}
    assert set(
        entities(device("PushableButton", pushed=None, numberOfButtons=None))
    ) == {"button_1"}
    assert not entities(device("PushableButton", numberOfButtons=0))


def test_a_touch_is_an_event() -> None:
    """It only ever says `touched`: as a state it would never end."""
    found = entities(device("TouchSensor", touch=None))
    assert set(found) == {"touch"}
    assert (found["touch"].platform, found["touch"].options) == ("event", ("touched",))


@pytest.mark.parametrize(
    ("capability", "command", "key", "diagnostic"),
    [
        ("Momentary", "push", "push", False),
        ("Tone", "beep", "beep", False),
        ("Refresh", "refresh", "refresh", True),
        ("ImageCapture", "take", "take_picture", False),
        ("TimedSession", "start", "session_start", False),
        ("TimedSession", "cancel", "session_cancel", False),
    ],
)
def test_commands_that_can_be_pressed(
    capability: str, command: str, key: str, diagnostic: bool
) -> None:
    """A command without arguments is a button."""
    button = entities(device(capability, command))[key]
    assert (button.platform, button.commands, button.translation_key) == (
        "button",
        frozenset({command}),
        key,
    )
    assert (button.category == "diagnostic") is diagnostic


def test_a_lever_on_an_opener_passes_the_guard() -> None:
    """A garage also opens by its relay, a lock by its switch."""
    found = entities(
        device(
            "Lock Switch Momentary Refresh",
            "lock unlock on off push refresh",
            lock=None,
            switch=None,
        )
    )
    assert found["switch"].guard.unsecuring == {"on", "off"}
    assert found["push"].guard.unsecuring == {"push"}
    assert not found["refresh"].guard.unsecuring
    assert not entities(device("Switch", "on off", switch=None))[
        "switch"
    ].guard.unsecuring


def test_timers_variables_and_pictures() -> None:
    """Values that can be set are numbers and texts."""
    timer = entities(device("TimedSession", "setTimeRemaining", timeRemaining=None))[
        "time_remaining"
    ]
    assert (timer.platform, timer.device_class, timer.unit) == (
        "number",
        "duration",
        "s",
    )
    text = entities(device("Variable", "setVariable", variable="a"))["variable"]
    assert text.platform == "text"
    number = entities(
        device("Variable", "setVariable", variable=1, types={"variable": "NUMBER"})
    )["variable"]
    assert (number.platform, number.step) == ("number", 0.001)
    assert entities(device("Variable", variable="a"))["variable"].platform == "sensor"
    image = entities(device("ImageCapture", "take", image=None))["image"]
    assert (image.platform, image.attributes) == ("image", ("image",))


def test_what_nobody_knows_is_nothing() -> None:
    """No entity for an unknown capability, nor for a camera without a picture."""
    assert not entities(device("RobotMower", "mow dock", mowerState="docked"))
    assert not entities(
        device(
            "VideoCamera VideoCapture", "on off flip capture", camera="on", mute="muted"
        )
    )
