"""Arming and disarming Hubitat Safety Monitor, whose answers come as events."""

import asyncio
from collections.abc import Mapping
from typing import Final

from homeassistant.core import Context, callback
from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from .model import Changes
from .runtime import HubRuntime

PATIENCE: Final = 10.0
"""Seconds in which HSM says whether it arms."""
_GOALS: Final[Mapping[str, frozenset[str]]] = {
    "armAway": frozenset({"armingAway", "armedAway"}),
    "armHome": frozenset({"armingHome", "armedHome"}),
    "armNight": frozenset({"armingNight", "armedNight"}),
}
_DISARMED: Final = frozenset({"disarmed", "allDisarmed"})
_ENDED_BY_DISARMING: Final = frozenset(
    {"intrusion", "intrusion-home", "intrusion-night"}
)


class _Answer:
    """What HSM says to a command to arm."""

    def __init__(self, runtime: HubRuntime, goals: frozenset[str]) -> None:
        self._runtime = runtime
        self._goals = goals
        self._heard = asyncio.Event()
        self.refusal: str | None = None
        """The open contacts, in the words of the hub."""

    @property
    def reached(self) -> bool:
        """Return whether HSM arms, or is armed."""
        return self._runtime.state.hsm.status in self._goals

    @callback
    def async_hear(self, changes: Changes) -> None:
        """Take note of what HSM says."""
        self.refusal = changes.arming_failed or self.refusal
        if self.refusal or self.reached:
            self._heard.set()

    async def wait(self) -> None:
        """Wait for it; ask the hub when it takes too long.

        Raises:
            HomeAssistantError: The hub does not answer either.
        """
        if self.reached:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._heard.wait()
        except TimeoutError:
            await self._runtime.refresh()


async def async_arm(
    runtime: HubRuntime, command: str, *, context: Context | None, entity_id: str
) -> None:
    """Arm, and return when HSM is armed or the exit delay runs.

    Raises:
        HomeAssistantError: Contacts are open, and the error names them; HSM does not confirm; or
            the command did not get through.
    """
    answer = _Answer(runtime, _GOALS[command])
    stop = runtime.subscribe(None, answer.async_hear)
    try:
        await runtime.set_hsm(command, context=context, entity_id=entity_id)
        await answer.wait()
    finally:
        stop()
    if answer.refusal is not None:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="hsm_arming_refused",
            translation_placeholders={
                "contacts": _named(answer.refusal) or _open_contacts(runtime)
            },
        )
    if not answer.reached:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="hsm_arming_unconfirmed"
        )


async def async_disarm(
    runtime: HubRuntime, *, context: Context | None, entity_id: str
) -> None:
    """Disarm, and end the alerts that disarming does not end; what watches for smoke and water goes on.

    Raises:
        HomeAssistantError: It did not get through, or nobody knows whether it did.
    """
    monitor = runtime.state.hsm
    others = monitor.alerts.keys() - _ENDED_BY_DISARMING
    if monitor.status not in _DISARMED or not others:
        await runtime.set_hsm("disarm", context=context, entity_id=entity_id)
    if others:
        await runtime.set_hsm("cancelAlerts", context=context, entity_id=entity_id)


def _named(refusal: str) -> str:
    return "" if refusal == "?" else refusal


def _open_contacts(runtime: HubRuntime) -> str:
    devices = runtime.state.devices.values()
    return ", ".join(d.label for d in devices if d.text("contact") == "open") or "?"
