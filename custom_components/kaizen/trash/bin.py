"""Moving things into the trash and back, so that a kill at any instant leaves each in exactly one place.

In: the whole thing is written to the trash, then it is removed from where it was. Back: it is put where it was, then
its row is let go. In between, the row says that it is on its way, and the next start looks where the thing is.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
import sqlite3
from typing import Any, Final, override
from uuid import uuid4

from homeassistant.exceptions import HomeAssistantError

from ..const import LOGGER
from .errors import (
    TrashConflictError,
    TrashDamagedError,
    TrashNotFoundError,
    TrashUnavailableError,
)
from .model import (
    Change,
    Payload,
    Reason,
    TrashBin,
    TrashEvent,
    TrashItem,
    TrashKind,
    TrashListener,
)
from .store import State, TrashStore, describe

DEFAULT_RETENTION: Final = timedelta(days=30)
MIN_RETENTION: Final = timedelta(days=7)
MAX_LIST: Final = 1000

type Run = Callable[..., Awaitable[Any]]
"""Calls a function, given with its arguments, in a thread."""


def _now() -> datetime:
    return datetime.now(UTC)


class Trash(TrashBin):
    """The trash of a house."""

    def __init__(
        self, store: TrashStore, run: Run, *, clock: Callable[[], datetime] = _now
    ) -> None:
        """Keep things in a store, which is used in threads."""
        self._store = store
        self._run = run
        self._clock = clock
        self._lock = asyncio.Lock()
        self._kinds: dict[str, TrashKind] = {}
        self._listeners: set[TrashListener] = set()
        self._under_way: set[tuple[str, str]] = set()
        self._retention = DEFAULT_RETENTION

    @property
    def retention(self) -> timedelta:
        """How long things stay at least; what is in the trash keeps the time it came with."""
        return self._retention

    @retention.setter
    def retention(self, wanted: timedelta) -> None:
        self._retention = max(wanted, MIN_RETENTION)

    async def async_register(self, kind: TrashKind) -> None:
        """Take a kind of things, and find out where those are that were on their way when Home Assistant ended.

        Raises:
            TrashUnavailableError: The trash cannot be read.
        """
        async with self._lock:
            self._kinds[kind.name] = kind
            for item, state in await self._call(self._store.unsettled):
                if item.kind == kind.name:
                    await self._settle(kind, item, state)

    async def async_exists(self, kind: str, key: str) -> bool:
        """Return whether a thing is outside the trash; unknown things are taken to be."""
        return kind not in self._kinds or await self._kinds[kind].async_exists(key)

    def add_listener(self, listener: TrashListener) -> Callable[[], None]:
        """Call a listener with everything that happens; returns how to stop."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def is_under_way(self, kind: str, key: str) -> bool:
        """Return whether a thing is being moved in at this moment."""
        return (kind, key) in self._under_way

    @override
    async def async_move_in(
        self, kind: str, key: str, *, actor: str, tainted: bool = False
    ) -> TrashItem:
        """Move a thing into the trash."""
        owner = self._kind(kind)
        async with self._lock:
            payload = await owner.async_take(key)
            item = await self._put(
                kind, key, payload, State.MOVING, actor=actor, tainted=tainted
            )
            self._under_way.add((kind, key))
            try:
                await owner.async_let_go(key)
            except BaseException:
                await self._settle(owner, item, State.MOVING)
                raise
            finally:
                self._under_way.discard((kind, key))
            if not owner.is_lazy:
                await self._call(self._store.set_state, item.id, State.KEPT)
        await self._tell(Change.MOVED_IN, item, actor)
        return item

    async def async_receive(
        self, kind: str, key: str, payload: Payload, *, actor: str
    ) -> TrashItem:
        """Take a thing that somebody else is removing at this moment; its kind must be lazy."""
        async with self._lock:
            item = await self._put(kind, key, payload, State.MOVING, actor=actor)
        await self._tell(Change.MOVED_IN, item, actor)
        return item

    @override
    async def async_keep(
        self, kind: str, key: str, *, actor: str, tainted: bool = False
    ) -> TrashItem:
        """Keep a version of a thing that is about to be changed."""
        async with self._lock:
            about = {"actor": actor, "tainted": tainted, "reason": Reason.CHANGED}
            return await self._keep(self._kind(kind), key, **about)

    @override
    async def async_list(
        self, *, kind: str | None = None, key: str | None = None, limit: int = 100
    ) -> list[TrashItem]:
        """Return what is in the trash, latest first."""
        found: list[TrashItem] = await self._call(
            self._store.items, kind, key, min(limit, MAX_LIST)
        )
        return found

    @override
    async def async_restore(self, item_id: str, *, actor: str) -> TrashItem:
        """Put a thing back; a version that is there now is kept."""
        async with self._lock:
            item, content = await self._find(item_id)
            owner = self._kind(item.kind)
            if await owner.async_exists(item.key):
                if not owner.has_versions:
                    raise TrashConflictError(item.label)
                about = {"actor": actor, "reason": Reason.REPLACED}
                await self._keep(owner, item.key, **about)
            await self._call(self._store.set_state, item.id, State.RETURNING)
            try:
                await owner.async_put_back(item.key, content)
            except BaseException:
                await self._settle(owner, item, State.RETURNING)
                raise
            if not owner.is_lazy:
                await self._call(self._store.set_state, item.id, State.RETURNED)
        await self._tell(Change.RESTORED, item, actor)
        return item

    async def _keep(self, owner: TrashKind, key: str, **about: Any) -> TrashItem:
        payload = await owner.async_take(key)
        item = await self._put(owner.name, key, payload, State.KEPT, **about)
        await self._tell(Change.KEPT, item, item.actor)
        return item

    async def _put(
        self,
        kind: str,
        key: str,
        payload: Payload,
        state: State,
        *,
        actor: str,
        tainted: bool = False,
        reason: Reason = Reason.REMOVED,
    ) -> TrashItem:
        now = self._clock()
        item = describe(
            uuid4().hex,
            kind,
            key,
            payload,
            actor=actor[:64],
            tainted=tainted,
            reason=reason,
            deleted_at=now,
            expires_at=now + self._retention,
        )
        await self._call(self._store.put, item, payload.content, state)
        return item

    async def _find(self, item_id: str) -> tuple[TrashItem, bytes]:
        found = await self._call(self._store.find, item_id)
        if found is None or found[1] not in (State.MOVING, State.KEPT):
            raise TrashNotFoundError(item_id[:64])
        item, _, content = found
        if sha256(content).hexdigest() != item.sha256:
            raise TrashDamagedError(item.label)
        return item, content

    async def _settle(self, kind: TrashKind, item: TrashItem, state: State) -> None:
        """Look where a thing is that was on its way."""
        is_there = await self._is_there(kind, item, state)
        where = State.RETURNED if is_there else State.KEPT
        await self._call(self._store.set_state, item.id, where)

    async def _is_there(self, kind: TrashKind, item: TrashItem, state: State) -> bool:
        """Return whether a thing that was on its way is where it belongs."""
        if not await kind.async_exists(item.key):
            return False
        if state is State.MOVING or not kind.has_versions:
            return True
        payload = await kind.async_take(item.key)
        return sha256(payload.content).hexdigest() == item.sha256

    def _kind(self, name: str) -> TrashKind:
        if (kind := self._kinds.get(name)) is None:
            raise TrashNotFoundError(name)
        return kind

    async def _call(self, function: Callable[..., Any], *args: Any) -> Any:
        with unavailable_if_broken():
            return await self._run(function, *args)

    async def _tell(self, change: Change, item: TrashItem, actor: str) -> None:
        """Tell what has happened: it stays so even if a listener fails."""
        event = TrashEvent(
            change=change, kind=item.kind, item_ids=(item.id,), actor=actor
        )
        for listener in tuple(self._listeners):
            try:
                await listener(event)
            except HomeAssistantError as err:
                LOGGER.error("What happened in the trash was not recorded: %s", err)

    async def async_announce(self, event: TrashEvent) -> None:
        """Tell what is about to happen; whatever a listener raises is raised."""
        for listener in tuple(self._listeners):
            await listener(event)


@contextmanager
def unavailable_if_broken() -> Iterator[None]:
    """Say of a file that fails that the trash is unavailable.

    Raises:
        TrashUnavailableError: The file cannot be read or written.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as err:
        LOGGER.error("The trash cannot be used: %s", err)
        raise TrashUnavailableError from err
