"""What the guard must not forget: PINs, wrong guesses, what was unsecured when.

One private file. What is in it is written before anything is answered or done because of it, and when
it cannot be read nothing is proven: no PIN holds, and the guard says so until the owner begins anew.
"""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, override

from homeassistant.core import CoreState, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, UnsupportedStorageVersionError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .proof.lockout import Lockout
from .proof.pins import PinRecord

KEY: Final = f"{DOMAIN}.guard"
VERSION: Final = 1
ISSUE: Final = "guard_store_unreadable"


class StoreProblem(StrEnum):
    """Why nothing can be remembered; each has a text in `exceptions.guard_store_*`."""

    UNREADABLE = "unreadable"
    NEWER = "newer"
    """A newer Kaizen wrote it."""
    UNWRITABLE = "unwritable"


class GuardStoreError(HomeAssistantError):
    """The guard's memory is not there; whatever depends on it must not happen."""

    def __init__(self, problem: StoreProblem) -> None:
        """Fail because of `problem`."""
        super().__init__(
            translation_domain=DOMAIN, translation_key=f"guard_store_{problem}"
        )
        self.problem = problem


@dataclass(slots=True, kw_only=True)
class GuardData:
    """The sections of the file; change them, then `async_save`."""

    pins: dict[str, PinRecord] = field(default_factory=dict, repr=False)
    """By user."""
    lockout: Lockout = field(default_factory=Lockout)
    usage: dict[str, Any] = field(default_factory=dict)
    """As `usage.py` writes it."""
    tiers: dict[str, Any] = field(default_factory=dict)
    """What the owner said about people beyond what Home Assistant knows."""
    enabled: dict[str, bool] = field(default_factory=dict)
    """Switches the owner has set."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Small sections of other files of the guard, by their name."""

    def as_dict(self) -> dict[str, Any]:
        """Return what `from_dict` reads."""
        return {
            "pins": {
                user_id: record.as_dict() for user_id, record in self.pins.items()
            },
            "lockout": self.lockout.as_dict(),
            "usage": self.usage,
            "tiers": self.tiers,
            "enabled": self.enabled,
            "extra": self.extra,
        }

    @classmethod
    def from_dict(cls, stored: object) -> GuardData:
        """Read the sections.

        Raises:
            ValueError: They are not whole.
        """
        if not isinstance(stored, dict):
            raise ValueError("not the guard's memory")  # noqa: TRY004
        sections: dict[str, Any] = {
            section.name: stored.get(section.name) for section in fields(cls)
        }
        if not all(isinstance(section, dict) for section in sections.values()):
            raise ValueError("not the guard's memory")
        pins = sections.pop("pins")
        lockout = sections.pop("lockout")
        return cls(
            pins={
                user_id: PinRecord.from_dict(user_id, record)
                for user_id, record in pins.items()
            },
            lockout=Lockout.from_dict(lockout),
            **sections,
        )


class GuardStore:
    """The guard's memory on disk."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know nothing yet, and so prove nothing."""
        self._hass = hass
        self._file = _File(hass, VERSION, KEY, private=True, atomic_writes=True)
        self._path = Path(hass.config.path(".storage", KEY))
        self._data = GuardData()
        self.problem: StoreProblem | None = StoreProblem.UNREADABLE
        """Why nothing may be proven, or None."""

    @property
    def data(self) -> GuardData:
        """Return the sections.

        Raises:
            GuardStoreError: They could not be read.
        """
        if self.problem is not None:
            raise GuardStoreError(self.problem)
        return self._data

    async def async_load(self) -> None:
        """Read the file; what cannot be read stays where it is, and is a repair issue."""
        self.problem = None
        expected = await self._hass.async_add_executor_job(self._remains)
        try:
            stored = await self._file.async_load()
            if stored is not None:
                self._data = GuardData.from_dict(stored)
            elif expected:
                self.problem = StoreProblem.UNREADABLE
        except UnsupportedStorageVersionError:
            self.problem = StoreProblem.NEWER
        except (
            HomeAssistantError,
            NotImplementedError,
            LookupError,
            TypeError,
            ValueError,
        ):
            self.problem = StoreProblem.UNREADABLE
        self._async_show()

    async def async_save(self) -> None:
        """Write all sections, and return only when they are on disk.

        Raises:
            GuardStoreError: They are not.
        """
        stored = self.data.as_dict()
        if self._hass.state is CoreState.stopping:
            raise GuardStoreError(StoreProblem.UNWRITABLE)
        await self._file.async_save(stored)
        if self._file.failed:
            raise GuardStoreError(StoreProblem.UNWRITABLE)

    async def async_begin_anew(self) -> None:
        """Put what cannot be read aside and start with nothing, as only the owner may ask for.

        Raises:
            GuardStoreError: The new file could not be written.
        """
        if self.problem is None:
            return
        await self._hass.async_add_executor_job(self._set_aside)
        self._data, self.problem = GuardData(), None
        try:
            await self.async_save()
        except GuardStoreError as err:
            self.problem = err.problem
            raise
        finally:
            self._async_show()

    def _remains(self) -> bool:
        """Return whether there is a file, or one that was put aside and never replaced."""
        return self._path.exists() or any(self._path.parent.glob(f"{KEY}.corrupt.*"))

    def _set_aside(self) -> None:
        if self._path.exists():
            self._path.rename(f"{self._path}.corrupt.{dt_util.utcnow().isoformat()}")

    @callback
    def _async_show(self) -> None:
        if self.problem is None:
            ir.async_delete_issue(self._hass, DOMAIN, ISSUE)
            return
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            ISSUE,
            is_fixable=False,
            severity=ir.IssueSeverity.CRITICAL,
            translation_key=ISSUE,
            translation_placeholders={"path": str(self._path)},
        )


class _File(Store[dict[str, Any]]):
    """A store that tells whether it has written: Home Assistant's only logs that it has not."""

    failed = False

    @override
    async def _async_write_data(self, data: dict[str, Any]) -> None:
        self.failed = True
        await super()._async_write_data(data)
        self.failed = False
