"""Does what has been proven, once, and tells what the house then is really like."""

import asyncio
from collections.abc import Mapping
from typing import Final

from homeassistant.core import (
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_state_change_event

from ..sentences import async_reason
from .audit import AuditEntry, AuditKind, AuditUnwritableError, Result
from .command import GuardRefusedError
from .grants import granting
from .model import Caller
from .proof.challenges import Proof
from .proof.reports import async_report_duress
from .questions import async_say
from .runtime import Guard

READ_BACK: Final = 8.0
"""Seconds in which a device should show that it has done it."""
_GOALS: Final[Mapping[str, frozenset[str]]] = {
    "alarm_control_panel.alarm_disarm": frozenset({"disarmed"}),
    "cover.open_cover": frozenset({"open", "opening"}),
    "lock.open": frozenset({"open"}),
    "lock.unlock": frozenset({"unlocked"}),
    "valve.open_valve": frozenset({"open", "opening"}),
}
"""The states that tell that an action has been done; of others its end is enough."""


async def async_carry_out(
    guard: Guard, proof: Proof, caller: Caller, language: str, *, duress: bool = False
) -> str:
    """Do it, and return what to say: that it is so, that it was sent, or why it was not."""
    context = Context(user_id=min(proof.users, default=caller.user_id))
    try:
        with granting(guard, context, proof, caller):
            key, result = await _async_do(guard.hass, proof, context)
    except GuardRefusedError as refusal:
        return await async_reason(guard.hass, language, refusal)
    except HomeAssistantError:
        key, result = "failed", Result.FAILED
    if duress:
        async_report_duress(guard.hass, min(proof.users), proof.action.entity_id)
    await _async_note(guard, proof, caller, result, duress=duress)
    return await async_say(guard.hass, language, key, proof.action)


async def _async_do(
    hass: HomeAssistant, proof: Proof, context: Context
) -> tuple[str, Result]:
    action = proof.action
    domain, _, service = action.verb.partition(".")
    done = _Watch(hass, action.entity_id, _GOALS.get(action.verb))
    try:
        await hass.services.async_call(
            domain,
            service,
            {"entity_id": action.entity_id, **action.parameters},
            blocking=True,
            context=context,
        )
        if await done.wait():
            return "done", Result.DONE
    finally:
        done.stop()
    return "unconfirmed", Result.UNKNOWN


class _Watch:
    """Waits for an entity to show that it did what it was told."""

    def __init__(
        self, hass: HomeAssistant, entity_id: str, goals: frozenset[str] | None
    ) -> None:
        self._hass = hass
        self._entity_id = entity_id
        self._goals = goals
        self._reached = asyncio.Event()
        self.stop = async_track_state_change_event(hass, entity_id, self._changed)

    @callback
    def _changed(self, event: Event[EventStateChangedData]) -> None:
        if self._is_there():
            self._reached.set()

    def _is_there(self) -> bool:
        state = self._hass.states.get(self._entity_id)
        return state is not None and (self._goals is None or state.state in self._goals)

    async def wait(self) -> bool:
        if self._is_there():
            return True
        try:
            async with asyncio.timeout(READ_BACK):
                await self._reached.wait()
        except TimeoutError:
            return False
        return True


async def _async_note(
    guard: Guard, proof: Proof, caller: Caller, result: Result, *, duress: bool
) -> None:
    entry = AuditEntry(
        kind=AuditKind.OUTCOME,
        verb=proof.action.verb,
        request_id=proof.challenge_id,
        entities=(proof.action.entity_id,),
        caller=caller,
        factors=proof.factors,
        result=result,
        duress=duress,
    )
    try:
        await guard.audit.async_note(entry)
    except AuditUnwritableError:
        return  # it is done and decided in writing; the audit shows that it cannot go on
