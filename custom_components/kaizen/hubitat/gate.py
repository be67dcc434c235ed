"""The gate in front of what a hub is told: how a command is put to the guard."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from homeassistant.core import Context, HomeAssistant

from ..guard import GuardedCommand, async_authorize, watches
from .api import Argument

_VERBS: Final[Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]] = {
    ("alarm_control_panel", "armAway"): ("alarm_control_panel.alarm_arm_away", ()),
    ("alarm_control_panel", "armHome"): ("alarm_control_panel.alarm_arm_home", ()),
    ("alarm_control_panel", "armNight"): ("alarm_control_panel.alarm_arm_night", ()),
    ("alarm_control_panel", "cancelAlerts"): (
        "alarm_control_panel.alarm_disarm",
        (),
    ),
    ("alarm_control_panel", "disarm"): ("alarm_control_panel.alarm_disarm", ()),
    ("climate", "setCoolingSetpoint"): ("climate.set_temperature", ("temperature",)),
    ("climate", "setHeatingSetpoint"): ("climate.set_temperature", ("temperature",)),
    ("climate", "setThermostatMode"): ("climate.set_hvac_mode", ("hvac_mode",)),
    ("cover", "close"): ("cover.close_cover", ()),
    ("cover", "open"): ("cover.open_cover", ()),
    ("cover", "setPosition"): ("cover.set_cover_position", ("position",)),
    ("cover", "setTiltLevel"): (
        "cover.set_cover_tilt_position",
        ("tilt_position",),
    ),
    ("lock", "lock"): ("lock.lock", ()),
    ("lock", "unlock"): ("lock.unlock", ()),
    ("siren", "off"): ("siren.turn_off", ()),
    ("siren", "on"): ("siren.turn_on", ()),
    ("siren", "stop"): ("siren.turn_off", ()),
    ("switch", "off"): ("switch.turn_off", ()),
    ("switch", "on"): ("switch.turn_on", ()),
    ("valve", "close"): ("valve.close_valve", ()),
    ("valve", "open"): ("valve.open_valve", ()),
}
"""By the entity's platform and the hub's command: the action that Home Assistant's users know."""

_UNWATCHED: Final = frozenset({"switch"})
"""Platforms that matter only where the owner says so."""

RAW: Final = "hubitat"
"""What the verbs of commands begin with that are no action of an entity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A command on its way to a hub; what it is given may be a code and is not represented."""

    label: str
    command: str
    arguments: tuple[Argument, ...] = field(default=(), repr=False)
    entity_id: str | None = None
    """The entity that was acted upon; None for a command that an action sends as it is."""
    context: Context | None = None
    """Who wishes it."""


def concerns(hass: HomeAssistant, entity_id: str | None, command: str) -> bool:
    """Return whether the guard wants to know of a command, even one that gives up nothing."""
    if entity_id is None:
        return False
    platform = entity_id.partition(".")[0]
    known = (platform, command) in _VERBS and platform not in _UNWATCHED
    return known or watches(hass, entity_id)


async def async_check(hass: HomeAssistant, wish: Wish) -> None:
    """Let a command pass, or raise; called for every one the guard wants to know of, and nowhere else.

    Raises:
        GuardRefusedError: It must not be done, or not before it is proven who wishes it.
    """
    await async_authorize(hass, _put(hass, wish))


def _put(hass: HomeAssistant, wish: Wish) -> GuardedCommand:
    """Return a command as the guard knows it.

    Pressing a button says nothing of what it does, unless the owner said how grave that is.
    """
    platform = wish.entity_id.partition(".")[0] if wish.entity_id else ""
    judged = platform == "button" and wish.entity_id and watches(hass, wish.entity_id)
    otherwise = "button.press" if judged else f"{RAW}.{wish.command}"
    verb, names = _VERBS.get((platform, wish.command), (otherwise, ()))
    return GuardedCommand(
        verb=verb,
        entity_id=wish.entity_id,
        label=wish.label,
        parameters=dict(zip(names, wish.arguments, strict=False)),
        context=wish.context,
    )
