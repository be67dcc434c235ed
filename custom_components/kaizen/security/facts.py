"""The same as data: short lines for a model, whole records for an automation."""

from collections.abc import Iterable

from homeassistant.util.json import JsonObjectType, JsonValueType

from .model import Item
from .outcome import Outcome, Report
from .status import HouseStatus
from .words import Speaker


async def status_facts(status: HouseStatus, speaker: Speaker) -> JsonObjectType:
    """Return how the house stands, for a model."""
    facts: JsonObjectType = {"say": await speaker.status(status)}
    for word, items in status.listed().items():
        facts[word] = [_line(item) for item in items]
    if panels := status.panels:
        facts["alarm"] = {panel.name: panel.state for panel in panels}
    facts["all_locked_and_closed"] = "unknown" if status.safe is None else status.safe
    if status.unseen:
        facts["not_exposed"] = status.unseen
    return facts


async def status_record(status: HouseStatus, speaker: Speaker) -> JsonObjectType:
    """Return how the house stands, for an automation."""
    return {
        "say": await speaker.status(status),
        "secure": status.safe,
        **{word: _ids(items) for word, items in status.listed().items()},
        "alarm": {panel.entity_id: panel.state for panel in status.panels},
        "areas": {
            area: {word: _ids(items) for word, items in groups.items()}
            for area, groups in status.by_area().items()
        },
        "entities": [_record(item) for item in status.items],
    }


async def report_facts(report: Report, speaker: Speaker, say: str) -> JsonObjectType:
    """Return what came of a command, for a model."""
    facts: JsonObjectType = {"say": say, "done": report.complete}
    good = [o for o in (*report.outcomes, *report.panels) if o.safe]
    if good:
        facts["secured"] = [f"{o.item.place}: {o.state}" for o in good]
    if report.failures:
        facts["failed"] = [await _failure(o, speaker) for o in report.failures]
    if report.left_open:
        facts["still_open"] = [item.place for item in report.left_open]
    if report.not_known:
        facts["not_known"] = [item.place for item in report.not_known]
    if report.unseen:
        facts["not_exposed"] = report.unseen
    return facts


async def report_record(report: Report, speaker: Speaker, say: str) -> JsonObjectType:
    """Return what came of a command, for an automation."""
    return {
        "say": say,
        "complete": report.complete,
        "secure": report.secured,
        "results": [
            {
                "entity_id": outcome.item.entity_id,
                "name": outcome.item.name,
                "area": outcome.item.area,
                "result": outcome.result,
                "safe": outcome.safe,
                "state": outcome.state,
                "reason": await speaker.reason(outcome.error) if outcome.error else "",
            }
            for outcome in (*report.outcomes, *report.panels)
        ],
        "failed": _ids(outcome.item for outcome in report.failures),
        "still_open": _ids(report.left_open),
        "not_known": _ids(report.not_known),
    }


async def _failure(outcome: Outcome, speaker: Speaker) -> str:
    words = f"{outcome.item.place}: {outcome.result}"
    if outcome.detail:
        return f"{words}: {outcome.detail}"
    if outcome.error is not None:
        return f"{words}: {await speaker.reason(outcome.error)}"
    return words


def _line(item: Item) -> str:
    tells = item.condition in ("unknown", "unavailable", "assumed")
    return f"{item.place}: {item.condition}" if tells else item.place


def _ids(items: Iterable[Item]) -> list[JsonValueType]:
    return [item.entity_id for item in items]


def _record(item: Item) -> JsonObjectType:
    return {
        "entity_id": item.entity_id,
        "name": item.name,
        "area": item.area,
        "kind": item.kind,
        "state": item.state,
        "condition": item.condition,
    }
