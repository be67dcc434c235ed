"""What happens to things in the trash is a line of the audit too, without what is in them."""

from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ... import trash
from ...const import DOMAIN
from .entry import AuditEntry, AuditKind
from .log import async_get_audit

_MANY: Final = 20
"""Items that get a line each; of more, only the number is told."""


@callback
def async_follow_trash(hass: HomeAssistant) -> CALLBACK_TYPE:
    """Record what happens to things in the trash; returns how to stop."""
    audit = async_get_audit(hass)

    async def record(event: trash.TrashEvent) -> None:
        """Record it.

        Raises:
            AuditUnwritableError: It could not be recorded, and must not be erased.
        """
        many = len(event.item_ids) > _MANY
        for subject in (None,) if many else event.item_ids:
            entry = AuditEntry(
                kind=AuditKind.TRASH,
                verb=f"{DOMAIN}.trash_{event.change}",
                rule=event.kind,
                actor=event.actor,
                subject=subject,
                count=len(event.item_ids) if many else None,
            )
            await audit.async_note(entry)

    return trash.async_listen(hass, record)
