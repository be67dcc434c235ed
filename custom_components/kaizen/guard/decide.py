"""Whether a wish is granted: one table, read from the top; nothing in it asks a model."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from .model import (
    Allow,
    Challenge,
    Decision,
    Deny,
    DenyReason,
    Factor,
    Origin,
    Request,
    Risk,
    Surroundings,
    Tier,
)
from .policy import SECRETS, Policy, Rule

_PEOPLE: Final = frozenset({Tier.OWNER, Tier.TRUSTED})
_CONFIRM: Final = frozenset({Factor.CONFIRM})
_EVERYTHING: Final = frozenset(Factor)
_NOTHING: Final = frozenset[Factor]()


@dataclass(frozen=True, slots=True)
class _Case:
    """A wish, the owner's policy and the house, and what the lines of the table ask of them."""

    request: Request
    policy: Policy
    house: Surroundings

    @property
    def rule(self) -> Rule | None:
        return self.policy.rule(self.request.entity_id)

    @property
    def talk(self) -> bool:
        return self.request.caller.origin.is_talk

    @property
    def homekit(self) -> bool:
        return self.request.caller.origin is Origin.HOMEKIT

    @property
    def person(self) -> bool:
        """Return whether somebody the house trusts does it from a page of their own."""
        caller = self.request.caller
        return caller.origin is Origin.DASHBOARD and caller.tier in _PEOPLE

    @property
    def automation(self) -> bool:
        """Return whether the house does it by itself, or an app with an account of its own."""
        caller = self.request.caller
        if caller.origin is Origin.AUTOMATION:
            return caller.tier in {Tier.AUTOMATION, *_PEOPLE}
        return caller.origin is Origin.DASHBOARD and caller.tier is Tier.AUTOMATION

    @property
    def unsecures(self) -> bool:
        return self.request.risk is Risk.UNSECURING

    @property
    def raw(self) -> bool:
        return self.request.entity_id is None or self.request.verb.startswith(
            "hubitat."
        )

    @property
    def bound(self) -> bool:
        """Return whether there is a room or a conversation a challenge can be answered in."""
        caller = self.request.caller
        return bool(caller.satellite_id or (caller.user_id and caller.conversation_id))

    @property
    def demanded(self) -> frozenset[Factor]:
        """Return what is to be proven for this wish."""
        caller = self.request.caller
        if self.talk and self.unsecures:
            factors = self.policy.factors(self.request.entity_id)
            return _EVERYTHING if factors is None else factors
        if self.talk:
            return _CONFIRM if caller.taint or caller.tier not in _PEOPLE else _NOTHING
        if self.person and self.unsecures:
            return self.policy.dashboard_factors
        return _NOTHING

    @property
    def unproven(self) -> frozenset[Factor]:
        """Return what nobody has proven yet; presence is seen, not told."""
        return self.demanded - self.request.proven - {Factor.PRESENCE}

    @property
    def in_zone(self) -> bool:
        """Return whether words from there may unsecure this."""
        terms, rule = self.policy.terms, self.rule
        if terms is None or rule is None:
            return False
        if satellite := self.request.caller.satellite_id:
            return satellite in rule.satellites
        return terms.chat and rule.chat

    @property
    def cooling(self) -> bool:
        rule, last = self.rule, self.house.last_unsecured
        if rule is None or last is None or not rule.cooldown:
            return False
        passed = _with_zone(self.request.now) - _with_zone(last)
        return passed < timedelta(seconds=rule.cooldown)

    @property
    def limited(self) -> bool:
        """Return whether window, cool-down and rate of the rule hold."""
        return self.unsecures and (self.talk or self.homekit)


type _Condition = Callable[[_Case], bool]


def _is_nobody(case: _Case) -> bool:
    return case.request.caller.tier is Tier.NOBODY


def _reads(case: _Case) -> bool:
    return case.request.risk is Risk.READ


def _is_guest_beyond_list(case: _Case) -> bool:
    caller = case.request.caller
    if caller.origin is not Origin.GUEST and caller.tier is not Tier.GUEST:
        return False
    listed = case.request.entity_id in case.policy.guest_entities
    return not (listed and case.request.risk is Risk.COMFORT)


def _secures(case: _Case) -> bool:
    return case.request.risk is Risk.SECURING


def _is_above_ceiling(case: _Case) -> bool:
    satellite = case.request.caller.satellite_id or ""
    ceiling = case.policy.ceilings.get(satellite, Risk.UNSECURING)
    return case.talk and case.request.risk > ceiling


def _comforts(case: _Case) -> bool:
    return case.request.risk is Risk.COMFORT


def _is_stranger(case: _Case) -> bool:
    return not (case.talk or case.homekit or case.person or case.automation)


def _is_barred_automation(case: _Case) -> bool:
    return case.automation and case.unsecures and not case.policy.automations_unsecure


def _is_homekit_uninvited(case: _Case) -> bool:
    invited = case.rule is not None and case.rule.homekit
    return case.homekit and case.unsecures and not invited


def _is_raw(case: _Case) -> bool:
    return case.raw and (case.talk or bool(case.unproven))


def _means_several(case: _Case) -> bool:
    return case.talk and case.unsecures and case.request.several


def _toggles(case: _Case) -> bool:
    return case.talk and case.unsecures and case.request.toggles


def _is_locked_out(case: _Case) -> bool:
    return case.house.locked_out and case.unsecures and bool(case.demanded)


def _may_be_a_loudspeaker(case: _Case) -> bool:
    return case.talk and case.house.loud and not case.request.proven & SECRETS


def _is_off(case: _Case) -> bool:
    factors = case.policy.factors(case.request.entity_id)
    return case.talk and case.unsecures and factors is None


def _cannot_be_asked(case: _Case) -> bool:
    return case.talk and bool(case.demanded) and not case.bound


def _is_out_of_zone(case: _Case) -> bool:
    return case.talk and case.unsecures and not case.in_zone


def _is_out_of_hours(case: _Case) -> bool:
    rule = case.rule
    return case.limited and not (rule and rule.window.contains(case.request.now))


def _cools_down(case: _Case) -> bool:
    return case.limited and case.cooling


def _is_too_often(case: _Case) -> bool:
    rule = case.rule
    return case.limited and not (rule and case.house.unsecured_today < rule.rate)


def _finds_no_one_home(case: _Case) -> bool:
    seen = case.house.someone_home or case.house.motion_near
    return Factor.PRESENCE in case.demanded and not seen


def _is_tainted(case: _Case) -> bool:
    tainted = case.talk and case.unsecures and bool(case.request.caller.taint)
    return tainted and Factor.PHONE not in case.demanded


def _is_unproven(case: _Case) -> bool:
    return bool(case.unproven)


def _is_proven(case: _Case) -> bool:
    return not case.unproven


type _Outcome = DenyReason | type[Allow | Challenge]

_LINES: Final[tuple[tuple[str, _Condition, _Outcome], ...]] = (
    ("nobody", _is_nobody, DenyReason.TIER),
    ("read", _reads, Allow),
    ("guest", _is_guest_beyond_list, DenyReason.GUEST),
    ("securing", _secures, Allow),
    ("ceiling", _is_above_ceiling, DenyReason.TIER),
    ("comfort", _comforts, Allow),
    ("stranger", _is_stranger, DenyReason.TIER),
    ("automation", _is_barred_automation, DenyReason.AUTOMATION),
    ("homekit", _is_homekit_uninvited, DenyReason.HOMEKIT),
    ("raw", _is_raw, DenyReason.RAW),
    ("bulk", _means_several, DenyReason.BULK),
    ("toggle", _toggles, DenyReason.TOGGLE),
    ("locked_out", _is_locked_out, DenyReason.LOCKED_OUT),
    ("loud", _may_be_a_loudspeaker, DenyReason.LOUD),
    ("off", _is_off, DenyReason.OFF),
    ("binding", _cannot_be_asked, DenyReason.ANONYMOUS),
    ("zone", _is_out_of_zone, DenyReason.ROOM),
    ("window", _is_out_of_hours, DenyReason.WINDOW),
    ("cooldown", _cools_down, DenyReason.COOLDOWN),
    ("rate", _is_too_often, DenyReason.RATE),
    ("presence", _finds_no_one_home, DenyReason.PRESENCE),
    ("taint", _is_tainted, DenyReason.TAINTED),
    ("proof", _is_unproven, Challenge),
    ("proven", _is_proven, Allow),
)
"""In order: the rule's id for the audit, when it speaks, and what it says.

A proof is looked at last, so that none outweighs a lockout, a room, an hour or a whole floor.
"""


def decide(request: Request, policy: Policy, surroundings: Surroundings) -> Decision:
    """Return what the first line that applies says; raises nothing."""
    case = _Case(request, policy, surroundings)
    for rule, applies, outcome in _LINES:
        if applies(case):
            if isinstance(outcome, DenyReason):
                return Deny(reason=outcome, rule=rule)
            if outcome is Challenge:
                return Challenge(factors=case.unproven, rule=rule)
            return Allow(rule=rule)
    return Deny(reason=DenyReason.FAILED, rule="unmatched")


def _with_zone(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)
