"""The guard's words: who wishes what, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class Risk(IntEnum):
    """How much of the house's safety an action gives up; the direction counts, not the device."""

    READ = 0
    COMFORT = 1
    """Lamps, media, shades."""
    SECURING = 2
    """Lock, close, arm: never delayed, never asked for proof."""
    SENSITIVE = 3
    """Water, siren, privacy, heating extremes, a service restarted."""
    UNSECURING = 4
    """Unlock, open, disarm, and whatever weakens the guard itself."""


class Origin(StrEnum):
    """Where a call came from, through all parents."""

    DASHBOARD = "dashboard"
    """A person with a session of their own: a page, the app, a script against the API."""
    VOICE = "voice"
    """Spoken or typed words, matched without a model; other companies' voice assistants."""
    MODEL = "model"
    """A language model's tool call: any agent, or a client of the MCP server."""
    SENTENCE = "sentence"
    """An automation that words triggered."""
    HOMEKIT = "homekit"
    AUTOMATION = "automation"
    """An automation, script or timer that nobody's words began."""
    GUEST = "guest"

    @property
    def is_talk(self) -> bool:
        """Return whether words, which anyone can say or plant, brought the call about."""
        return self in (Origin.VOICE, Origin.MODEL, Origin.SENTENCE, Origin.GUEST)


class Tier(StrEnum):
    """What a caller may do at most."""

    OWNER = "owner"
    TRUSTED = "trusted"
    GUEST = "guest"
    ANONYMOUS = "anonymous"
    """A voice in a room that nobody is logged in to."""
    AUTOMATION = "automation"
    NOBODY = "nobody"
    """An account that was switched off: it may do nothing, not even look."""


class Factor(StrEnum):
    """How a wish is proven."""

    PIN = "pin"
    PHONE = "phone"
    """A notification confirmed on a phone that is not where the wish came from."""
    CONFIRM = "confirm"
    """A read-back answered with yes."""
    PRESENCE = "presence"
    """Somebody is home, as trackers or recent motion say; nobody is asked."""


class TaintSource(StrEnum):
    """Whose words have entered a conversation beside the person's own."""

    WEB = "web"
    CALENDAR = "calendar"
    TODO = "todo"
    MESSAGE = "message"
    CAMERA = "camera"
    GUEST = "guest"
    MEMORY = "memory"
    """A memory that was learned from any of these."""
    TOOL = "tool"
    """A tool that says it reaches out of the house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who wishes, and from where; nothing in it is taken from what a client claims."""

    origin: Origin
    tier: Tier
    user_id: str | None = None
    satellite_id: str | None = None
    """The entity of the satellite, seen to write its state in this very context."""
    area_id: str | None = None
    """The room of that satellite."""
    conversation_id: str | None = None
    taint: frozenset[TaintSource] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A wish to do one thing to one entity."""

    verb: str
    """As Home Assistant names the action: `lock.unlock`."""
    entity_id: str | None
    """None for what is no entity: a raw hub command, the guard itself."""
    risk: Risk
    caller: Caller
    now: datetime
    """Local time, with its zone."""
    several: bool = False
    """The words named a room, a floor or a kind of thing, not this one."""
    toggles: bool = False
    """The direction depends on a state nobody mentioned."""
    proven: frozenset[Factor] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is so in the house when something is wished."""

    locked_out: bool = False
    """Too many wrong PINs: by this satellite, this user or in the house."""
    someone_home: bool = False
    motion_near: bool = False
    """Recent motion in the room the wish came from."""
    loud: bool = False
    """A loudspeaker plays in that room, or Kaizen has just spoken there: words may not be a person's."""
    last_unsecured: datetime | None = None
    """When this entity last was."""
    unsecured_today: int = 0
    """How often it was, in 24 hours."""


class DenyReason(StrEnum):
    """Why a wish is refused; each has a sentence in `exceptions.guard_refused_*`."""

    OFF = "off"
    """The owner has not allowed it by these means."""
    GUEST = "guest"
    TIER = "tier"
    ANONYMOUS = "anonymous"
    """There is nobody and no room a challenge could be bound to."""
    BULK = "bulk"
    TOGGLE = "toggle"
    TAINTED = "tainted"
    LOUD = "loud"
    LOCKED_OUT = "locked_out"
    ROOM = "room"
    """Not from this satellite."""
    WINDOW = "window"
    COOLDOWN = "cooldown"
    RATE = "rate"
    PRESENCE = "presence"
    HOMEKIT = "homekit"
    AUTOMATION = "automation"
    RAW = "raw"
    """A command to a device that no entity stands for."""
    NO_PIN = "no_pin"
    """Nobody who may prove it has a PIN."""
    NO_PHONE = "no_phone"
    """No phone of somebody who may prove it could be asked."""
    FAILED = "failed"
    """The guard itself is not able to decide, record or ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """It may be done."""

    rule: str
    """Which line of the policy said so, for the audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deny:
    """It may not."""

    reason: DenyReason
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """It may be done once these are proven."""

    factors: frozenset[Factor]
    rule: str


type Decision = Allow | Deny | Challenge


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What a proof is for: nothing else may be done with it."""

    verb: str
    entity_id: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a call may do that has been proven, and on whose behalf."""

    caller: Caller
    factors: frozenset[Factor]
    request_id: str
