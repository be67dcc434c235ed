"""Somebody looks at memories on a page: who it is, what they may see, and how it is told."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant
import probatio

from ..const import DOMAIN
from .model import TEXT_MOST, UNKNOWN_VOICE, Memory, Scope, Version
from .refusals import MemoryRefusedError
from .runtime import MemoryRuntime, async_require
from .store import (
    DuplicateError,
    InvalidMemoryError,
    Reader,
    Undoer,
    UnknownMemoryError,
)
from .who import Who, async_who, scopes_seen

type Message = dict[str, Any]
type Command = Callable[[Page, Message], Awaitable[Any]]

ID: Final = probatio.Match(r"[0-9a-f]{32}\Z")
TEXT: Final = probatio.All(str, probatio.Length(max=TEXT_MOST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
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


def answering(command: Command) -> Callable[..., None]:
    """Return a websocket handler that answers with what a command returns, or why it does not."""

    @websocket_api.async_response
    @wraps(command)
    async def handle(
        hass: HomeAssistant, connection: ActiveConnection, msg: Message
    ) -> None:
        try:
            page = await async_page(hass, connection, msg)
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


async def async_page(
    hass: HomeAssistant, connection: ActiveConnection, msg: Message
) -> Page:
    """Return who looks, and at what.

    Raises:
        MemoryRefusedError: There is no memory, or none of it is theirs.
    """
    runtime = async_require(hass)
    who = await async_who(hass, connection.context(msg))
    if not (scopes := scopes_seen(hass, who)):
        raise MemoryRefusedError("memory_not_yours")
    return Page(
        hass=hass, runtime=runtime, connection=connection, who=who, scopes=scopes
    )


def scope_named(page: Page, text: str) -> Scope:
    """Return one of the scopes a page may fill, by how it is written.

    Raises:
        MemoryRefusedError: There is none like that.
    """
    for scope in page.scopes:
        if str(scope) == text and scope != UNKNOWN_VOICE:
            return scope
    raise MemoryRefusedError("memory_not_yours")


def told(memory: Memory) -> dict[str, Any]:
    """Return a memory as a page gets it."""
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


def told_version(version: Version) -> dict[str, Any]:
    """Return a change as a page gets it."""
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
