"""Guarded twins of locks."""

from typing import Any, override

from homeassistant.components.lock import LockEntity, LockEntityFeature, LockState
from homeassistant.const import Platform

from . import proxies_of
from .entity import GuardedTwin


class GuardedLock(GuardedTwin, LockEntity):
    """A lock that asks before it opens; a code given to it proves nothing and goes nowhere."""

    domain = Platform.LOCK

    @property
    @override
    def supported_features(self) -> LockEntityFeature:
        """Return what the source can do."""
        return LockEntityFeature(self.features)

    @property
    @override
    def changed_by(self) -> str | None:
        """Return who changed the source last."""
        by: str | None = self.attribute("changed_by")
        return by

    @property
    @override
    def is_locked(self) -> bool | None:
        """Return whether the source is locked."""
        return None if self.mirrored is None else self.mirrored == LockState.LOCKED

    @property
    @override
    def is_locking(self) -> bool:
        """Return whether the source is locking."""
        return self.mirrored == LockState.LOCKING

    @property
    @override
    def is_unlocking(self) -> bool:
        """Return whether the source is unlocking."""
        return self.mirrored == LockState.UNLOCKING

    @property
    @override
    def is_open(self) -> bool:
        """Return whether the source's latch is open."""
        return self.mirrored == LockState.OPEN

    @property
    @override
    def is_opening(self) -> bool:
        """Return whether the source's latch is opening."""
        return self.mirrored == LockState.OPENING

    @property
    @override
    def is_jammed(self) -> bool:
        """Return whether the source does not know where its bolt is."""
        return self.mirrored == LockState.JAMMED

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        """Lock the source."""
        await self.async_pass("lock")

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        """Unlock the source, if the guard lets that pass."""
        await self.async_pass("unlock")

    @override
    async def async_open(self, **kwargs: Any) -> None:
        """Open the source's latch, if the guard lets that pass."""
        await self.async_pass("open")


async_setup_entry = proxies_of(GuardedLock)
