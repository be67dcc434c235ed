"""Finds every way around the gate that is still open."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ..model import Factor
from .house import House

ASSISTANTS: Final[Mapping[str, str]] = {
    "cloud.alexa": "Alexa",
    "cloud.google_assistant": "Google Assistant",
    "conversation": "Assist",
}
"""What people call who hears."""


class Fix(StrEnum):
    """What one click can do about it, and undo again."""

    GUARD = "guard"
    """A guarded twin, or nobody hears of it."""
    UNEXPOSE = "unexpose"
    """Nobody hears of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way around the gate."""

    key: str
    """Its text among `issues`."""
    subject: str
    placeholders: Mapping[str, str] = field(default_factory=dict)
    fix: Fix | None = None
    entity_id: str | None = None
    """What the fix is about."""


type Finder = Callable[[House], Iterator[Way]]

_LACKING: Final[Mapping[Factor, str]] = {
    Factor.PIN: "guard_rule_no_pin",
    Factor.PHONE: "guard_rule_no_phone",
}


def _assistants(heard: frozenset[str]) -> str:
    return ", ".join(sorted(ASSISTANTS.get(name, name) for name in heard))


def exposed_things(house: House) -> Iterator[Way]:
    """Find what opens when anybody says so."""
    for thing in house.things.values():
        if thing.heard and house.opened_through(thing.entity_id):
            yield Way(
                key="guard_exposed",
                subject=thing.entity_id,
                placeholders={
                    "name": thing.name,
                    "entity_id": thing.entity_id,
                    "assistants": _assistants(thing.heard),
                },
                fix=Fix.GUARD if thing.can_have_twin else Fix.UNEXPOSE,
                entity_id=thing.entity_id,
            )


def exposed_runners(house: House) -> Iterator[Way]:
    """Find scripts, scenes and automations that open what anybody says."""
    for runner in house.runners.values():
        if runner.heard and (opened := house.opened_by(runner)):
            yield Way(
                key="guard_runner_exposed",
                subject=runner.entity_id,
                placeholders={
                    "name": runner.name,
                    "entity_id": runner.entity_id,
                    "assistants": _assistants(runner.heard),
                    "targets": house.names(opened),
                },
                fix=Fix.UNEXPOSE,
                entity_id=runner.entity_id,
            )


def sentences(house: House) -> Iterator[Way]:
    """Find automations that open something on a sentence."""
    for runner in house.runners.values():
        if runner.by_sentence and (opened := house.opened_by(runner)):
            yield Way(
                key="guard_sentence",
                subject=runner.entity_id,
                placeholders={
                    "name": runner.name,
                    "entity_id": runner.entity_id,
                    "targets": house.names(opened),
                },
            )


def default_codes(house: House) -> Iterator[Way]:
    """Find codes that Home Assistant gives for everybody."""
    for thing in house.things.values():
        if thing.default_code:
            yield Way(
                key="guard_default_code",
                subject=thing.entity_id,
                placeholders={"name": thing.name, "entity_id": thing.entity_id},
            )


def recorded_codes(house: House) -> Iterator[Way]:
    """Find whether codes that people type are written into the history."""
    coded = frozenset(
        entity_id for entity_id, thing in house.things.items() if thing.takes_code
    )
    if house.records_calls and coded:
        yield Way(
            key="guard_recorder",
            subject="recorder",
            placeholders={"names": house.names(coded)},
        )


def homekit_codes(house: House) -> Iterator[Way]:
    """Find codes that a HomeKit bridge gives for everybody."""
    for bridge in house.bridges:
        for entity_id in sorted(bridge.coded):
            thing = house.things.get(entity_id)
            yield Way(
                key="guard_homekit_code",
                subject=f"{bridge.entry_id}_{entity_id}",
                placeholders={
                    "bridge": bridge.title,
                    "name": thing.name if thing else entity_id,
                    "entity_id": entity_id,
                },
            )


def homekit_doors(house: House) -> Iterator[Way]:
    """Find what a HomeKit bridge shares past the guard."""
    for bridge in house.bridges:
        shared = frozenset[str]().union(
            *(house.opened_through(entity_id) for entity_id in bridge.shared)
        )
        if shared:
            yield Way(
                key="guard_homekit_exposed",
                subject=bridge.entry_id,
                placeholders={"bridge": bridge.title, "names": house.names(shared)},
            )


def mcp_servers(house: House) -> Iterator[Way]:
    """Find MCP servers whose clients may open something."""
    heard = [
        house.opened_through(thing.entity_id)
        for thing in house.things.values()
        if "conversation" in thing.heard
    ]
    if opened := frozenset[str]().union(*heard):
        for entry_id, title in house.mcp_servers.items():
            yield Way(
                key="guard_mcp_server",
                subject=entry_id,
                placeholders={"title": title, "names": house.names(opened)},
            )


def rules(house: House) -> Iterator[Way]:
    """Find rules that nobody can meet, and those that are about nothing."""
    for rule in house.rules:
        keys = [_LACKING[factor] for factor in sorted(rule.lacking & _LACKING.keys())]
        if rule.orphaned:
            keys.append("guard_rule_orphaned")
        for key in keys:
            yield Way(
                key=key, subject=rule.subentry_id, placeholders={"name": rule.name}
            )


def lost_twins(house: House) -> Iterator[Way]:
    """Find twins without an original."""
    for subentry_id, title in house.lost_twins.items():
        yield Way(
            key="guard_proxy_orphaned",
            subject=subentry_id,
            placeholders={"name": title},
        )


FINDERS: Final[tuple[Finder, ...]] = (
    exposed_things,
    exposed_runners,
    sentences,
    default_codes,
    recorded_codes,
    homekit_codes,
    homekit_doors,
    mcp_servers,
    rules,
    lost_twins,
)


def find(house: House) -> list[Way]:
    """Return all ways around the gate."""
    return [way for finder in FINDERS for way in finder(house)]
