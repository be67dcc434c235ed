"""Who speaks, and whose memories they may have told and change."""

from collections.abc import Iterable
from dataclasses import dataclass

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar

from ..guard import Caller, Memories, Tier, TierLimits, async_who_is
from .model import HOUSE, UNKNOWN_VOICE, Memory, Scope, person, room
from .recall import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody, as the guard knows them; nothing in it is taken from what a client claims."""

    caller: Caller
    limits: TierLimits

    @property
    def user_id(self) -> str | None:
        """Return whose own memories are meant; None for a voice without a name."""
        personal = self.limits.memory is Memories.PERSONAL
        return self.caller.user_id if personal else None

    @property
    def actor(self) -> str:
        """Return what changes are noted under."""
        return self.user_id or str(self.caller.tier)

    @property
    def is_owner(self) -> bool:
        """Return whether they may erase, and decide on what a voice without a name said."""
        return self.caller.tier is Tier.OWNER

    @property
    def is_automation(self) -> bool:
        """Return whether nobody's words began it."""
        return self.caller.tier is Tier.AUTOMATION

    @property
    def audience(self) -> Audience | None:
        """Return what a turn of theirs may be told; None for a guest: nothing at all."""
        if self.limits.memory is Memories.NONE:
            return None
        return Audience(user_id=self.user_id, area_id=self.caller.area_id)

    @property
    def taint(self) -> frozenset[str]:
        """Return whose words had entered their conversation."""
        return frozenset(map(str, self.caller.taint))


async def async_who(hass: HomeAssistant, context: Context | None) -> Who:
    """Return who stands behind a context."""
    caller, limits = await async_who_is(hass, context)
    return Who(caller=caller, limits=limits)


def scopes_on_page(who: Who, area_ids: Iterable[str]) -> tuple[Scope, ...]:
    """Return whose memories somebody may see and change outside a conversation.

    Nobody sees another person's own, the owner included. What a voice without a name said is the owner's to judge.
    """
    if who.limits.memory is Memories.NONE:
        return ()
    scopes = [HOUSE, *map(room, area_ids)]
    if who.user_id:
        scopes.append(person(who.user_id))
    if who.is_owner:
        scopes.append(UNKNOWN_VOICE)
    return tuple(scopes)


def scopes_seen(hass: HomeAssistant, who: Who) -> tuple[Scope, ...]:
    """Return whose memories somebody may see and change on a page of this house."""
    areas = ar.async_get(hass).async_list_areas()
    return scopes_on_page(who, [area.id for area in areas])


def may_change(scopes: Iterable[Scope], memory: Memory) -> bool:
    """Return whether a memory is among those somebody may see and change."""
    return memory.scope in scopes
