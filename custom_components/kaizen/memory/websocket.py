"""The memory on a page: everybody sees and changes their own and what is shared, and only the owner erases."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final, cast

from homeassistant.components import websocket_api
from homeassistant.components.conversation.chat_log import current_chat_log
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
import probatio

from ..const import DOMAIN
from .desk import async_judge, async_pending
from .index import IndexFailure
from .learning import concern
from .model import TEXT_MOST, UNKNOWN_VOICE, Category, Memory, Scope, Version
from .refusals import MemoryRefusedError
from .runtime import MemoryRuntime, async_require
from .settings import CONF_CONSENTING
from .store import (
    Changes,
    DuplicateError,
    Filter,
    InvalidMemoryError,
    Reader,
    State,
    StoreError,
    Undoer,
    UnknownMemoryError,
)
from .who import Who, async_who, scopes_seen

IDS_MOST: Final = 500

type Message = dict[str, Any]
type Command = Callable[[_Page, Message], Awaitable[Any]]

_ID: Final = probatio.Match(r"[0-9a-f]{32}\Z")
_IDS: Final = probatio.All([_ID], probatio.Length(min=1, max=IDS_MOST))
_TEXT: Final = probatio.All(str, probatio.Length(max=TEXT_MOST))
_LIMIT: Final = probatio.All(int, probatio.Range(min=1, max=500))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Somebody looks at their memories."""

    hass: HomeAssistant
    runtime: MemoryRuntime
    connection: ActiveConnection
    who: Who
    scopes: tuple[Scope, ...]

    def own(self, reader: Reader, ids: Sequence[str]) -> list[Memory]:
        """Return memories that are the person's to see; what is not is as if it were not there."""
        memories = [reader.find(one) for one in dict.fromkeys(ids)]
        seen = [m for m in memories if m is not None and m.scope in self.scopes]
        if len(seen) != len(memories):
            raise MemoryRefusedError("memory_not_found")
        return seen

    async def change[T](self, ids: Sequence[str], work: Callable[[Undoer], T]) -> T:
        """Change memories that are the person's to change."""

        def changed(writer: Undoer) -> T:
            self.own(writer, ids)
            return work(writer)

        try:
            return await self.runtime.store.write(changed)
        except DuplicateError:
            raise MemoryRefusedError("memory_known_anew") from None
        except InvalidMemoryError:
            raise MemoryRefusedError("memory_too_long") from None
        except UnknownMemoryError:
            raise MemoryRefusedError("memory_not_found") from None


def _answering(command: Command) -> Callable[..., None]:
    """Return a websocket handler that answers with what a command returns, or why it does not."""

    @websocket_api.async_response
    @wraps(command)
    async def handle(
        hass: HomeAssistant, connection: ActiveConnection, msg: Message
    ) -> None:
        try:
            page = await _async_page(hass, connection, msg)
            result = await command(page, msg)
        except MemoryRefusedError as err:
            code = str(err.translation_key)
            connection.send_error(
                msg["id"],
                code,
                code,
                translation_domain=DOMAIN,
                translation_key=code,
                translation_placeholders=err.translation_placeholders,
            )
        else:
            connection.send_result(msg["id"], result)

    return handle


async def _async_page(
    hass: HomeAssistant, connection: ActiveConnection, msg: Message
) -> _Page:
    runtime = async_require(hass)
    who = await async_who(hass, connection.context(msg))
    if not (scopes := scopes_seen(hass, who)):
        raise MemoryRefusedError("memory_not_yours")
    return _Page(
        hass=hass, runtime=runtime, connection=connection, who=who, scopes=scopes
    )


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/list",
        probatio.Optional("state", default=State.LIVE): probatio.Coerce(State),
        probatio.Optional("scope"): str,
        probatio.Optional("category"): probatio.Coerce(Category),
        probatio.Optional("pinned"): bool,
        probatio.Optional("text", default=""): _TEXT,
        probatio.Optional("before"): int,
        probatio.Optional("limit", default=50): _LIMIT,
    }
)
@_answering
async def _list(page: _Page, msg: Message) -> dict[str, Any]:
    """Send a page of memories, newest first; `next` asks for the one after."""
    category = msg.get("category")
    wanted = Filter(
        state=msg["state"],
        scopes=[s for s in page.scopes if str(s) == msg.get("scope", str(s))],
        categories=[category] if category else None,
        pinned=msg.get("pinned"),
        text=msg["text"],
    )
    found = await page.runtime.store.read(
        lambda r: r.browse(wanted, limit=msg["limit"], before=msg.get("before"))
    )
    return {
        "memories": [_told(memory) for memory in found],
        "next": found[-1].rank if len(found) == msg["limit"] else None,
    }


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/search",
        probatio.Required("text"): _TEXT,
    }
)
@_answering
async def _search(page: _Page, msg: Message) -> dict[str, Any]:
    """Send what a turn of this person with these words would be told."""
    if (audience := page.who.audience) is None:
        raise MemoryRefusedError("memory_not_yours")
    recall = await page.runtime.library.recall(
        msg["text"], audience, now=dt_util.utcnow()
    )
    return {
        "by": recall.by,
        "memories": [
            _told(one.memory) | {"score": round(one.score, 3), "why": one.why}
            for one in recall.memories
        ],
    }


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/get",
        probatio.Required("memory_id"): _ID,
    }
)
@_answering
async def _get(page: _Page, msg: Message) -> dict[str, Any]:
    """Send one memory."""
    (memory,) = await page.runtime.store.read(lambda r: page.own(r, [msg["memory_id"]]))
    return _told(memory)


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/history",
        probatio.Required("memory_id"): _ID,
    }
)
@_answering
async def _history(page: _Page, msg: Message) -> dict[str, Any]:
    """Send all versions of a memory, oldest first."""

    def read(reader: Reader) -> list[Version]:
        page.own(reader, [msg["memory_id"]])
        return reader.versions(msg["memory_id"])

    versions = await page.runtime.store.read(read)
    return {"versions": [_version(version) for version in versions]}


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/edit",
        probatio.Required("memory_id"): _ID,
        probatio.Optional("text"): _TEXT,
        probatio.Optional("subject"): _TEXT,
        probatio.Optional("category"): probatio.Coerce(Category),
        probatio.Optional("scope"): str,
        probatio.Optional("expires_at"): probatio.Any(
            None, probatio.All(str, probatio.Coerce(datetime.fromisoformat))
        ),
    }
)
@_answering
async def _edit(page: _Page, msg: Message) -> dict[str, Any]:
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
        changes["scope"] = _scope(page, msg["scope"])
    memory_id = msg["memory_id"]
    memory = await page.change(
        [memory_id], lambda w: w.edit(memory_id, actor=page.who.actor, **changes)
    )
    return _told(memory)


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/pin",
        probatio.Required("memory_id"): _ID,
        probatio.Required("pinned"): bool,
    }
)
@_answering
async def _pin(page: _Page, msg: Message) -> dict[str, Any]:
    """Tell a memory in every turn, or not any more."""
    memory_id, pinned = msg["memory_id"], msg["pinned"]
    memory = await page.change(
        [memory_id], lambda w: w.edit(memory_id, actor=page.who.actor, pinned=pinned)
    )
    return _told(memory)


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/trash",
        probatio.Required("memory_ids"): _IDS,
    }
)
@_answering
async def _trash(page: _Page, msg: Message) -> dict[str, Any]:
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
@_answering
async def _restore(page: _Page, msg: Message) -> dict[str, Any]:
    """Take memories out of the trash."""
    ids, actor = msg["memory_ids"], page.who.actor
    back = await page.change(ids, lambda w: w.restore(ids, actor=actor))
    return {"restored": len(back)}


@websocket_api.websocket_command({"type": "kaizen/memory/undo"})
@_answering
async def _undo(page: _Page, msg: Message) -> dict[str, Any]:
    """Take back the last thing this person did."""
    undone = await page.runtime.store.write(lambda w: w.undo(actor=page.who.actor))
    return {
        "memories": [_told(m) for m in undone.memories if m.scope in page.scopes],
        "kept": list(undone.kept),
    }


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/erase",
        probatio.Required("memory_ids"): _IDS,
    }
)
@_answering
async def _erase(page: _Page, msg: Message) -> dict[str, Any]:
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
        probatio.Optional("keep", default=list): [_ID],
        probatio.Optional("drop", default=list): [_ID],
        probatio.Optional("scope"): str,
    }
)
@_answering
async def _pending(page: _Page, msg: Message) -> dict[str, Any]:
    """Say yes or no to what waits, then send what still does.

    What a voice without a name said goes to `scope`, else to whoever says yes.
    """
    wanted = _scope(page, msg["scope"]) if "scope" in msg else None
    await async_judge(
        page.runtime, page.who, page.scopes, msg["keep"], msg["drop"], wanted
    )
    waiting = await async_pending(page.runtime, page.scopes, 500)
    return {"memories": [_told(memory) for memory in waiting]}


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/consent",
        probatio.Optional("learning"): bool,
    }
)
@_answering
async def _consent(page: _Page, msg: Message) -> dict[str, Any]:
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


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/used",
        probatio.Required("conversation_id"): str,
    }
)
@_answering
async def _used(page: _Page, msg: Message) -> dict[str, Any]:
    """Send which memories were put into the requests of a conversation."""

    def read(reader: Reader) -> list[dict[str, Any]]:
        found = []
        for use in reader.uses(msg["conversation_id"]):
            memory = reader.find(use.memory_id)
            if memory and memory.scope in page.scopes:
                told = {"turn": use.turn, "score": round(use.score, 3)}
                found.append(_told(memory) | told)
        return found

    return {"memories": await page.runtime.store.read(read)}


@websocket_api.websocket_command({"type": "kaizen/memory/stats"})
@_answering
async def _stats(page: _Page, msg: Message) -> dict[str, Any]:
    """Send numbers: of what this person sees, and how the index is."""
    counts = await page.runtime.store.read(lambda r: r.counts())
    status = page.runtime.status
    progress = status.progress
    background = page.runtime.background
    return {
        "enabled": page.runtime.enabled,
        "counts": {
            str(scope): {
                str(state): count
                for (counted, state), count in counts.items()
                if counted == scope
            }
            for scope in page.scopes
        },
        "by": status.by,
        "model": status.model,
        "index": status.index,
        "progress": progress and {"done": progress.done, "total": progress.total},
        "waiting": background.waiting if background else 0,
    }


@websocket_api.websocket_command({"type": "kaizen/memory/subscribe"})
@websocket_api.async_response
async def _subscribe(
    hass: HomeAssistant, connection: ActiveConnection, msg: Message
) -> None:
    """Tell that something has changed, without saying what: whoever wants to know asks."""
    try:
        page = await _async_page(hass, connection, msg)
    except MemoryRefusedError as err:
        connection.send_error(msg["id"], str(err.translation_key), str(err))
        return

    @callback
    def changed() -> None:
        connection.send_event(msg["id"], {"changed": True})

    connection.subscriptions[msg["id"]] = page.runtime.listen(changed)
    connection.send_result(msg["id"])


COMMANDS: Final = (
    *(_list, _search, _get, _history, _edit, _pin, _trash, _restore, _undo),
    *(_erase, _pending, _consent, _used, _stats, _subscribe),
)


@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    for command in COMMANDS:
        websocket_api.async_register_command(hass, command)


def _scope(page: _Page, text: str) -> Scope:
    for scope in page.scopes:
        if str(scope) == text and scope != UNKNOWN_VOICE:
            return scope
    raise MemoryRefusedError("memory_not_yours")


def _told(memory: Memory) -> dict[str, Any]:
    came, deletion = memory.provenance, memory.deletion
    return {
        "id": memory.id,
        "rank": memory.rank,
        "text": memory.text,
        "subject": memory.subject,
        "scope": str(memory.scope),
        "category": memory.category,
        "trust": memory.trust.name.lower(),
        "taint": sorted(memory.taint),
        "pinned": memory.pinned,
        "pending": memory.pending,
        "expires_at": _time(memory.expires_at),
        "valid_from": _time(memory.valid_from),
        "superseded_by": memory.superseded_by,
        "uses": memory.uses,
        "last_used": _time(memory.last_used),
        "created_at": _time(memory.created_at),
        "provenance": {
            "channel": came.channel,
            "at": _time(came.at),
            "speaker": came.speaker,
            "conversation_id": came.conversation_id,
            "utterance": came.utterance,
            "source": came.source,
        },
        "deletion": deletion
        and {
            "at": _time(deletion.at),
            "actor": deletion.actor,
            "reason": deletion.reason,
        },
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "act": version.act,
        "actor": version.actor,
        "at": _time(version.at),
        "before": dict(version.before),
        "after": dict(version.after),
        "undone": version.undone,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
