"""The gate in front of everything that gives up safety: unlocking, opening, disarming."""

from dataclasses import dataclass, field

from homeassistant.core import Context, HomeAssistant

from .api import Argument


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsecuringRequest:
    """A wish to give up some of the house's safety; what a command is given may be a code and is not represented."""

    entry_id: str
    device_id: str | None
    """None for Hubitat Safety Monitor."""
    label: str
    command: str
    arguments: tuple[Argument, ...] = field(default=(), repr=False)
    context: Context | None = None
    """Who wishes it."""
    code: str | None = field(default=None, repr=False)
    """What was given to prove it."""


async def async_check(hass: HomeAssistant, request: UnsecuringRequest) -> None:
    """Let a request pass, or raise; called for every unsecuring command, and nowhere else.

    Everything passes: who may do what is decided by the guard, which has no say here yet.
    """
