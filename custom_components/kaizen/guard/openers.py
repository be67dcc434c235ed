"""What can open a house, whoever's entity it is."""

from collections.abc import Mapping
from typing import Final

from .model import Risk
from .risk import Known, risk_of

OPENING: Final[Mapping[str, str]] = {
    "alarm_control_panel": "alarm_control_panel.alarm_disarm",
    "cover": "cover.open_cover",
    "lock": "lock.unlock",
    "valve": "valve.open_valve",
}
"""By domain, the action that gives up the most."""


def opening_risk(domain: str, device_class: str | None) -> Risk:
    """Return how much safety a thing can give up at most; one that cannot, gives up nothing."""
    if (verb := OPENING.get(domain)) is None:
        return Risk.READ
    return risk_of(verb, known=Known(domain=domain, device_class=device_class))
