"""Securing and arming the house as a whole."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from homeassistant.core import HomeAssistant

from .arming import Mode, before_arming, modes_of
from .command import async_pursue, commands_of
from .goal import GOALS, Goal, arming, before_securing
from .model import Item, Kind
from .outcome import Outcome, Report, Result, open_contacts, silent_contacts
from .survey import Asker, Survey, async_survey

LOCKS: Final = frozenset({Kind.LOCK})
HOUSE: Final = frozenset({Kind.LOCK, Kind.DOOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What shall be safe."""

    kinds: frozenset[Kind] = HOUSE
    arm: Mode | None = None
    entity_ids: frozenset[str] | None = None
    """None for all there is."""
    panel_ids: frozenset[str] | None = None
    """Which alarm panels; None for all."""
    chosen: Callable[[Item], bool] = field(default=lambda _: True)
    once: bool = False
    """Whether what failed is left alone for the rest of the turn."""


async def async_secure(hass: HomeAssistant, asker: Asker, wish: Wish) -> Report:
    """Lock and close, all at once; then arm; then look how the house stands.

    The alarm is armed even when something did not close: a panel that watches it says no by
    itself, and a house without an alarm is no safer for a door that jams.
    """
    survey = async_survey(hass, asker, wish.entity_ids)
    told = [item for item in survey.of(*wish.kinds) if wish.chosen(item)]
    outcomes = await _async_all(
        hass, asker, wish, [(i, GOALS[i.kind], before_securing(i)) for i in told]
    )
    panels = await _async_arm(hass, asker, wish) if wish.arm else []
    return _report(async_survey(hass, asker, wish.entity_ids), outcomes, panels)


async def async_arm(hass: HomeAssistant, asker: Asker, wish: Wish) -> Report:
    """Arm, and say what stands open."""
    panels = await _async_arm(hass, asker, wish)
    return _report(async_survey(hass, asker), [], panels)


async def _async_arm(hass: HomeAssistant, asker: Asker, wish: Wish) -> list[Outcome]:
    if wish.arm is None:
        return []
    mode, remembered = wish.arm, commands_of(hass).arming
    survey = async_survey(hass, asker, wish.panel_ids)
    panels = [panel for panel in survey.of(Kind.ALARM) if wish.chosen(panel)]
    for panel in panels:
        if panel.state != "arming":
            remembered.pop(panel.entity_id, None)
    steps = [
        (
            panel,
            arming(mode),
            before_arming(panel, mode, remembered.get(panel.entity_id)),
        )
        for panel in panels
    ]
    outcomes = await _async_all(hass, asker, wish, steps)
    for outcome in outcomes:
        if outcome.result is Result.ARMING:
            remembered[outcome.item.entity_id] = mode
    return [_with_modes(outcome) for outcome in outcomes]


async def _async_all(
    hass: HomeAssistant,
    asker: Asker,
    wish: Wish,
    steps: Iterable[tuple[Item, Goal, Result | None]],
) -> list[Outcome]:
    async def step(item: Item, goal: Goal, known: Result | None) -> Outcome:
        if known is not None:
            return Outcome(item=item, result=known, state=item.state)
        return await async_pursue(hass, item, goal, asker.context, once=wish.once)

    return await asyncio.gather(*(step(*args) for args in steps))


def _with_modes(outcome: Outcome) -> Outcome:
    """Return the outcome of a panel with the modes it has, where it lacks the wanted one."""
    if outcome.result is not Result.NO_SUCH_MODE:
        return outcome
    return Outcome(
        item=outcome.item,
        result=outcome.result,
        state=outcome.state,
        detail=",".join(modes_of(outcome.item)),
    )


def _report(
    survey: Survey, outcomes: Sequence[Outcome], panels: Sequence[Outcome]
) -> Report:
    return Report(
        outcomes=outcomes,
        panels=panels,
        left_open=open_contacts(survey.items),
        not_known=silent_contacts(survey.items),
        unseen=survey.unseen,
    )
