"""How an entity is to be made: everything about it but its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Feature(StrEnum):
    """What an entity can do beyond the least of its kind."""

    BRIGHTNESS = "brightness"
    HS = "hs"
    COLOR_TEMP = "color_temp"
    EFFECT = "effect"
    TRANSITION = "transition"
    SPEED = "speed"
    PRESET = "preset"
    FAN_MODE = "fan_mode"
    TARGET = "target"
    TARGET_RANGE = "target_range"
    TURN_ON = "turn_on"
    TURN_OFF = "turn_off"
    OPEN = "open"
    CLOSE = "close"
    STOP = "stop"
    POSITION = "position"
    TILT = "tilt"
    TONES = "tones"
    VOLUME_SET = "volume_set"
    VOLUME_STEP = "volume_step"
    MUTE = "mute"
    PLAY = "play"
    PAUSE = "pause"
    NEXT = "next"
    PREVIOUS = "previous"
    SOURCE = "source"
    PLAY_MEDIA = "play_media"
    ANNOUNCE = "announce"
    ARM_AWAY = "arm_away"
    ARM_HOME = "arm_home"
    ARM_NIGHT = "arm_night"
    LOCK_CODES = "lock_codes"


class Category(StrEnum):
    """Home Assistant's entity categories."""

    DIAGNOSTIC = "diagnostic"
    CONFIG = "config"


class Unknown(StrEnum):
    """What to show while the value is unknown."""

    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"
    """HomeKit ignores `unknown` and would go on showing the last state, as if all were well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Which of an entity's commands give up safety; all others are always allowed."""

    unsecuring: frozenset[str] = frozenset()
    unsecuring_in_alarm: frozenset[str] = frozenset()
    """Only while a siren sounds or HSM has an alert."""

    def asks(self, command: str, *, alarm: bool = False) -> bool:
        """Tell whether the guard is to be asked before a command."""
        return command in self.unsecuring or (
            alarm and command in self.unsecuring_in_alarm
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityBlueprint:
    """One entity."""

    platform: str
    key: str
    """Unique within the device, and the same for ever: part of the unique id."""
    capability: str
    """The row of the table it comes from."""
    name: str | None = None
    """A name of its own, where no translation can know it: a hub variable's."""
    main: bool = False
    """Is what the device is: takes the device's name."""
    translation_key: str | None = None
    placeholders: Mapping[str, str] = field(default_factory=dict)
    device_class: str | None = None
    unit: str | None = None
    state_class: str | None = None
    category: Category | None = None
    enabled: bool = True
    attributes: tuple[str, ...] = ()
    """Read for its state; the first one decides it."""
    commands: frozenset[str] = frozenset()
    """Used by it, as far as the device has them."""
    features: frozenset[Feature] = frozenset()
    options: tuple[str, ...] = ()
    """Of a select, an enumerated sensor, a siren's tones, an event's types, a fan's speeds from slow to
    fast, a light's effects, a player's sources, a climate's modes."""
    presets: tuple[str, ...] = ()
    fan_modes: tuple[str, ...] = ()
    on: frozenset[str] = frozenset()
    """Values of the first attribute that a binary sensor calls on; all other known ones are off."""
    when_unknown: Unknown = Unknown.UNKNOWN
    guard: Guard = Guard()
    button: int | None = None
    """The number of the button it listens to."""
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What the owner says about a device that its driver does not, or wrongly."""

    kind: str | None = None
    """switch or light, for what can be both."""
    contact: str | None = None
    """Device class of its contact: door, window, garage_door or opening."""
    cover: str | None = None
    """Device class of its cover."""
