"""Locks."""

from typing import Any, override

from homeassistant.components.lock import LockEntity
from homeassistant.const import Platform

from ..model import readings
from . import entities_of, of_device
from .pursuit import PursuingEntity


class HubLock(PursuingEntity, LockEntity):
    """A lock; the codes it knows are shown nowhere."""

    @property
    @override
    def known(self) -> bool:
        """Return whether it has ever reported; a bolt that is stuck is reported, too."""
        return self.is_locked is not None or self.is_jammed

    @property
    @override
    def is_locked(self) -> bool | None:
        """Return whether it is locked."""
        return readings.locked(self.device)

    @property
    @override
    def is_jammed(self) -> bool:
        """Return whether it does not know where its bolt is."""
        return readings.jammed(self.device)

    @property
    @override
    def is_locking(self) -> bool:
        """Return whether it was told to lock and has not reported since."""
        return self.goal == "locked"

    @property
    @override
    def is_unlocking(self) -> bool:
        """Return whether it was told to unlock and has not reported since."""
        return self.goal == "unlocked"

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        """Lock it."""
        await self.async_pursue("lock", "locked")

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        """Unlock it, if the gate lets that pass."""
        await self.async_pursue("unlock", "unlocked")


async_setup_entry = entities_of(Platform.LOCK, of_device(HubLock))
