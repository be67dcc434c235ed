"""The hub's capabilities: which attributes and commands a driver that declares one has."""

from dataclasses import dataclass
import json
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """An attribute as a capability defines it."""

    name: str
    data_type: str
    initial: Any = None
    unit: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command and the types of its parameters; the first `needs` must be given."""

    name: str
    parameters: tuple[str, ...] = ()
    needs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What a driver promises."""

    attributes: tuple[Spec, ...] = ()
    commands: tuple[Command, ...] = ()


def number(name: str, initial: float | None = None, unit: str | None = None) -> Spec:
    """Define an attribute that REST gives as a number."""
    return Spec(name=name, data_type="NUMBER", initial=initial, unit=unit)


def enum(name: str, *values: str) -> Spec:
    """Define an attribute of fixed values; the first is the initial one."""
    return Spec(name=name, data_type="ENUM", initial=values[0], values=values)


def string(name: str, initial: str | None = None) -> Spec:
    """Define a text."""
    return Spec(name=name, data_type="STRING", initial=initial)


def json_object(name: str, initial: Any = None) -> Spec:
    """Define a value that is JSON inside a string."""
    value = None if initial is None else json.dumps(initial)
    return Spec(name=name, data_type="JSON_OBJECT", initial=value)


def does(name: str, *parameters: str, needs: int | None = None) -> Command:
    """Define a command; all parameters are needed unless said otherwise."""
    needed = len(parameters) if needs is None else needs
    return Command(name=name, parameters=parameters, needs=needed)


def _of(*parts: Spec | Command) -> Capability:
    return Capability(
        attributes=tuple(part for part in parts if isinstance(part, Spec)),
        commands=tuple(part for part in parts if isinstance(part, Command)),
    )


def _sensor(*parts: Spec) -> Capability:
    return _of(*parts)


_SWITCH: Final = (enum("switch", "off", "on"), does("off"), does("on"))
_LEVEL: Final = number("level", 100, "%")
_FAN_SPEEDS: Final = (
    "low",
    "medium-low",
    "medium",
    "medium-high",
    "high",
    "on",
    "off",
    "auto",
)
_SHADES: Final = (
    enum(
        "windowShade",
        "closed",
        "open",
        "partially open",
        "opening",
        "closing",
        "unknown",
    ),
    number("position", 0, "%"),
    does("open"),
    does("close"),
    does("setPosition", "NUMBER"),
    does("startPositionChange", "ENUM"),
    does("stopPositionChange"),
)
_DOOR: Final = (
    enum("door", "closed", "open", "opening", "closing", "unknown"),
    does("open"),
    does("close"),
)
_LOCK_CODES: Final = (
    json_object("lockCodes"),
    number("codeLength"),
    number("maxCodes", 20),
    string("codeChanged"),
    does("setCode", "NUMBER", "STRING", "STRING", needs=2),
    does("deleteCode", "NUMBER"),
    does("getCodes"),
    does("setCodeLength", "NUMBER"),
)
_VOLUME: Final = (
    number("volume", 30, "%"),
    enum("mute", "unmuted", "muted"),
    does("mute"),
    does("unmute"),
    does("setVolume", "NUMBER"),
    does("volumeUp"),
    does("volumeDown"),
)
_ANNOUNCE: Final = tuple(
    does(name, "STRING", "NUMBER", needs=1)
    for name in (
        *("playText", "playTextAndRestore", "playTextAndResume"),
        *("playTrack", "playTrackAndRestore", "playTrackAndResume"),
    )
)

CAPABILITIES: Final[dict[str, Capability]] = {
    "Actuator": _of(),
    "Sensor": _of(),
    "Configuration": _of(does("configure")),
    "Refresh": _of(does("refresh")),
    "Initialize": _of(does("initialize")),
    "Switch": _of(*_SWITCH),
    "RelaySwitch": _of(*_SWITCH),
    "Outlet": _of(*_SWITCH),
    "Light": _of(*_SWITCH),
    "Bulb": _of(*_SWITCH),
    "SwitchLevel": _of(_LEVEL, does("setLevel", "NUMBER", "NUMBER", needs=1)),
    "ChangeLevel": _of(does("startLevelChange", "ENUM"), does("stopLevelChange")),
    "ColorControl": _of(
        number("hue"),
        number("saturation"),
        string("color"),
        string("colorName"),
        string("RGB"),
        does("setColor", "COLOR_MAP"),
        does("setHue", "NUMBER"),
        does("setSaturation", "NUMBER"),
    ),
    "ColorTemperature": _of(
        number("colorTemperature", 2700, "K"),
        string("colorName"),
        does("setColorTemperature", "NUMBER", "NUMBER", "NUMBER", needs=1),
    ),
    "ColorMode": _of(enum("colorMode", "CT", "RGB", "EFFECTS")),
    "LightEffects": _of(
        string("effectName"),
        json_object("lightEffects", {"0": "None", "1": "Candle", "2": "Rainbow"}),
        does("setEffect", "NUMBER"),
        does("setNextEffect"),
        does("setPreviousEffect"),
    ),
    "FanControl": _of(
        enum("speed", "off", *(s for s in _FAN_SPEEDS if s != "off")),
        json_object("supportedFanSpeeds", _FAN_SPEEDS),
        does("setSpeed", "ENUM"),
        does("cycleSpeed"),
    ),
    "Lock": _of(
        enum("lock", "locked", "unlocked", "unlocked with timeout", "unknown"),
        does("lock"),
        does("unlock"),
    ),
    "LockCodes": _of(*_LOCK_CODES),
    "Thermostat": _of(
        number("temperature", 20.5, "°C"),
        number("heatingSetpoint", 21, "°C"),
        number("coolingSetpoint", 25, "°C"),
        number("thermostatSetpoint", 21, "°C"),
        enum("thermostatMode", "heat", "auto", "off", "emergency heat", "cool"),
        enum("thermostatFanMode", "auto", "circulate", "on"),
        enum(
            "thermostatOperatingState",
            "idle",
            "heating",
            "pending cool",
            "pending heat",
            "vent economizer",
            "cooling",
            "fan only",
        ),
        json_object(
            "supportedThermostatModes",
            ["auto", "off", "heat", "emergency heat", "cool"],
        ),
        json_object("supportedThermostatFanModes", ["on", "circulate", "auto"]),
        does("setHeatingSetpoint", "NUMBER"),
        does("setCoolingSetpoint", "NUMBER"),
        does("setThermostatMode", "ENUM"),
        does("setThermostatFanMode", "ENUM"),
        *(does(mode) for mode in ("auto", "off", "heat", "cool", "emergencyHeat")),
        *(does(mode) for mode in ("fanAuto", "fanOn", "fanCirculate")),
    ),
    "GarageDoorControl": _of(*_DOOR),
    "DoorControl": _of(*_DOOR),
    "WindowShade": _of(*_SHADES),
    "WindowBlind": _of(
        *_SHADES, number("tilt", 0, "%"), does("setTiltLevel", "NUMBER")
    ),
    "Valve": _of(enum("valve", "open", "closed"), does("open"), does("close")),
    "ContactSensor": _sensor(enum("contact", "closed", "open")),
    "MotionSensor": _sensor(enum("motion", "inactive", "active")),
    "PresenceSensor": _sensor(enum("presence", "present", "not present")),
    "Beacon": _sensor(enum("presence", "present", "not present")),
    "WaterSensor": _sensor(enum("water", "dry", "wet")),
    "SmokeDetector": _sensor(enum("smoke", "clear", "tested", "detected")),
    "CarbonMonoxideDetector": _sensor(
        enum("carbonMonoxide", "clear", "tested", "detected")
    ),
    "GasDetector": _sensor(enum("naturalGas", "clear", "tested", "detected")),
    "AccelerationSensor": _sensor(enum("acceleration", "inactive", "active")),
    "ThreeAxis": _sensor(Spec(name="threeAxis", data_type="VECTOR3")),
    "ShockSensor": _sensor(enum("shock", "clear", "detected")),
    "TamperAlert": _sensor(enum("tamper", "clear", "detected")),
    "SoundSensor": _sensor(enum("sound", "not detected", "detected")),
    "SleepSensor": _sensor(enum("sleeping", "not sleeping", "sleeping")),
    "TouchSensor": _sensor(Spec(name="touch", data_type="ENUM", values=("touched",))),
    "TemperatureMeasurement": _sensor(number("temperature", 21.4, "°C")),
    "RelativeHumidityMeasurement": _sensor(number("humidity", 48, "%")),
    "IlluminanceMeasurement": _sensor(number("illuminance", 120, "lux")),
    "PowerMeter": _sensor(number("power", 34.2, "W")),
    "EnergyMeter": _sensor(number("energy", 112.84, "kWh")),
    "VoltageMeasurement": _sensor(
        number("voltage", 231.2, "V"), number("frequency", 50.0, "Hz")
    ),
    "CurrentMeter": _sensor(number("amperage", 0.15, "A")),
    "CarbonDioxideMeasurement": _sensor(number("carbonDioxide", 640, "ppm")),
    "AirQuality": _sensor(number("airQualityIndex", 41)),
    "PressureMeasurement": _sensor(number("pressure", 101.2, "kPa")),
    "UltravioletIndex": _sensor(number("ultravioletIndex", 2)),
    "pHMeasurement": _sensor(number("pH", 7.2)),
    "SoundPressureLevel": _sensor(number("soundPressureLevel", 38, "dB")),
    "LiquidFlowRate": _sensor(number("rate", 0.0, "LPM")),
    "Battery": _sensor(number("battery", 87, "%")),
    "PowerSource": _sensor(enum("powerSource", "mains", "battery", "dc", "unknown")),
    "SignalStrength": _sensor(number("lqi", 200), number("rssi", -61)),
    "HealthCheck": _of(
        enum("healthStatus", "online", "offline"),
        number("checkInterval", 600),
        does("ping"),
    ),
    "FilterStatus": _sensor(enum("filterStatus", "normal", "replace")),
    "Consumable": _of(
        enum(
            "consumableStatus",
            "good",
            "missing",
            "order",
            "replace",
            "maintenance_required",
        ),
        does("setConsumableStatus", "ENUM"),
    ),
    "PushableButton": _of(
        number("numberOfButtons", 1), number("pushed"), does("push", "NUMBER")
    ),
    "HoldableButton": _of(number("held"), does("hold", "NUMBER")),
    "DoubleTapableButton": _of(number("doubleTapped"), does("doubleTap", "NUMBER")),
    "ReleasableButton": _of(number("released"), does("release", "NUMBER")),
    "Momentary": _of(does("push")),
    "Tone": _of(does("beep")),
    "Alarm": _of(
        enum("alarm", "off", "strobe", "siren", "both"),
        does("off"),
        does("strobe"),
        does("siren"),
        does("both"),
    ),
    "Chime": _of(
        json_object("soundEffects", {"1": "Ding Dong", "2": "Westminster"}),
        string("soundName"),
        enum("status", "stopped", "playing"),
        does("playSound", "NUMBER"),
        does("stop"),
    ),
    "SecurityKeypad": _of(
        enum(
            "securityKeypad",
            "disarmed",
            "armed home",
            "armed away",
            "armed night",
            "unknown",
        ),
        *_LOCK_CODES,
        *(does(m, "NUMBER", needs=0) for m in ("armAway", "armHome", "armNight")),
        does("disarm", "NUMBER", needs=0),
        does("setEntryDelay", "NUMBER"),
        does("setExitDelay", "NUMBER"),
    ),
    "AudioVolume": _of(*_VOLUME),
    "MusicPlayer": _of(
        number("level", 30),
        enum("mute", "unmuted", "muted"),
        enum("status", "stopped", "playing", "paused"),
        json_object("trackData"),
        string("trackDescription"),
        *(does(c) for c in ("mute", "unmute", "play", "pause", "stop")),
        *(does(c) for c in ("nextTrack", "previousTrack")),
        does("setLevel", "NUMBER"),
        *_ANNOUNCE,
    ),
    "MediaTransport": _of(
        enum("transportStatus", "stopped", "playing", "paused"),
        *(does(c) for c in ("play", "pause", "stop")),
    ),
    "MediaInputSource": _of(
        string("mediaInputSource", "HDMI 1"),
        json_object("supportedInputs", ["HDMI 1", "HDMI 2", "Radio"]),
        does("setInputSource", "STRING"),
    ),
    "SpeechSynthesis": _of(does("speak", "STRING", "NUMBER", "STRING", needs=1)),
    "AudioNotification": _of(*_ANNOUNCE),
    "Notification": _of(does("deviceNotification", "STRING")),
    "ImageCapture": _of(string("image"), does("take")),
    "VideoCamera": _of(
        enum("camera", "on", "off", "restarting", "unavailable"),
        enum("mute", "unmuted", "muted"),
        json_object("settings"),
        string("statusMessage"),
        *(does(c) for c in ("on", "off", "mute", "unmute", "flip")),
    ),
    "VideoCapture": _of(json_object("clip"), does("capture", "DATE", "DATE", "DATE")),
    "TimedSession": _of(
        enum("sessionStatus", "stopped", "canceled", "paused", "running"),
        number("timeRemaining", 0),
        *(does(c) for c in ("start", "stop", "pause", "cancel")),
        does("setTimeRemaining", "NUMBER"),
    ),
    "StepSensor": _sensor(number("steps", 4211), number("goal", 8000)),
    "Variable": _of(string("variable"), does("setVariable", "STRING")),
}
