"""The actions of the memory."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import area_registry as ar, config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util import dt as dt_util
import probatio

from ..const import DOMAIN
from .desk import FOUND_MOST, async_find, async_keep, async_trash
from .importing import import_text
from .learning import Refused, Said, draft_of
from .model import HOUSE, TEXT_MOST, Category, Channel, Memory, Scope, person, room
from .phrases import Remember
from .recall import Audience
from .refusals import MemoryRefusedError
from .runtime import MemoryRuntime, async_require
from .store import (
    DuplicateError,
    InvalidMemoryError,
    Reader,
    UnknownMemoryError,
    UnreadableFileError,
    export_lines,
)
from .who import Who, async_who, scopes_seen

ATTR_AREA: Final = "area_id"
ATTR_CATEGORY: Final = "category"
ATTR_EVERYBODY: Final = "everybody"
ATTR_MEMORY_ID: Final = "memory_id"
ATTR_PATH: Final = "path"
ATTR_PINNED: Final = "pinned"
ATTR_QUERY: Final = "query"
ATTR_SHARED: Final = "shared"
ATTR_TEXT: Final = "text"
IMPORT_MOST: Final = 64 * 2**20
"""Bytes of a file that is read."""

_WORDS: Final = probatio.All(cv.string, probatio.Length(min=1, max=TEXT_MOST))
REMEMBER_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(ATTR_TEXT): _WORDS,
        probatio.Optional(ATTR_SHARED, default=False): cv.boolean,
        probatio.Optional(ATTR_AREA): cv.string,
        probatio.Optional(ATTR_CATEGORY): probatio.Coerce(Category),
        probatio.Optional(ATTR_PINNED, default=False): cv.boolean,
    }
)
RECALL_SCHEMA: Final = probatio.Schema(
    {probatio.Required(ATTR_QUERY): _WORDS, probatio.Optional(ATTR_AREA): cv.string}
)
FORGET_SCHEMA: Final = probatio.All(
    probatio.Schema(
        {
            probatio.Optional(ATTR_MEMORY_ID): cv.string,
            probatio.Optional(ATTR_QUERY): _WORDS,
        }
    ),
    probatio.AtLeastOne(ATTR_MEMORY_ID, ATTR_QUERY),
)
RESTORE_SCHEMA: Final = probatio.Schema({probatio.Required(ATTR_MEMORY_ID): cv.string})
EXPORT_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(ATTR_PATH): cv.string,
        probatio.Optional(ATTR_EVERYBODY, default=False): cv.boolean,
    }
)
IMPORT_SCHEMA: Final = probatio.Schema({probatio.Required(ATTR_PATH): cv.string})


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, action, schema, response in (
        ("remember", _async_remember, REMEMBER_SCHEMA, SupportsResponse.OPTIONAL),
        ("recall", _async_recall, RECALL_SCHEMA, SupportsResponse.ONLY),
        ("forget", _async_forget, FORGET_SCHEMA, SupportsResponse.OPTIONAL),
        ("restore_memory", _async_restore, RESTORE_SCHEMA, SupportsResponse.NONE),
    ):
        hass.services.async_register(
            DOMAIN, name, action, schema=schema, supports_response=response
        )
    for name, action, schema in (
        ("export_memories", _async_export, EXPORT_SCHEMA),
        ("import_memories", _async_import, IMPORT_SCHEMA),
    ):
        async_register_admin_service(
            hass,
            DOMAIN,
            name,
            action,
            schema=schema,
            supports_response=SupportsResponse.OPTIONAL,
        )


async def _async_remember(call: ServiceCall) -> ServiceResponse:
    """Keep something.

    Raises:
        MemoryRefusedError: Memory is off, it is not the caller's to use, or this must not be kept.
    """
    runtime, who = await _async_open(call)
    text = call.data[ATTR_TEXT]
    draft = draft_of(
        Remember(text=text),
        Said(
            at=dt_util.utcnow(),
            # An automation is the house's own voice: known, and nobody's person.
            speaker=who.user_id or (who.actor if who.is_automation else None),
            utterance=text,
            channel=Channel.ACTION,
            taint=who.taint,
            scope=_scope(call, who),
        ),
    )
    if isinstance(draft, Refused):
        raise MemoryRefusedError(f"memory_{draft.concern.reason}")
    changes: dict[str, Any] = {"pinned": call.data[ATTR_PINNED]}
    if category := call.data.get(ATTR_CATEGORY):
        changes["category"] = category
    try:
        done = await async_keep(runtime, replace(draft, **changes), who.actor)
    except InvalidMemoryError:
        raise MemoryRefusedError("memory_too_long") from None
    return {
        "kept": bool(done.memories),
        "pending": draft.pending,
        "memory_id": done.memories[0].id if done.memories else None,
    }


async def _async_recall(call: ServiceCall) -> ServiceResponse:
    """Return what matters for a question, to whoever asks.

    Raises:
        MemoryRefusedError: Memory is off, or not the caller's to use.
    """
    runtime, who = await _async_open(call)
    audience = Audience(user_id=who.user_id, area_id=call.data.get(ATTR_AREA))
    recall = await runtime.library.recall(
        call.data[ATTR_QUERY], audience, now=dt_util.utcnow()
    )
    return {
        "by": recall.by,
        "memories": [
            {
                "memory_id": one.memory.id,
                "text": one.memory.text,
                "category": one.memory.category,
                "scope": str(one.memory.scope.kind),
                "score": round(one.score, 3),
                "why": one.why,
            }
            for one in recall.memories
        ],
    }


async def _async_forget(call: ServiceCall) -> ServiceResponse:
    """Put memories into the trash.

    Raises:
        MemoryRefusedError: There is none, too many are meant, or they are not the caller's.
    """
    runtime, who = await _async_open(call)
    scopes = _scopes(call, who)
    if memory_id := call.data.get(ATTR_MEMORY_ID):
        found: Sequence[Memory] = [await _async_memory(runtime, scopes, memory_id)]
    else:
        found = await async_find(runtime, call.data[ATTR_QUERY], scopes)
    if not found:
        raise MemoryRefusedError("memory_not_found")
    if len(found) > FOUND_MOST:
        raise MemoryRefusedError("memory_too_many", count=str(len(found)))
    done = await async_trash(
        runtime, [memory.id for memory in found], who.actor, "action"
    )
    return {"memory_ids": [memory.id for memory in done.memories]}


async def _async_restore(call: ServiceCall) -> None:
    """Take a memory out of the trash.

    Raises:
        MemoryRefusedError: There is none that is the caller's, or the same is known anew.
    """
    runtime, who = await _async_open(call)
    scopes = _scopes(call, who)
    memory = await _async_memory(runtime, scopes, call.data[ATTR_MEMORY_ID])
    try:
        await runtime.store.write(lambda w: w.restore([memory.id], actor=who.actor))
    except DuplicateError:
        raise MemoryRefusedError("memory_known_anew") from None


async def _async_export(call: ServiceCall) -> ServiceResponse:
    """Write memories into a file: the caller's own and shared ones, or the owner's whole store.

    Raises:
        MemoryRefusedError: The path is not allowed, or not the caller's to export.
    """
    runtime, who = await _async_open(call)
    everybody = call.data[ATTR_EVERYBODY]
    if everybody and not who.is_owner:
        raise MemoryRefusedError("memory_owner_only")
    path = _path(call)
    scopes = frozenset(scopes_seen(call.hass, who))

    def read(reader: Reader) -> list[str]:
        return list(
            export_lines(
                memory
                for memory in reader.everything()
                if everybody or memory.scope in scopes
            )
        )

    lines = await runtime.store.read(read)
    try:
        await call.hass.async_add_executor_job(_write, path, "".join(lines))
    except OSError as err:
        raise MemoryRefusedError("memory_unwritable", path=str(path)) from err
    return {"count": len(lines)}


async def _async_import(call: ServiceCall) -> ServiceResponse:
    """Keep what an export holds: Kaizen's own, Mem0's or Open WebUI's.

    Raises:
        MemoryRefusedError: The path is not allowed, or the file holds no memories.
    """
    runtime, who = await _async_open(call)
    if who.user_id is None:
        raise MemoryRefusedError("memory_not_yours")
    path = _path(call)
    try:
        text = await call.hass.async_add_executor_job(_read, path)
    except (OSError, ValueError) as err:
        raise MemoryRefusedError("memory_unreadable", path=str(path)) from err
    allowed = None if who.is_owner else frozenset(scopes_seen(call.hass, who))
    scope, now = person(who.user_id), dt_util.utcnow()
    try:
        taken = await runtime.store.write(
            lambda w: import_text(
                w, text, scope=scope, allowed=allowed, actor=who.actor, now=now
            )
        )
    except UnreadableFileError as err:
        raise MemoryRefusedError("memory_unreadable", path=str(path)) from err
    return {"added": taken.added, "known": taken.known, "refused": taken.refused}


async def _async_open(call: ServiceCall) -> tuple[MemoryRuntime, Who]:
    runtime = async_require(call.hass)
    who = await async_who(call.hass, call.context)
    if who.audience is None:
        raise MemoryRefusedError("memory_not_yours")
    if not runtime.enabled:
        raise MemoryRefusedError("memory_off")
    return runtime, who


async def _async_memory(
    runtime: MemoryRuntime, scopes: Sequence[Scope], memory_id: str
) -> Memory:
    try:
        memory = await runtime.store.read(lambda r: r.get(memory_id))
    except UnknownMemoryError:
        raise MemoryRefusedError("memory_not_found") from None
    if memory.scope not in scopes:
        raise MemoryRefusedError("memory_not_found")
    return memory


@callback
def _scope(call: ServiceCall, who: Who) -> Scope:
    if area_id := call.data.get(ATTR_AREA):
        if ar.async_get(call.hass).async_get_area(area_id) is None:
            raise MemoryRefusedError("memory_no_area")
        return room(area_id)
    if call.data[ATTR_SHARED] or who.user_id is None:
        return HOUSE
    return person(who.user_id)


@callback
def _scopes(call: ServiceCall, who: Who) -> tuple[Scope, ...]:
    """Return whose memories may be changed: nobody's by a voice without a name."""
    if who.user_id is None and not who.is_automation:
        raise MemoryRefusedError("memory_not_yours")
    return scopes_seen(call.hass, who)


def _path(call: ServiceCall) -> Path:
    path = call.data[ATTR_PATH]
    if not call.hass.config.is_allowed_path(path):
        raise MemoryRefusedError("memory_path", path=path)
    return Path(path)


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")


def _read(path: Path) -> str:
    if path.stat().st_size > IMPORT_MOST:
        raise ValueError("too large")
    return path.read_text(encoding="utf-8")
