"""Who somebody is to the house, and what that allows at most."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .model import Origin, Risk, Tier
from .policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What Home Assistant's own records say of a user."""

    user_id: str
    is_owner: bool = False
    is_admin: bool = False
    is_active: bool = True
    read_only: bool = False
    """In the group of those who may only look."""
    system: bool = False
    """Made by Home Assistant for an app, a telephone or a cloud, not for a person."""


class Memories(StrEnum):
    """Whose memories a caller may have told."""

    PERSONAL = "personal"
    SHARED = "shared"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLimits:
    """What a tier may do at most; `decide()` may still ask for proof."""

    risk: Risk | None
    """The gravest that may be wished; None: nothing at all."""
    listed_entities_only: bool = False
    """Only what `Policy.guest_entities` names may be touched."""
    memory: Memories = Memories.NONE
    searches: int
    """An hour."""
    answer_tokens: int
    """A turn."""
    hardware: bool = False
    """Questions about the machine and the system are answered."""


LIMITS: Final[Mapping[Tier, TierLimits]] = {
    Tier.OWNER: TierLimits(
        risk=Risk.UNSECURING,
        memory=Memories.PERSONAL,
        searches=60,
        answer_tokens=4096,
        hardware=True,
    ),
    Tier.TRUSTED: TierLimits(
        risk=Risk.UNSECURING,
        memory=Memories.PERSONAL,
        searches=30,
        answer_tokens=4096,
        hardware=True,
    ),
    Tier.ANONYMOUS: TierLimits(
        risk=Risk.UNSECURING,
        memory=Memories.SHARED,
        searches=20,
        answer_tokens=1024,
        hardware=True,
    ),
    Tier.AUTOMATION: TierLimits(
        risk=Risk.UNSECURING, memory=Memories.SHARED, searches=20, answer_tokens=2048
    ),
    Tier.GUEST: TierLimits(
        risk=Risk.COMFORT, listed_entities_only=True, searches=5, answer_tokens=512
    ),
    Tier.NOBODY: TierLimits(risk=None, searches=0, answer_tokens=0),
}


def tier_of(origin: Origin, account: Account | None, policy: Policy) -> Tier:
    """Return who a caller is to the house; whoever is known for certain to be less, is less.

    A room claimed by a client changes nothing: its caller is the account it is signed in with.
    """
    if account is None:
        return _WITHOUT_ACCOUNT.get(origin, Tier.ANONYMOUS)
    if not account.is_active:
        return Tier.NOBODY
    if origin is Origin.GUEST:
        return Tier.GUEST
    if account.system:
        return Tier.ANONYMOUS if origin.is_talk else Tier.AUTOMATION
    if account.is_owner:
        return Tier.OWNER
    if account.read_only or account.user_id in policy.guests:
        return Tier.GUEST
    if account.is_admin and account.user_id in policy.owners:
        return Tier.OWNER
    if policy.trust_everyone or account.user_id in policy.owners | policy.trusted:
        return Tier.TRUSTED
    return Tier.GUEST


_WITHOUT_ACCOUNT: Final[Mapping[Origin, Tier]] = {
    Origin.AUTOMATION: Tier.AUTOMATION,
    Origin.GUEST: Tier.GUEST,
}
