"""Changing memories on a page: everybody their own and what is shared, and only the owner erases."""

from datetime import datetime
from typing import Any, Final, cast

from homeassistant.components import websocket_api
from homeassistant.components.conversation.chat_log import current_chat_log
from homeassistant.util import dt as dt_util
import probatio

from .desk import async_judge, async_pending
from .index import IndexFailure
from .learning import concern
from .model import Category
from .page import ID, TEXT, Message, Page, answering, scope_named, told
from .refusals import MemoryRefusedError
from .settings import CONF_CONSENTING
from .store import Changes, StoreError

IDS_MOST: Final = 500
_IDS: Final = probatio.All([ID], probatio.Length(min=1, max=IDS_MOST))


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/edit",
        probatio.Required("memory_id"): ID,
        probatio.Optional("text"): TEXT,
        probatio.Optional("subject"): TEXT,
        probatio.Optional("category"): probatio.Coerce(Category),
        probatio.Optional("scope"): str,
        probatio.Optional("expires_at"): probatio.Any(
            None, probatio.All(str, probatio.Coerce(datetime.fromisoformat))
        ),
    }
)
@answering
async def _edit(page: Page, msg: Message) -> dict[str, Any]:
    """Change a memory; the version before stays."""
    for field in ("text", "subject"):
        found = concern(msg.get(field, ""))
        if found and found.never:
            raise MemoryRefusedError(f"memory_{found.reason}")
    changes = cast(
        Changes,
        {
            key: msg[key]
            for key in ("text", "subject", "category", "expires_at")
            if key in msg
        },
    )
    if (moment := changes.get("expires_at")) is not None and moment.tzinfo is None:
        changes["expires_at"] = moment.replace(tzinfo=dt_util.get_default_time_zone())
    if "scope" in msg:
        changes["scope"] = scope_named(page, msg["scope"])
    memory_id = msg["memory_id"]
    memory = await page.change(
        [memory_id], lambda w: w.edit(memory_id, actor=page.who.actor, **changes)
    )
    return told(memory)


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/pin",
        probatio.Required("memory_id"): ID,
        probatio.Required("pinned"): bool,
    }
)
@answering
async def _pin(page: Page, msg: Message) -> dict[str, Any]:
    """Tell a memory in every turn, or not any more."""
    memory_id, pinned = msg["memory_id"], msg["pinned"]
    memory = await page.change(
        [memory_id], lambda w: w.edit(memory_id, actor=page.who.actor, pinned=pinned)
    )
    return told(memory)


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/trash",
        probatio.Required("memory_ids"): _IDS,
    }
)
@answering
async def _trash(page: Page, msg: Message) -> dict[str, Any]:
    """Put memories into the trash."""
    ids, actor = msg["memory_ids"], page.who.actor
    gone = await page.change(ids, lambda w: w.trash(ids, actor=actor, reason="page"))
    return {"trashed": len(gone)}


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/restore",
        probatio.Required("memory_ids"): _IDS,
    }
)
@answering
async def _restore(page: Page, msg: Message) -> dict[str, Any]:
    """Take memories out of the trash."""
    ids, actor = msg["memory_ids"], page.who.actor
    back = await page.change(ids, lambda w: w.restore(ids, actor=actor))
    return {"restored": len(back)}


@websocket_api.websocket_command({"type": "kaizen/memory/undo"})
@answering
async def _undo(page: Page, msg: Message) -> dict[str, Any]:
    """Take back the last thing this person did."""
    undone = await page.runtime.store.write(lambda w: w.undo(actor=page.who.actor))
    return {
        "memories": [told(m) for m in undone.memories if m.scope in page.scopes],
        "kept": list(undone.kept),
    }


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/erase",
        probatio.Required("memory_ids"): _IDS,
    }
)
@answering
async def _erase(page: Page, msg: Message) -> dict[str, Any]:
    """Erase for good: for the owner, and never inside a turn of a conversation."""
    if not page.connection.user.is_owner or current_chat_log.get() is not None:
        raise MemoryRefusedError("memory_owner_only")
    ids = msg["memory_ids"]
    await page.runtime.store.read(lambda r: page.own(r, ids))
    try:
        erased = await page.runtime.library.erase(ids)
    except IndexFailure:
        # The index is made anew when it answers: what it keeps are numbers without words.
        raise MemoryRefusedError("memory_index_left") from None
    except StoreError:
        raise MemoryRefusedError("memory_erase_again") from None
    return {"erased": len(erased)}


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/pending",
        probatio.Optional("keep", default=list): [ID],
        probatio.Optional("drop", default=list): [ID],
        probatio.Optional("scope"): str,
    }
)
@answering
async def _pending(page: Page, msg: Message) -> dict[str, Any]:
    """Say yes or no to what waits, then send what still does.

    What a voice without a name said goes to `scope`, else to whoever says yes.
    """
    wanted = scope_named(page, msg["scope"]) if "scope" in msg else None
    await async_judge(
        page.runtime, page.who, page.scopes, msg["keep"], msg["drop"], wanted
    )
    waiting = await async_pending(page.runtime, page.scopes, 500)
    return {"memories": [told(memory) for memory in waiting]}


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/consent",
        probatio.Optional("learning"): bool,
    }
)
@answering
async def _consent(page: Page, msg: Message) -> dict[str, Any]:
    """Agree to be learned from, or not any more, for oneself; then tell what holds."""
    if page.who.user_id is None:
        raise MemoryRefusedError("memory_not_yours")
    entry, own = page.runtime.entry, {page.who.user_id}
    if "learning" in msg:
        consenting = page.runtime.consenting
        consenting = consenting | own if msg["learning"] else consenting - own
        page.hass.config_entries.async_update_entry(
            entry, options={**entry.options, CONF_CONSENTING: sorted(consenting)}
        )
    return {"learning": own <= page.runtime.consenting}


CHANGING: Final = (
    *(_edit, _pin, _trash, _restore, _undo),
    *(_erase, _pending, _consent),
)
