"""Memory on a page: everybody sees their own and what is shared."""

from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
import probatio

from .model import Category, Version
from .page import ID, TEXT, Message, Page, answering, async_page, told, told_version
from .refusals import MemoryRefusedError
from .store import Filter, Reader, State
from .websocket_changes import CHANGING

_LIMIT: Final = probatio.All(int, probatio.Range(min=1, max=500))


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/list",
        probatio.Optional("state", default=State.LIVE): probatio.Coerce(State),
        probatio.Optional("scope"): str,
        probatio.Optional("category"): probatio.Coerce(Category),
        probatio.Optional("pinned"): bool,
        probatio.Optional("text", default=""): TEXT,
        probatio.Optional("before"): int,
        probatio.Optional("limit", default=50): _LIMIT,
    }
)
@answering
async def _list(page: Page, msg: Message) -> dict[str, Any]:
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
        "memories": [told(memory) for memory in found],
        "next": found[-1].rank if len(found) == msg["limit"] else None,
    }


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/search",
        probatio.Required("text"): TEXT,
    }
)
@answering
async def _search(page: Page, msg: Message) -> dict[str, Any]:
    """Send what a turn of this person with these words would be told."""
    if (audience := page.who.audience) is None:
        raise MemoryRefusedError("memory_not_yours")
    recall = await page.runtime.library.recall(
        msg["text"], audience, now=dt_util.utcnow()
    )
    return {
        "by": recall.by,
        "memories": [
            told(one.memory) | {"score": round(one.score, 3), "why": one.why}
            for one in recall.memories
        ],
    }


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/get",
        probatio.Required("memory_id"): ID,
    }
)
@answering
async def _get(page: Page, msg: Message) -> dict[str, Any]:
    """Send one memory."""
    (memory,) = await page.runtime.store.read(lambda r: page.own(r, [msg["memory_id"]]))
    return told(memory)


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/history",
        probatio.Required("memory_id"): ID,
    }
)
@answering
async def _history(page: Page, msg: Message) -> dict[str, Any]:
    """Send all versions of a memory, oldest first."""

    def read(reader: Reader) -> list[Version]:
        page.own(reader, [msg["memory_id"]])
        return reader.versions(msg["memory_id"])

    versions = await page.runtime.store.read(read)
    return {"versions": [told_version(version) for version in versions]}


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/memory/used",
        probatio.Required("conversation_id"): str,
    }
)
@answering
async def _used(page: Page, msg: Message) -> dict[str, Any]:
    """Send which memories were put into the requests of a conversation."""

    def read(reader: Reader) -> list[dict[str, Any]]:
        found = []
        for use in reader.uses(msg["conversation_id"]):
            memory = reader.find(use.memory_id)
            if memory and memory.scope in page.scopes:
                about = {"turn": use.turn, "score": round(use.score, 3)}
                found.append(told(memory) | about)
        return found

    return {"memories": await page.runtime.store.read(read)}


@websocket_api.websocket_command({"type": "kaizen/memory/stats"})
@answering
async def _stats(page: Page, msg: Message) -> dict[str, Any]:
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
        page = await async_page(hass, connection, msg)
    except MemoryRefusedError as err:
        connection.send_error(msg["id"], str(err.translation_key), str(err))
        return

    @callback
    def changed() -> None:
        connection.send_event(msg["id"], {"changed": True})

    connection.subscriptions[msg["id"]] = page.runtime.listen(changed)
    connection.send_result(msg["id"])


COMMANDS: Final = (
    *(_list, _search, _get, _history, _used, _stats, _subscribe),
    *CHANGING,
)


@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    for command in COMMANDS:
        websocket_api.async_register_command(hass, command)
