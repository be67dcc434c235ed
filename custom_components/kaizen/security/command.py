"""Telling one thing to be safe, and waiting for what it reports."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import (
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN, LOGGER
from ..guard import GuardedCommand, GuardRefusedError, async_authorize
from .arming import Mode
from .goal import Goal, Verb, Watch
from .model import UNAVAILABLE, Item, Kind
from .outcome import UNSENT, Outcome, Result

PATIENCE: Final = 1.0
"""By how much the patience of every goal is multiplied."""
AFTER_ERROR: Final = 8.0
"""Seconds in which a thing whose command failed may still report that it obeyed: the answer was lost, not the command."""
_REMEMBERED: Final = 256

_CODE_ERRORS: Final = frozenset({"code_arm_required", "add_default_code"})
"""What Home Assistant's locks and alarm panels answer when they want a code."""

type Attempt = tuple[str, str, Verb]


@dataclass(slots=True)
class Commands:
    """What is under way, so that nothing is told twice."""

    running: dict[str, tuple[Goal, asyncio.Task[Outcome]]] = field(default_factory=dict)
    arming: dict[str, Mode] = field(default_factory=dict)
    """How Kaizen itself has told the panels to arm that are arming."""
    tried: OrderedDict[Attempt, Outcome] = field(default_factory=OrderedDict)
    """What a turn has tried: a model that hears of a failure likes to try again."""

    def remember(self, attempt: Attempt, outcome: Outcome) -> None:
        """Keep what came of an attempt that may have reached a device."""
        if outcome.safe or outcome.result in UNSENT:
            return
        self.tried[attempt] = outcome
        while len(self.tried) > _REMEMBERED:
            self.tried.popitem(last=False)


DATA: Final[HassKey[Commands]] = HassKey(f"{DOMAIN}_security")


@callback
def commands_of(hass: HomeAssistant) -> Commands:
    """Return what is under way in the house."""
    return hass.data.setdefault(DATA, Commands())


async def async_pursue(
    hass: HomeAssistant, item: Item, goal: Goal, context: Context, *, once: bool
) -> Outcome:
    """Tell a thing something, and return what it reports.

    Whoever wishes the same meanwhile gets the same outcome. With `once`, what failed is not tried
    again in the same context. Giving up waiting does not give up the command.
    """
    commands = commands_of(hass)
    attempt = (context.id, item.entity_id, goal.verb)
    if once and (outcome := commands.tried.get(attempt)):
        return outcome
    if (refusal := await _async_refusal(hass, item, goal, context)) is not None:
        return _failed(item, item.state, refusal)
    while (running := commands.running.get(item.entity_id)) and running[0] != goal:
        await asyncio.wait((running[1],))
    if running is None:
        task = hass.async_create_background_task(
            _async_run(hass, item, goal, context), f"secure {item.entity_id}"
        )
        commands.running[item.entity_id] = running = (goal, task)
        task.add_done_callback(lambda _: commands.running.pop(item.entity_id, None))
    await asyncio.wait((running[1],))
    outcome = running[1].result()
    commands.remember(attempt, outcome)
    return outcome


async def _async_refusal(
    hass: HomeAssistant, item: Item, goal: Goal, context: Context
) -> HomeAssistantError | None:
    """Ask the guard about other integrations' things; Kaizen's own ask it by themselves."""
    if item.own:
        return None
    command = GuardedCommand(
        verb=".".join(goal.verb),
        entity_id=item.entity_id,
        label=item.name,
        context=context,
    )
    try:
        await async_authorize(hass, command)
    except GuardRefusedError as err:
        return err
    return None


async def _async_run(
    hass: HomeAssistant, item: Item, goal: Goal, context: Context
) -> Outcome:
    return await _Pursuit(hass, item, goal).run(context)


class _Pursuit:
    """One command and the states that follow it."""

    def __init__(self, hass: HomeAssistant, item: Item, goal: Goal) -> None:
        self._hass = hass
        self._item = item
        self._goal = goal
        self._news = asyncio.Event()
        self._states: list[str] = []
        self._error: Exception | None = None
        self._answered = False

    async def run(self, context: Context) -> Outcome:
        """Send the command unless the thing is doing it already, and wait."""
        state = self._state
        watch = Watch(self._goal, state, assumed=self._item.assumed)
        stop = async_track_state_change_event(
            self._hass, self._item.entity_id, self._async_hear
        )
        try:
            if state != self._goal.under_way or self._item.kind is Kind.ALARM:
                self._hass.async_create_background_task(
                    self._async_send(context), f"command {self._item.entity_id}"
                )
            return await self._async_outcome(watch)
        finally:
            stop()

    @property
    def _state(self) -> str:
        state = self._hass.states.get(self._item.entity_id)
        return state.state if state else UNAVAILABLE

    @callback
    def _async_hear(self, event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        self._states.append(new.state if new else UNAVAILABLE)
        self._news.set()

    async def _async_send(self, context: Context) -> None:
        try:
            await self._hass.services.async_call(
                *self._goal.verb,
                {ATTR_ENTITY_ID: self._item.entity_id},
                blocking=True,
                context=context,
            )
        except Exception as err:  # noqa: BLE001  (whatever an integration raises)
            LOGGER.debug("%s: %r", self._item.entity_id, err)
            self._error = err
        self._answered = True
        self._news.set()

    async def _async_outcome(self, watch: Watch) -> Outcome:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._goal.patience * PATIENCE
        settled = False
        while True:
            for state in self._take():
                if (result := watch.see(state)) is not None:
                    return self._done(result)
            if self._answered and not settled:
                settled = True
                if self._error is None and self._item.assumed:
                    return self._done(Result.ASSUMED)
                if self._error is not None and _is_final(self._error):
                    break
                if self._error is not None:
                    deadline = min(deadline, loop.time() + AFTER_ERROR * PATIENCE)
            try:
                async with asyncio.timeout_at(deadline):
                    await self._news.wait()
            except TimeoutError:
                break
        if self._error is not None:
            return _failed(self._item, self._state, self._error)
        return self._done(watch.final)

    def _take(self) -> list[str]:
        """Return the states since the last time, and the present one once the command has returned."""
        self._news.clear()
        states, self._states = self._states, []
        if self._answered and self._error is None:
            states.append(self._state)
        return states

    def _done(self, result: Result) -> Outcome:
        return Outcome(item=self._item, result=result, state=self._state)


def _is_final(error: Exception) -> bool:
    """Return whether nothing can have been sent, or what was sent has been refused."""
    return isinstance(
        error, GuardRefusedError | Unauthorized | ServiceValidationError
    ) or (_key(error) == "hsm_arming_refused")


def _failed(item: Item, state: str, error: Exception) -> Outcome:
    result, detail = Result.REFUSED, ""
    if isinstance(error, Unauthorized):
        result = Result.NOT_PERMITTED
    elif _key(error) in _CODE_ERRORS:
        result = Result.CODE_REQUIRED
    elif _key(error) == "hsm_arming_refused":
        result, detail = Result.OPEN_CONTACTS, _placeholder(error, "contacts")
    return Outcome(item=item, result=result, state=state, error=error, detail=detail)


def _key(error: Exception) -> str | None:
    return getattr(error, "translation_key", None)


def _placeholder(error: Any, name: str) -> str:
    return str((error.translation_placeholders or {}).get(name, ""))
