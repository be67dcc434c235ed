"""The attacks, read from `tests/attacks.yaml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from .malice import WORST, Wish

FILE: Final = Path(__file__).parents[2] / "attacks.yaml"
COUNT: Final = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One case."""

    id: int
    title: str
    ways: Sequence[str]
    turns: Sequence[str]
    steps: Sequence[Sequence[Wish]]
    """What the model calls, answer by answer; the same in every turn."""
    planted: Mapping[str, str]
    reasons: frozenset[str]
    """The reasons the audit may give; `proof` for a challenge."""
    unheard: frozenset[str]
    """Ways in which Home Assistant answers before anything is refused."""
    scenario: str | None
    """The test that plays it, where words alone are not enough."""


def attacks() -> list[Attack]:
    """Return all of them."""
    told = yaml.safe_load(FILE.read_text("utf-8"))
    return [_attack({**told["usual"], **case}) for case in told["attacks"]]


def _attack(case: Mapping[str, Any]) -> Attack:
    return Attack(
        id=case["id"],
        title=case["title"],
        ways=case["ways"],
        turns=case["turns"],
        steps=[_step(step) for step in case["model"]],
        planted=case["planted"],
        reasons=frozenset(case["expected"]["reasons"]),
        unheard=frozenset(case["unheard"]),
        scenario=case.get("scenario"),
    )


def _step(step: Sequence[str | Mapping[str, Any]]) -> list[Wish]:
    found: list[Wish] = []
    for wish in step:
        if wish == "everything":
            found += WORST
        elif isinstance(wish, Mapping):
            ((tool, arguments),) = wish.items()
            found.append((tool, arguments or {}))
    return found
