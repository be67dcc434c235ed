"""From measurements of a house to ratios, and from ratios to a verdict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Final

from benchmarks.report import HEAD, Row, line, verdict

from .measure import KAIZEN
from .peers import AGAIN, PLAIN

START_MOST: Final = 0.5
"""Most time of a start-up, as a multiple of that device by device."""
REQUESTS_MOST: Final = 6
STALL_MOST: Final = 50.0
"""Most milliseconds for which a burst, the median one, may keep everything else in Home Assistant waiting."""
RSS_MOST: Final = 4 * 2**20
"""Bytes."""
BLOCKS_MOST: Final = 2000
"""Allocations of Python objects: an event in fifty that leaves one behind would be more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How samples become one number, and what it may be at most."""

    kind: str
    """Of events: "event" or "burst"."""
    name: str
    field: str
    quantile: Callable[[Sequence[float]], float]
    most: Mapping[str, float]
    """Multiples of what the peer needs, by the way the events come."""


MEASURES: Final = (
    Measure(
        kind="event",
        name="time p50",
        field="time",
        quantile=median,
        most={"webhook": 2.0, "socket": 4.0},
    ),
    Measure(
        kind="event",
        name="time p99",
        field="time",
        quantile=lambda values: quantiles(values, n=100)[-1],
        most={},
    ),
    Measure(
        kind="burst",
        name="time p50",
        field="time",
        quantile=median,
        most={"webhook": 2.0},
    ),
    Measure(
        kind="burst",
        name="cpu p50",
        field="cpu",
        quantile=median,
        most={"webhook": 2.5, "socket": 8.0},
    ),
)


def rows(samples: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Yield what the events of one house have shown."""
    for way in dict.fromkeys(sample["way"] for sample in samples):
        for measure in MEASURES:
            peer, kaizen, again = (
                measure.quantile(
                    _values(samples, way, measure.kind, contender, measure.field)
                )
                for contender in (PLAIN, KAIZEN, AGAIN)
            )
            yield Row(
                scenario=f"{way}, {measure.kind}",
                metric=measure.name,
                peer=peer,
                kaizen=kaizen,
                again=again,
                most=measure.most.get(way),
            )


def _values(
    samples: Sequence[Mapping[str, Any]], way: str, kind: str, owner: str, field: str
) -> list[float]:
    wanted = way, kind, owner
    return [
        sample[field]
        for sample in samples
        if (sample["way"], sample["kind"], sample["contender"]) == wanted
    ]


def render(results: Sequence[Mapping[str, Any]]) -> tuple[str, bool]:
    """Return a report, and whether every bar was met."""
    lines = []
    missed = False

    def judge(text: str, late: bool) -> None:
        nonlocal missed
        missed = missed or late
        lines.append(f"  {text}{verdict(True, late)}")

    for measured in results:
        lines.append(
            f"\n{measured['devices']} devices, {measured['entities']} entities"
        )
        for name in ("start", "restart"):
            for text, late in _start(measured[name], measured["one by one"]):
                judge(f"{name}: {text}", late)
        lines.append(HEAD.format("events", PLAIN))
        for row in rows(measured["samples"]):
            missed = missed or row.missed
            lines.append(line(row))
        for way in ("webhook", "socket"):
            stall = median(_values(measured["samples"], way, "burst", KAIZEN, "stall"))
            judge(
                f"{way}, burst: the event loop waits {stall:.1f} ms at most",
                stall > STALL_MOST,
            )
        if soak := measured["soak"]:
            judge(
                f"{soak['events']} events leave {soak['rss'] / 2**20:.1f} MiB"
                f" and {soak['blocks']} allocations behind",
                not is_flat(soak),
            )
    return "\n".join(lines), not missed


def is_flat(soak: Mapping[str, Any]) -> bool:
    """Tell whether memory has stayed what it was."""
    return bool(soak["rss"] <= RSS_MOST and soak["blocks"] <= BLOCKS_MOST)


def _start(
    kaizen: Mapping[str, Any], peer: Mapping[str, Any]
) -> Iterator[tuple[str, bool]]:
    ratio = kaizen["seconds"] / peer["seconds"]
    yield (
        f"{kaizen['seconds']:.2f} s, one by one {peer['seconds']:.2f} s, ratio {ratio:.2f};"
        f" {kaizen['cpu']:.2f} s of processor time,"
        f" the event loop waits {kaizen['stall']:.0f} ms at most",
        ratio > START_MOST,
    )
    yield (
        f"{kaizen['requests']} requests, one by one {peer['requests']}",
        kaizen["requests"] > REQUESTS_MOST,
    )
