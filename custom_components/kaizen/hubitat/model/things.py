"""Rows of the table for what is left: switches, keypads, buttons, pictures, timers, variables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .blueprint import Category, EntityBlueprint, Feature, Guard, Overrides, Unknown
from .devices import HubDevice
from .openings import CODE_COMMANDS

PRESS_TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "pushed": ("PushableButton", "pushed"),
    "held": ("HoldableButton", "held"),
    "doubleTapped": ("DoubleTapableButton", "double_tapped"),
    "released": ("ReleasableButton", "released"),
    "touch": ("TouchSensor", "touched"),
}
"""By attribute: the capability, and the type of event and device trigger."""
_ARM: Final = {
    "armAway": Feature.ARM_AWAY,
    "armHome": Feature.ARM_HOME,
    "armNight": Feature.ARM_NIGHT,
}
LIMIT: Final = 2_147_483_647
_DAY: Final = 86_400


def switch(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a switch, an outlet if it is one."""
    if not device.can("on", "off"):
        return None
    outlet = device.is_a("Outlet")
    return EntityBlueprint(
        platform="switch",
        key="switch",
        capability="Outlet"
        if outlet
        else "RelaySwitch"
        if device.is_a("RelaySwitch")
        else "Switch",
        main=True,
        device_class="outlet" if outlet else "switch",
        attributes=("switch",),
        commands=frozenset({"on", "off"}),
    )


def keypad(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return the alarm panel of a keypad: disarming and codes pass the guard."""
    codes = device.commands & CODE_COMMANDS
    features = {feature for command, feature in _ARM.items() if device.can(command)}
    features |= {Feature.LOCK_CODES} if "setCode" in codes else set()
    return EntityBlueprint(
        platform="alarm_control_panel",
        key="keypad",
        capability="SecurityKeypad",
        main=True,
        attributes=("securityKeypad",),
        commands=device.commands & {*_ARM, "disarm", *codes},
        features=frozenset(features),
        when_unknown=Unknown.UNAVAILABLE,
        guard=Guard(unsecuring=codes | {"disarm"}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonRow:
    """A command without arguments that is shown as a button."""

    capability: str
    command: str
    key: str
    category: Category | None = None
    enabled: bool = True


BUTTONS: Final = (
    ButtonRow(capability="Momentary", command="push", key="push"),
    ButtonRow(capability="Tone", command="beep", key="beep"),
    ButtonRow(capability="ImageCapture", command="take", key="take_picture"),
    *(
        ButtonRow(capability="TimedSession", command=command, key=f"session_{command}")
        for command in ("start", "pause", "stop", "cancel")
    ),
    ButtonRow(
        capability="Refresh",
        command="refresh",
        key="refresh",
        category=Category.DIAGNOSTIC,
        enabled=False,
    ),
)


def buttons(device: HubDevice) -> Iterator[EntityBlueprint]:
    """Yield what can be pressed in Home Assistant."""
    for row in BUTTONS:
        if device.is_a(row.capability) and device.can(row.command):
            yield EntityBlueprint(
                platform="button",
                key=row.key,
                capability=row.capability,
                translation_key=row.key,
                category=row.category,
                enabled=row.enabled,
                commands=frozenset({row.command}),
            )


def presses(device: HubDevice) -> Iterator[EntityBlueprint]:
    """Yield an event for every button of the device, and one for its surface."""
    types = {
        a: kind
        for a, (capability, kind) in PRESS_TYPES.items()
        if device.is_a(capability)
    }
    if types.pop("touch", None):
        yield EntityBlueprint(
            platform="event",
            key="touch",
            capability="TouchSensor",
            translation_key="touch",
            attributes=("touch",),
            options=("touched",),
        )
    if not types:
        return
    for number in range(1, device.buttons + 1):
        yield EntityBlueprint(
            platform="event",
            key=f"button_{number}",
            capability=PRESS_TYPES[next(iter(types))][0],
            translation_key="button",
            placeholders={"number": str(number)},
            device_class="button",
            attributes=tuple(types),
            options=tuple(types.values()),
            button=number,
        )


def values(device: HubDevice) -> Iterator[EntityBlueprint]:
    """Yield what can be set to a number or a text, and pictures."""
    if device.is_a("TimedSession") and device.can("setTimeRemaining"):
        yield EntityBlueprint(
            platform="number",
            key="time_remaining",
            capability="TimedSession",
            translation_key="time_remaining",
            device_class="duration",
            unit="s",
            attributes=("timeRemaining",),
            commands=frozenset({"setTimeRemaining"}),
            minimum=0,
            maximum=_DAY,
            step=1,
        )
    if device.is_a("Variable") and device.has("variable"):
        yield _connector(device)
    if device.is_a("ImageCapture") and device.has("image"):
        yield EntityBlueprint(
            platform="image",
            key="image",
            capability="ImageCapture",
            translation_key="picture",
            attributes=("image",),
            commands=device.commands & {"take"},
        )


def _connector(device: HubDevice) -> EntityBlueprint:
    number = device.data_type("variable") == "NUMBER"
    writable = device.can("setVariable")
    limits: dict[str, Any] = {"minimum": -LIMIT, "maximum": LIMIT, "step": 0.001}
    return EntityBlueprint(
        platform=("number" if number else "text") if writable else "sensor",
        key="variable",
        capability="Variable",
        translation_key="variable",
        attributes=("variable",),
        commands=device.commands & {"setVariable"},
        **(limits if number and writable else {}),
    )
