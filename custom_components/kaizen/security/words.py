"""What is said about the safety of the house."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from ..sentences import async_reason, async_sentence
from .model import NOT_KNOWN, Condition, Item, Kind
from .outcome import Outcome, Report, Result
from .status import SAFE_IF, HouseStatus
from .survey import plain

MOST: Final = 6
"""How many names a person listens to."""
_LONGEST_REASON: Final = 240
_STATES: Final = frozenset(
    {
        *("armed_away", "armed_custom_bypass", "armed_home", "armed_night"),
        *("armed_vacation", "arming", "disarmed", "disarming", "pending"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Says it in one language."""

    hass: HomeAssistant
    language: str

    async def status(self, status: HouseStatus) -> str:
        """Say how the house stands: what is wrong first, and never that all is well when it is not known."""
        sentences = [
            *await self._list("alerts", status.standing(Condition.ALERT)),
            *await self._list("unlocked", status.standing(Condition.UNLOCKED)),
            *await self._list("jammed_list", status.standing(Condition.JAMMED)),
            *await self._list("open", status.standing(Condition.OPEN)),
            *await self._list("moving_list", status.standing(Condition.MOVING)),
            *await self._list("not_known", status.standing(*NOT_KNOWN)),
            *await self._unseen(status.unseen),
        ]
        if not sentences:
            sentences = [await self._all_safe(status.items)]
        sentences += [await self._panel(panel) for panel in status.panels]
        return " ".join(filter(None, sentences))

    async def report(self, report: Report) -> str:
        """Say what came of securing the house."""
        failed = [o for o in report.outcomes if not o.safe]
        sentences: list[str] = []
        if failed:
            sentences.append(await self._say("not_all"))
            sentences += [await self._failure(o) for o in failed[:MOST]]
            sentences += await self._more(len(failed) - MOST)
        elif report.outcomes:
            sentences.append(await self._secured(report.outcomes))
        elif not report.panels:
            sentences.append(await self._say("nothing_here"))
        sentences += [await self._armed(outcome) for outcome in report.panels]
        sentences += await self._list("open", _not_named(report))
        sentences += await self._list("not_known", report.not_known)
        sentences += await self._unseen(report.unseen)
        return " ".join(sentences)

    async def arming(self, report: Report) -> str:
        """Say what came of arming."""
        if not report.panels:
            return await self._say("no_alarm")
        sentences = [await self._armed(outcome) for outcome in report.panels]
        if not report.complete:
            sentences += await self._list("open", _not_named(report))
        return " ".join(sentences)

    async def reason(self, error: Exception) -> str:
        """Return what an error says."""
        if isinstance(error, HomeAssistantError) and error.translation_domain == DOMAIN:
            return await async_reason(self.hass, self.language, error)
        return plain(str(error), _LONGEST_REASON) or type(error).__name__

    async def _all_safe(self, items: Iterable[Item]) -> str:
        conditions = {item.condition for item in items} & SAFE_IF.keys()
        if not conditions:
            return await self._say("nothing_here")
        return await self._say(_summary(conditions))

    async def _secured(self, outcomes: Sequence[Outcome]) -> str:
        kinds = {outcome.item.kind for outcome in outcomes}
        conditions = {
            Condition.LOCKED if kind is Kind.LOCK else Condition.CLOSED
            for kind in kinds
        }
        return await self._say(_summary(conditions))

    async def _failure(self, outcome: Outcome) -> str:
        words = {"name": outcome.item.place}
        if outcome.result is Result.REFUSED and outcome.error is not None:
            words["reason"] = await self.reason(outcome.error)
        return await self._say(outcome.result, **words)

    async def _armed(self, outcome: Outcome) -> str:
        match outcome.result:
            case Result.DONE | Result.ALREADY | Result.ARMING:
                return await self._panel_is(outcome.item.name, outcome.state)
            case Result.STRONGER:
                state = await self._say(f"state_{outcome.state}")
                return await self._say(
                    outcome.result, name=outcome.item.name, state=state
                )
            case Result.OPEN_CONTACTS:
                contacts = plain(outcome.detail, _LONGEST_REASON)
                return await self._say(
                    outcome.result, name=outcome.item.name, contacts=contacts
                )
            case Result.NO_ANSWER:
                return await self._say("not_armed", name=outcome.item.name)
            case Result.NO_SUCH_MODE:
                modes = [
                    await self._say(f"state_armed_{mode}")
                    for mode in outcome.detail.split(",")
                    if mode
                ]
                return await self._say(
                    outcome.result,
                    name=outcome.item.name,
                    modes=await self._names(modes) or "–",
                )
        return await self._failure(outcome)

    async def _panel(self, panel: Item) -> str:
        if panel.condition in (*NOT_KNOWN, Condition.ALERT):
            return ""
        return await self._panel_is(panel.name, panel.state)

    async def _panel_is(self, name: str, state: str) -> str:
        words = await self._say(f"state_{state}") if state in _STATES else state
        return await self._say("panel", name=name, state=words)

    async def _list(self, key: str, items: Sequence[Item]) -> list[str]:
        if not items:
            return []
        names = [item.place for item in items[:MOST]]
        return [
            await self._say(key, names=await self._names(names)),
            *await self._more(len(items) - MOST),
        ]

    async def _names(self, names: Sequence[str]) -> str:
        if len(names) < 2:
            return "".join(names)
        return await self._say("and", first=", ".join(names[:-1]), last=names[-1])

    async def _more(self, count: int) -> list[str]:
        return [await self._say("more", count=str(count))] if count > 0 else []

    async def _unseen(self, count: int) -> list[str]:
        if not count:
            return []
        return [
            await self._say("unseen_one" if count == 1 else "unseen", count=str(count))
        ]

    async def _say(self, key: str, **words: str) -> str:
        return await async_sentence(
            self.hass, self.language, f"security_{key}", **words
        )


def _summary(conditions: set[Condition]) -> str:
    return "all_" + "_".join(sorted(conditions, reverse=True))


def _not_named(report: Report) -> list[Item]:
    """Return what stands open and no panel has complained about by name."""
    complaints = " ".join(outcome.detail for outcome in report.panels)
    return [item for item in report.left_open if item.name not in complaints]
