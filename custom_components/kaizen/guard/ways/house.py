"""What the house looks like to someone who seeks a way around the gate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..model import Factor, Risk
from ..openers import OPENING, opening_risk
from ..risk import Known, risk_of

_GENERIC: Final = "homeassistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An entity that opens, or stands for others that may."""

    entity_id: str
    name: str
    device_class: str | None = None
    own: bool = False
    """It is Kaizen's, and so asks the guard."""
    members: frozenset[str] = frozenset()
    """What it stands for, if it is a group or a switch behind a lock."""
    heard: frozenset[str] = frozenset()
    """The assistants it is exposed to."""
    default_code: bool = False
    takes_code: bool = False
    can_have_twin: bool = False

    @property
    def domain(self) -> str:
        """The domain of its id."""
        return self.entity_id.partition(".")[0]

    @property
    def opens(self) -> bool:
        """Whether it may open the house, and asks nobody."""
        risk = opening_risk(self.domain, self.device_class)
        return not self.own and not self.members and risk is Risk.UNSECURING


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An action, and what it acts upon."""

    verb: str | None
    entity_ids: frozenset[str] = frozenset()
    anything: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A script, a scene or an automation."""

    entity_id: str
    name: str
    steps: tuple[Step, ...]
    heard: frozenset[str] = frozenset()
    by_sentence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A HomeKit bridge."""

    entry_id: str
    title: str
    coded: frozenset[str] = frozenset()
    """The entities whose code it holds."""
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """How a rule stands."""

    subentry_id: str
    name: str
    lacking: frozenset[Factor] = frozenset()
    """What it asks for and nobody can give."""
    orphaned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """All of it, at one moment."""

    things: Mapping[str, Thing] = field(default_factory=dict)
    runners: Mapping[str, Runner] = field(default_factory=dict)
    bridges: tuple[Bridge, ...] = ()
    mcp_servers: Mapping[str, str] = field(default_factory=dict)
    """Titles of those that may act, by entry."""
    records_calls: bool = False
    rules: tuple[RuleFacts, ...] = ()
    lost_twins: Mapping[str, str] = field(default_factory=dict)
    """Titles of twins without an original, by subentry."""

    def names(self, entity_ids: frozenset[str]) -> str:
        """Return what people call these."""
        return ", ".join(
            sorted(self.things[entity_id].name for entity_id in entity_ids)
        )

    def opened_through(self, entity_id: str) -> frozenset[str]:
        """Return what opens without being asked about when this is told to: itself, or its members."""
        return frozenset(
            member
            for member in self._closure(frozenset({entity_id}))
            if self.things[member].opens
        )

    def opened_by(self, runner: Runner) -> frozenset[str]:
        """Return what opens without being asked about when this runs, and whatever it runs."""
        found: set[str] = set()
        for running in self._all_run_by(runner):
            for step in running.steps:
                found.update(self._opened_by_step(step))
        return frozenset(found)

    def _opened_by_step(self, step: Step) -> Iterator[str]:
        reached = frozenset(self.things) if step.anything else step.entity_ids
        for entity_id in self._closure(reached & self.things.keys()):
            thing = self.things[entity_id]
            if thing.opens and _opens(step, thing):
                yield entity_id

    def _all_run_by(self, runner: Runner) -> Iterator[Runner]:
        seen: set[str] = set()
        waiting = [runner.entity_id]
        while waiting:
            entity_id = waiting.pop()
            if entity_id in seen or entity_id not in self.runners:
                continue
            seen.add(entity_id)
            running = self.runners[entity_id]
            yield running
            for step in running.steps:
                waiting += [item for item in step.entity_ids if item in self.runners]
                if step.verb:
                    waiting.append(step.verb)

    def _closure(self, entity_ids: frozenset[str]) -> set[str]:
        seen: set[str] = set()
        waiting = [item for item in entity_ids if item in self.things]
        while waiting:
            entity_id = waiting.pop()
            if entity_id not in seen:
                seen.add(entity_id)
                members = self.things[entity_id].members
                waiting += [item for item in members if item in self.things]
        return seen


def _opens(step: Step, thing: Thing) -> bool:
    """Return whether an action gives up safety at this thing; one that nobody can know, does."""
    if step.verb is None:
        return True
    verb_domain = step.verb.partition(".")[0]
    if verb_domain in OPENING and verb_domain != thing.domain:
        return False
    if verb_domain in (thing.domain, _GENERIC):
        known = Known(domain=thing.domain, device_class=thing.device_class)
        return risk_of(step.verb, step.parameters, known) >= Risk.UNSECURING
    if verb_domain in ("group", "switch"):
        return True
    return risk_of(step.verb, step.parameters) >= Risk.UNSECURING
