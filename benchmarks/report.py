"""From measurements to ratios, and from ratios to a verdict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Final

from .scenarios import LONG_ANSWER_TOKENS

ADDED_MOST: Final[Mapping[int, float]] = {100: 1.25, 500: 1.0}
"""Most time added to a turn, as a multiple of core's median, by exposed entities."""
CPU_MOST: Final = 1.5
REUSED_LEAST: Final = 0.95

_METRICS: Final = ("first_delta", "added", "cpu")
_QUANTILES: Final[Mapping[str, Any]] = {
    "p50": median,
    "p95": lambda values: quantiles(values, n=20)[-1],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measure of one thing that happens: what the peer needs, and Kaizen's share of it."""

    scenario: str
    metric: str
    peer: float
    kaizen: float
    again: float
    """What a second copy of the peer needs: how much of the ratio is noise."""
    most: float | None = None
    """The bar; None where there is none."""

    @property
    def ratio(self) -> float:
        """Kaizen's need as a multiple of the peer's."""
        return self.kaizen / self.peer

    @property
    def noise(self) -> float:
        """The same of the peer's second copy."""
        return self.again / self.peer

    @property
    def missed(self) -> bool:
        """Whether Kaizen needs more than it may."""
        return self.most is not None and self.ratio > self.most


def rows(measured: Mapping[str, Any]) -> Iterator[Row]:
    """Yield what one house has shown."""
    samples = measured["samples"]
    for scenario in dict.fromkeys(sample["scenario"] for sample in samples):
        for metric in _METRICS:
            for name, quantile in _QUANTILES.items():
                yield _row(measured, scenario, f"{metric} {name}", metric, quantile)
        yield _row(measured, scenario, "prompt tokens", "prompt_tokens", median)
    yield _token_row(measured)


def _row(
    measured: Mapping[str, Any], scenario: str, metric: str, field: str, quantile: Any
) -> Row:
    values = {
        contender: quantile(_values(measured["samples"], contender, scenario, field))
        for contender in ("core", "kaizen", "again")
    }
    return Row(
        scenario=scenario,
        metric=metric,
        peer=values["core"],
        kaizen=values["kaizen"],
        again=values["again"],
        most=_most(metric, measured["entities"]),
    )


def _most(metric: str, entities: int) -> float | None:
    match metric:
        case "added p50":
            return ADDED_MOST.get(entities)
        case "cpu p50":
            return CPU_MOST
    return None


def _values(
    samples: Sequence[Mapping[str, Any]], contender: str, scenario: str, field: str
) -> list[float]:
    return [
        sample[field]
        for sample in samples
        if sample["contender"] == contender and sample["scenario"] == scenario
    ]


def _token_row(measured: Mapping[str, Any]) -> Row:
    """Return what each word more of an answer costs, in processor time."""
    short = _row(measured, "first turn", "", "cpu", median)
    long = _row(measured, "long answer", "", "cpu", median)
    return Row(
        scenario="each token",
        metric="cpu p50",
        peer=(long.peer - short.peer) / LONG_ANSWER_TOKENS,
        kaizen=(long.kaizen - short.kaizen) / LONG_ANSWER_TOKENS,
        again=(long.again - short.again) / LONG_ANSWER_TOKENS,
        most=long.most,
    )


def render(results: Sequence[Mapping[str, Any]]) -> tuple[str, bool]:
    """Return a report, and whether every bar was met."""
    lines = []
    missed = False
    for measured in results:
        lines += [
            f"\n{measured['entities']} exposed entities",
            HEAD.format("turn", "core"),
        ]
        for row in rows(measured):
            lines.append(line(row))
            missed = missed or row.missed
        for share in measured["reuse"]:
            least = min(share["same_room"], share["other_room"])
            late = share["contender"] == "kaizen" and least < REUSED_LEAST
            missed = missed or late
            lines.append(
                f"  reusable by a new conversation, {share['contender']:<7}"
                f" {share['same_room']:7.1%} same room {share['other_room']:7.1%} other room"
                + verdict(share["contender"] == "kaizen", late)
            )
    return "\n".join(lines), not missed


HEAD: Final = (
    f"  {{:<14}} {'measure':<16} {{:>9}} {'kaizen':>9}"
    f" {'ratio':>7} {'noise':>7}   (times in ms)"
)
"""The head of a table of rows; what happens and who the peer is are left open."""


def line(row: Row) -> str:
    """Return a row of a table."""
    return (
        f"  {row.scenario:<14} {row.metric:<16} {row.peer:9.3f} {row.kaizen:9.3f}"
        f" {row.ratio:7.2f} {row.noise:7.2f}"
        + verdict(row.most is not None, row.missed)
    )


def verdict(judged: bool, missed: bool) -> str:
    """Return how a line ends."""
    return ("  MISSED" if missed else "  ok") if judged else ""
