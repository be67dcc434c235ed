"""Which way an alarm panel is armed, and which change is none for the worse."""

from enum import StrEnum
from typing import Final

from .model import UNAVAILABLE, Item
from .outcome import Result


class Mode(StrEnum):
    """A way to arm. Leaving sensors out ("custom bypass") is none: it gives up safety."""

    HOME = "home"
    NIGHT = "night"
    AWAY = "away"
    VACATION = "vacation"

    @property
    def state(self) -> str:
        """Return the state of a panel that is armed so."""
        return f"armed_{self}"


_STRENGTH: Final = {
    "armed_custom_bypass": 1,
    "armed_home": 1,
    "armed_night": 2,
    "armed_away": 3,
    "armed_vacation": 3,
}
_FEATURES: Final = {Mode.HOME: 1, Mode.AWAY: 2, Mode.NIGHT: 4, Mode.VACATION: 32}
"""As `AlarmControlPanelEntityFeature` numbers them."""


def modes_of(panel: Item) -> list[Mode]:
    """Return the ways in which a panel can be armed."""
    return [mode for mode, flag in _FEATURES.items() if panel.features & flag]


def before_arming(panel: Item, mode: Mode, asked_before: Mode | None) -> Result | None:
    """Return what comes of arming a panel that must not be commanded; None if it must.

    `asked_before` is the mode Kaizen itself gave a panel that is still arming. A panel that arms
    in an unknown way is taken to arm in the strongest.
    """
    if panel.state == UNAVAILABLE:
        return Result.UNAVAILABLE
    if panel.state == mode.state:
        return Result.ALREADY
    if panel.state in ("triggered", "pending"):
        return Result.ALARM_RUNNING
    if mode not in modes_of(panel):
        return Result.NO_SUCH_MODE
    current = panel.state
    if current == "arming":
        current = panel.heading_for or (asked_before or Mode.AWAY).state
        if current == mode.state and (panel.heading_for or asked_before):
            return Result.ARMING
    if _STRENGTH.get(current, 0) > _STRENGTH[mode.state]:
        return Result.STRONGER
    return None
