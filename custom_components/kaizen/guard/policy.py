"""What the owner allows, read from the guard's config entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Self

from .model import Factor, Risk
from .reading import (
    read_ceilings,
    read_factors,
    read_flag,
    read_names,
    read_number,
    read_override,
    read_window,
)
from .window import NEVER, Window

CONF_AUTOMATIONS_UNSECURE: Final = "automations_unsecure"
CONF_CEILINGS: Final = "ceilings"
CONF_DASHBOARD_FACTORS: Final = "dashboard_factors"
CONF_GUEST_ENTITIES: Final = "guest_entities"
CONF_GUESTS: Final = "guests"
CONF_OWNERS: Final = "owners"
CONF_PRESET: Final = "preset"
CONF_TRASH_DAYS: Final = "trash_days"
CONF_TRUST_EVERYONE: Final = "trust_everyone"
CONF_TRUSTED: Final = "trusted"

CONF_CHAT: Final = "chat"
CONF_COOLDOWN: Final = "cooldown"
CONF_ENTITY_ID: Final = "entity_id"
CONF_FACTORS: Final = "factors"
CONF_HOMEKIT: Final = "homekit"
CONF_RATE: Final = "rate"
CONF_RISK: Final = "risk"
CONF_SATELLITES: Final = "satellites"
CONF_WINDOW: Final = "window"
CONF_AFTER: Final = "after"
CONF_BEFORE: Final = "before"
CONF_WEEKDAYS: Final = "weekdays"

DEFAULT_RATE: Final = 10
MAX_RATE: Final = 100
MAX_COOLDOWN: Final = 86_400
DEFAULT_TRASH_DAYS: Final = 30
MIN_TRASH_DAYS: Final = 7
MAX_TRASH_DAYS: Final = 3650

SECRETS: Final = frozenset({Factor.PIN, Factor.PHONE})
"""What only a person can prove, to whom the guard itself talks; no rule goes without one."""


class Preset(StrEnum):
    """How much proof the house asks for where a rule does not say."""

    OFF = "off"
    BALANCED = "balanced"
    STRICT = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a preset stands for."""

    factors: frozenset[Factor]
    chat: bool
    """Who is signed in may also type it; else it takes a satellite of the rule."""


PRESETS: Final[Mapping[Preset, Terms | None]] = {
    Preset.OFF: None,
    Preset.BALANCED: Terms(factors=frozenset({Factor.PIN, Factor.PRESENCE}), chat=True),
    Preset.STRICT: Terms(
        factors=frozenset({Factor.PHONE, Factor.PRESENCE}), chat=False
    ),
}
"""With None, words unsecure nothing, whatever the rules say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that words may unsecure, and how."""

    entity_id: str
    factors: frozenset[Factor] = frozenset()
    """None of them: those of the preset."""
    satellites: frozenset[str] = frozenset()
    """The rooms it may be said in; from no other, so a doorbell only counts if it is named."""
    chat: bool = True
    """Who is signed in may type it, if the preset agrees."""
    window: Window = field(default_factory=Window)
    cooldown: int = 0
    """Seconds until it may be unsecured again."""
    rate: int = DEFAULT_RATE
    """How often in 24 hours."""
    homekit: bool = False
    """Apple Home may unsecure it; Apple asks for proof in its own way."""
    risk: Risk | None = None
    """What the owner knows better than the tables of `risk`."""

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Self | None:
        """Return a stored rule; None if it names no entity."""
        entity_id = data.get(CONF_ENTITY_ID)
        if not isinstance(entity_id, str) or not entity_id:
            return None
        return cls(
            entity_id=entity_id,
            factors=read_factors(data.get(CONF_FACTORS)),
            satellites=read_names(data.get(CONF_SATELLITES)) or frozenset(),
            chat=read_flag(data.get(CONF_CHAT), missing=True),
            window=_window(data.get(CONF_WINDOW)),
            cooldown=read_number(
                data.get(CONF_COOLDOWN),
                missing=0,
                unreadable=MAX_COOLDOWN,
                lowest=0,
                highest=MAX_COOLDOWN,
            ),
            rate=read_number(
                data.get(CONF_RATE),
                missing=DEFAULT_RATE,
                unreadable=0,
                lowest=0,
                highest=MAX_RATE,
            ),
            homekit=read_flag(data.get(CONF_HOMEKIT), missing=False),
            risk=read_override(data.get(CONF_RISK)),
        )

    def disputed(self, other: Rule) -> Rule:
        """Return what holds when two rules are stored for one entity: nobody unsecures it."""
        return replace(
            self,
            satellites=frozenset(),
            chat=False,
            homekit=False,
            risk=self.risk if self.risk == other.risk else Risk.UNSECURING,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the owner allows; without a word from the owner, nobody talks the house open."""

    preset: Preset = Preset.OFF
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """By entity."""
    owners: frozenset[str] = frozenset()
    """Users beside the owner of Home Assistant; they count if they are administrators."""
    trust_everyone: bool = True
    """Whoever has an account that may do things is trusted; else those listed are."""
    trusted: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()
    guest_entities: frozenset[str] = frozenset()
    """What guests may touch."""
    automations_unsecure: bool = True
    dashboard_factors: frozenset[Factor] = frozenset()
    """What people prove who unsecure something from a page of their own."""
    ceilings: Mapping[str, Risk] = field(default_factory=dict)
    """By satellite, the gravest that may be wished there; securing is always possible."""
    trash_days: int = DEFAULT_TRASH_DAYS

    @classmethod
    def read(
        cls,
        options: Mapping[str, object],
        rules: Iterable[Mapping[str, object]] = (),
    ) -> Self:
        """Return what is stored; what cannot be understood never allows more."""
        found: dict[str, Rule] = {}
        for data in rules:
            if rule := Rule.read(data):
                rival = found.get(rule.entity_id)
                found[rule.entity_id] = rule.disputed(rival) if rival else rule
        guests = read_names(options.get(CONF_GUESTS))
        return cls(
            preset=_preset(options.get(CONF_PRESET)),
            rules=found,
            owners=read_names(options.get(CONF_OWNERS)) or frozenset(),
            trust_everyone=guests is not None
            and read_flag(options.get(CONF_TRUST_EVERYONE), missing=True),
            trusted=read_names(options.get(CONF_TRUSTED)) or frozenset(),
            guests=guests or frozenset(),
            guest_entities=read_names(options.get(CONF_GUEST_ENTITIES)) or frozenset(),
            automations_unsecure=read_flag(
                options.get(CONF_AUTOMATIONS_UNSECURE), missing=True
            ),
            dashboard_factors=read_factors(options.get(CONF_DASHBOARD_FACTORS)),
            ceilings=read_ceilings(options.get(CONF_CEILINGS)),
            trash_days=read_number(
                options.get(CONF_TRASH_DAYS),
                missing=DEFAULT_TRASH_DAYS,
                unreadable=DEFAULT_TRASH_DAYS,
                lowest=MIN_TRASH_DAYS,
                highest=MAX_TRASH_DAYS,
            ),
        )

    @property
    def terms(self) -> Terms | None:
        """Return what the preset stands for; None: words unsecure nothing."""
        return PRESETS[self.preset]

    def rule(self, entity_id: str | None) -> Rule | None:
        """Return what the owner says about an entity."""
        return None if entity_id is None else self.rules.get(entity_id)

    def override(self, entity_id: str | None) -> Risk | None:
        """Return the owner's word on the risk of an entity, for `risk_of`."""
        rule = self.rule(entity_id)
        return rule.risk if rule else None

    def factors(self, entity_id: str | None) -> frozenset[Factor] | None:
        """Return what is to be proven before words unsecure an entity; None: they never do."""
        rule = self.rule(entity_id)
        if rule is None or self.terms is None:
            return None
        if rule.factors & SECRETS:
            return rule.factors
        return rule.factors | self.terms.factors


def _window(value: object) -> Window:
    if value is None:
        return Window()
    if not isinstance(value, Mapping):
        return NEVER
    return read_window(
        value.get(CONF_AFTER), value.get(CONF_BEFORE), value.get(CONF_WEEKDAYS)
    )


def _preset(value: object) -> Preset:
    known = isinstance(value, str) and value in {*Preset}
    return Preset(str(value)) if known else Preset.OFF
