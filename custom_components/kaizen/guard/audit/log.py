"""The audit as Home Assistant's event loop sees it."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.hass_dict import HassKey

from ...const import DOMAIN, LOGGER
from ...issue_board import Issue, IssueBoard
from ..model import Decision, Request
from .chain import Flaw, Record, Report
from .entry import AuditEntry, AuditKind, Result, body, decided
from .journal import Journal
from .query import AuditFilter, Page, page

AUDIT: Final[HassKey[AuditLog]] = HassKey(f"{DOMAIN}.audit")
EVENT_DECISION: Final = "kaizen_security_decision"
TOLD: Final = (
    "verb",
    "entities",
    "risk",
    "decision",
    "reason",
    "rule",
    "origin",
    "tier",
)
"""What any user may see of a decision: states and events hold nothing about persons."""

type Listener = Callable[[Record], None]


class Integrity(StrEnum):
    """How the audit stands."""

    UNVERIFIED = "unverified"
    INTACT = "intact"
    BROKEN = "broken"
    """It is not what was written."""
    UNWRITABLE = "unwritable"
    """Nothing can be written: unsecuring is refused until it can."""


class AuditUnwritableError(HomeAssistantError):
    """Nothing can be recorded; what must not happen unrecorded must not happen."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(translation_domain=DOMAIN, translation_key="audit_unwritable")


class AuditLog:
    """Records what the guard decides, and answers questions about it."""

    def __init__(self, hass: HomeAssistant, journal: Journal) -> None:
        """Write to a journal that is not open yet."""
        self._hass = hass
        self._journal = journal
        self._board = IssueBoard(hass)
        self._listeners: set[Listener] = set()
        self._watchers: set[CALLBACK_TYPE] = set()
        self._syncing = False
        self._dirty = False
        self._unwritable = False
        self.report: Report | None = None
        """What the latest verification found."""
        self.last_decision: Record | None = None

    @property
    def entries(self) -> int:
        """How many lines were ever written."""
        return self._journal.head.sequence

    @property
    def integrity(self) -> Integrity:
        """How the audit stands, as far as is known."""
        if self._unwritable:
            return Integrity.UNWRITABLE
        if self.report is None:
            return Integrity.UNVERIFIED
        return Integrity.INTACT if self.report.ok else Integrity.BROKEN

    async def async_start(self) -> None:
        """Find the end of the chain, and the latest decision."""
        try:
            await self._hass.async_add_executor_job(self._journal.open)
            asked = AuditFilter(kind=AuditKind.DECISION)
            found = await self.async_list(asked, limit=1)
        except OSError as err:
            self._cannot_write(err)
            return
        if found.records and self.last_decision is None:
            self.last_decision = found.records[0]
        self._can_write()

    async def async_decided(
        self,
        request: Request,
        decision: Decision,
        *,
        request_id: str,
        duress: bool = False,
    ) -> int:
        """Record a decision, tell of it, and return the sequence of its line.

        Raises:
            AuditUnwritableError: It could not be recorded.
        """
        entry = decided(request, decision, request_id=request_id, duress=duress)
        record = await self._async_write(entry)
        self.last_decision = record
        self._tell(record)
        told = {key: record[key] for key in (*TOLD, "request_id") if key in record}
        self._hass.bus.async_fire(EVENT_DECISION, told)
        return int(record["sequence"])

    async def async_outcome(
        self, sequence: int, result: Result, *, request_id: str, verb: str | None = None
    ) -> None:
        """Record what became of a decision, given by its line; a failure to do so only shows in `integrity`."""
        entry = AuditEntry(
            kind=AuditKind.OUTCOME,
            request_id=request_id,
            refers_to=sequence,
            verb=verb,
            result=result,
        )
        try:
            await self.async_note(entry)
        except AuditUnwritableError:
            return

    async def async_note(self, entry: AuditEntry) -> int:
        """Record anything else, and return the sequence of its line.

        Raises:
            AuditUnwritableError: It could not be recorded.
        """
        record = await self._async_write(entry)
        self._tell(record)
        return int(record["sequence"])

    async def async_list(
        self, wanted: AuditFilter, *, before: int | None = None, limit: int = 50
    ) -> Page:
        """Return lines, newest first.

        Raises:
            OSError: They cannot be read.
        """

        def read() -> Page:
            return page(
                self._journal.newest_first(), wanted, before=before, limit=limit
            )

        return await self._hass.async_add_executor_job(read)

    async def async_verify(self) -> Report:
        """Look at every line.

        Raises:
            AuditUnwritableError: The files cannot be opened.
        """
        try:
            self.report = await self._hass.async_add_executor_job(self._journal.verify)
        except OSError as err:
            self._cannot_write(err)
            raise AuditUnwritableError from err
        self._stand_changed()
        return self.report

    @callback
    def async_listen(self, listener: Listener) -> CALLBACK_TYPE:
        """Call a listener with every line that is written, duress and all; returns how to stop."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    @callback
    def async_watch(self, watcher: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a watcher when how the audit stands has changed; returns how to stop."""
        self._watchers.add(watcher)
        return lambda: self._watchers.discard(watcher)

    async def async_stop(self, _event: Event[Any] | None = None) -> None:
        """Put everything on the disk and let go of the files."""
        try:
            await self._hass.async_add_executor_job(self._journal.sync)
        except OSError as err:
            self._cannot_write(err)
        await self._hass.async_add_executor_job(self._journal.close)

    async def _async_write(self, entry: AuditEntry) -> Record:
        append, line = self._journal.append, body(entry)
        try:
            record = await self._hass.async_add_executor_job(append, line)
        except OSError as err:
            self._cannot_write(err)
            raise AuditUnwritableError from err
        self._can_write()
        self._dirty = True
        if not self._syncing:
            self._syncing = True
            self._hass.async_create_background_task(
                self._async_sync(), "kaizen audit to disk"
            )
        return record

    async def _async_sync(self) -> None:
        """Put on the disk what was written, and what is written meanwhile, in one go each."""
        try:
            while self._dirty:
                self._dirty = False
                await self._hass.async_add_executor_job(self._journal.sync)
        except OSError as err:
            self._cannot_write(err)
        finally:
            self._syncing = False

    def _tell(self, record: Record) -> None:
        for listener in tuple(self._listeners):
            listener(record)
        self._stand_changed()

    def _can_write(self) -> None:
        if self._unwritable:
            LOGGER.info("The audit can be written again")
            self._unwritable = False
        self._stand_changed()

    def _cannot_write(self, err: OSError) -> None:
        if not self._unwritable:
            LOGGER.error("The audit cannot be written: %s", err)
            self._unwritable = True
        self._stand_changed()

    def _stand_changed(self) -> None:
        self._board.async_show(self._issues())
        for watcher in tuple(self._watchers):
            watcher()

    def _issues(self) -> list[Issue]:
        if self._unwritable:
            return [
                Issue(key="guard_audit_unwritable", subject=DOMAIN, placeholders={})
            ]
        if self.report is None or self.report.ok:
            return []
        where = {
            "sequence": str(self.report.first_broken),
            "segment": self.report.segment or "-",
            "flaw": self.report.flaw or Flaw.HEAD,
        }
        return [Issue(key="guard_audit_broken", subject=DOMAIN, placeholders=where)]


@callback
def async_get_audit(hass: HomeAssistant) -> AuditLog:
    """Return the audit of this house, which always exists."""
    if AUDIT not in hass.data:
        config = Path(hass.config.config_dir)
        directory = config / "kaizen" / "audit"
        head = config / ".storage" / "kaizen.audit_head"
        hass.data[AUDIT] = log = AuditLog(hass, Journal(directory, head))
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_FINAL_WRITE, log.async_stop)
    return hass.data[AUDIT]
