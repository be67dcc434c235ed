"""The guard: what it adds to a call it watches, what a decision costs, and what it keeps in memory.

Prints a table, and exits with 1 when a bar is missed.
"""

import argparse
import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median, quantiles
import sys
from tempfile import TemporaryDirectory
from time import perf_counter
import tracemalloc
from typing import Final, override

from homeassistant import runner
from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.components.lock import LockEntity
from homeassistant.components.lock.const import DATA_COMPONENT as LOCKS
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from benchmarks.instance import running_home_assistant
from custom_components.kaizen.guard import GuardedCommand, async_authorize
from custom_components.kaizen.guard.audit import AuditEntry, AuditKind, async_get_audit
from custom_components.kaizen.guard.decide import decide
from custom_components.kaizen.guard.model import (
    Caller,
    Origin,
    Request,
    Risk,
    Surroundings,
    Tier,
)
from custom_components.kaizen.guard.policy import Policy
from custom_components.kaizen.guard.provenance import ContextLedger, Mark
from custom_components.kaizen.guard.setup import async_setup, async_start

from tests.harness import free_port

ADDED_MOST: Final = 2.0
"""Most milliseconds the guard adds to a call, 95 of 100."""
GROWTH_MOST: Final = 1.0
"""Most megabytes a further minute of 10,000 contexts adds to what is remembered."""
CONTEXTS: Final = 10_000
"""In a minute."""

_CALLS: Final = 2000
_WARM_UP: Final = 100


class _Lock(LockEntity):
    """A lock that does nothing, guarded or not."""

    _attr_should_poll = False
    _attr_is_locked = True

    def __init__(self, name: str, *, guarded: bool) -> None:
        self.entity_id = f"lock.{name}"
        self._guarded = guarded

    @override
    async def async_unlock(self, **kwargs: object) -> None:
        await self._pass("lock.unlock")

    @override
    async def async_lock(self, **kwargs: object) -> None:
        await self._pass("lock.lock")

    async def _pass(self, verb: str) -> None:
        if self._guarded:
            await async_authorize(
                self.hass,
                GuardedCommand(
                    verb=verb,
                    entity_id=self.entity_id,
                    label="Lock",
                    context=self._context,
                ),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measure; with a bar where there is one."""

    what: str
    value: float
    unit: str
    most: float | None = None

    @property
    def missed(self) -> bool:
        """Whether it is more than it may be."""
        return self.most is not None and self.value > self.most


def _p95(samples: Sequence[float]) -> float:
    return quantiles(samples, n=20)[-1]


def _ms(samples: Sequence[float]) -> float:
    return _p95(samples) * 1000


@asynccontextmanager
async def _house(folder: Path) -> AsyncGenerator[HomeAssistant]:
    settings: dict[str, object] = {"conversation": {}, "lock": []}
    async with running_home_assistant(folder, settings, port=free_port()) as hass:
        locks = [_Lock("plain", guarded=False), _Lock("guarded", guarded=True)]
        await hass.data[LOCKS].async_add_entities(locks)
        async_setup(hass)
        await async_start(hass)
        yield hass


async def _timed(call: Callable[[], Awaitable[object]]) -> float:
    began = perf_counter()
    with suppress(HomeAssistantError):
        await call()
    return perf_counter() - began


async def measure_calls(hass: HomeAssistant, calls: int) -> Iterator[Row]:
    """Return what the guard adds to calls, in turns with the same calls that it does not watch."""
    owner = await hass.auth.async_create_user("Owner", group_ids=[GROUP_ID_ADMIN])
    rows: list[Row] = []
    for service, user_id, talk in (
        ("lock", owner.id, False),
        ("unlock", owner.id, False),
        ("unlock", owner.id, True),
    ):
        samples: dict[str, list[float]] = {"plain": [], "guarded": []}
        for number in range(calls + _WARM_UP):
            for name, taken in samples.items():
                context = Context(user_id=user_id)
                if talk:
                    hass.states.async_set(
                        "conversation.agent", str(number), context=context
                    )

                call = partial(
                    hass.services.async_call,
                    "lock",
                    service,
                    {"entity_id": f"lock.{name}"},
                    blocking=True,
                    context=context,
                )
                took = await _timed(call)
                if number >= _WARM_UP:
                    taken.append(took)
        added = [
            guarded - plain
            for guarded, plain in zip(samples["guarded"], samples["plain"], strict=True)
        ]
        what = f"{'talk' if talk else 'page'}: {service}"
        rows += [
            Row(what=f"{what}, added p50", value=median(added) * 1000, unit="ms"),
            Row(
                what=f"{what}, added p95", value=_ms(added), unit="ms", most=ADDED_MOST
            ),
            Row(
                what=f"{what}, p95 beside the same without the guard",
                value=_p95(samples["guarded"]) / _p95(samples["plain"]),
                unit="x",
            ),
        ]
    return iter(rows)


async def measure_audit(hass: HomeAssistant, lines: int) -> Row:
    """Return what it takes to write a line, until it is on the disk."""
    audit = async_get_audit(hass)
    entry = AuditEntry(kind=AuditKind.POLICY, verb="guard.benchmark")
    taken = [await _timed(lambda: audit.async_note(entry)) for _ in range(lines)]
    return Row(what="a line of the audit, p95", value=_ms(taken), unit="ms")


def measure_decide(decisions: int) -> Row:
    """Return what a decision takes."""
    caller = Caller(origin=Origin.MODEL, tier=Tier.OWNER, conversation_id="c")
    request = Request(
        verb="lock.unlock",
        entity_id="lock.front",
        risk=Risk.UNSECURING,
        caller=caller,
        now=datetime.now(UTC),
    )
    policy, house = Policy(), Surroundings()
    taken: list[float] = []
    for _ in range(decisions):
        began = perf_counter()
        decide(request, policy, house)
        taken.append(perf_counter() - began)
    return Row(what="decide(), p95", value=_p95(taken) * 1e6, unit="µs")


def measure_memory(hass: HomeAssistant, minutes: int) -> Iterator[Row]:
    """Return what following contexts takes and keeps, minute by minute."""
    ledger = ContextLedger(hass)
    sizes: list[int] = []
    taken: list[float] = []
    tracemalloc.start()
    for _ in range(minutes):
        for number in range(CONTEXTS):
            kind = number % 4
            context = Context(user_id=f"user{number % 9}" if kind == 1 else None)
            mark = Mark(origin=Origin.VOICE) if kind == 2 else None
            began = perf_counter()
            ledger.async_see(context, mark)
            taken.append(perf_counter() - began)
        sizes.append(_kept())
    tracemalloc.stop()
    yield Row(
        what="a context followed, p95", value=_p95(taken[:CONTEXTS]) * 1e6, unit="µs"
    )
    yield Row(what="contexts remembered", value=len(ledger.marks), unit="", most=16_384)
    yield Row(what=f"memory after {minutes} minutes", value=sizes[-1] / 1e6, unit="MB")
    half = minutes // 2
    yield Row(
        what="growth per minute, second half",
        value=(sizes[-1] - sizes[half]) / 1e6 / (minutes - half - 1),
        unit="MB",
        most=GROWTH_MOST,
    )


def _kept() -> int:
    """Return the bytes that the guard's own files hold on to."""
    snapshot = tracemalloc.take_snapshot().filter_traces(
        [
            tracemalloc.Filter(True, "*/kaizen/guard/*"),
            tracemalloc.Filter(True, "*/homeassistant/core.py"),
        ]
    )
    return sum(trace.size for trace in snapshot.statistics("filename"))


async def measure(folder: Path, calls: int, minutes: int) -> list[Row]:
    """Return all measures."""
    async with _house(folder) as hass:
        return [
            *await measure_calls(hass, calls),
            await measure_audit(hass, calls),
            measure_decide(calls * 10),
            *measure_memory(hass, minutes),
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="scripts/bench guard", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few calls, more noise")
    quick = parser.parse_args(arguments).quick
    with (
        TemporaryDirectory(
            prefix="kaizen-bench-", ignore_cleanup_errors=True
        ) as folder,
        asyncio.Runner(loop_factory=runner.create_event_loop) as loop,
    ):
        rows = loop.run(
            measure(Path(folder), _CALLS // 10 if quick else _CALLS, 4 if quick else 10)
        )
    for row in rows:
        bar = "" if row.most is None else f"  at most {row.most:g}"
        verdict = "  MISSED" if row.missed else ""
        print(f"{row.what:<48}{row.value:>10.3f} {row.unit:<3}{bar}{verdict}")
    return 1 if any(row.missed for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
