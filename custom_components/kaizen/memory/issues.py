"""What the owner should repair about memory, shown until it is repaired."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HassJob, callback
from homeassistant.helpers.event import async_call_later

from ..issue_board import Issue, IssueBoard
from .index import Health
from .runtime import MemoryRuntime
from .settings import EmbeddingKind, IndexKind
from .store import State

PATIENCE: Final = 600.0
"""Seconds an index may be out of order before the owner is told: most mend by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How memory is, as far as an owner could repair it."""

    pending: int = 0
    index: str = ""
    index_failing: bool = False
    """For longer than it takes to mend by itself."""
    missing_embedding: str = ""
    """The embedding model that is asked for and on no server."""
    missing_weights: bool = False
    missing_learning: str = ""
    crowded: str = ""
    """The model that pushed out one that answers people."""


def find_issues(subject: str, condition: Condition) -> Iterator[Issue]:
    """Yield what an owner can repair."""
    found: Sequence[tuple[object, str, Mapping[str, str]]] = (
        (condition.pending, "memory_pending", {"count": str(condition.pending)}),
        (condition.index_failing, "memory_index", {"index": condition.index}),
        (
            condition.missing_embedding,
            "memory_no_embedding",
            {"model": condition.missing_embedding},
        ),
        (condition.missing_weights, "memory_no_weights", {}),
        (
            condition.missing_learning,
            "memory_no_learning",
            {"model": condition.missing_learning},
        ),
        (condition.crowded, "memory_crowded", {"model": condition.crowded}),
    )
    for is_so, key, placeholders in found:
        if is_so:
            yield Issue(key=key, subject=subject, placeholders=placeholders)


class IssueWatch:
    """Looks again whenever memory or the servers have changed."""

    def __init__(self, runtime: MemoryRuntime) -> None:
        """Show nothing before `async_start`."""
        self._runtime = runtime
        self._board = IssueBoard(runtime.hass)
        self._late = False
        self._timer: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Watch until the entry is unloaded; the issues go with it."""
        unload = self._runtime.entry.async_on_unload
        unload(self._runtime.listen(self._async_look))
        unload(self._runtime.servers.listen(self._async_look))
        unload(self._async_stop)
        self._async_look()

    @callback
    def _async_stop(self) -> None:
        self._cancel()
        self._board.async_show(())

    @callback
    def _async_look(self) -> None:
        failing = self._runtime.status.index is Health.FAILING
        if not failing:
            self._late = False
            self._cancel()
        elif self._timer is None and not self._late:
            self._timer = async_call_later(
                self._runtime.hass,
                PATIENCE,
                HassJob(self._async_too_late, cancel_on_shutdown=True),
            )
        self._board.async_show(
            find_issues(self._runtime.entry.entry_id, self._condition())
        )

    @callback
    def _async_too_late(self, _: Any) -> None:
        self._timer, self._late = None, True
        self._async_look()

    def _cancel(self) -> None:
        timer: Callable[[], None] | None = self._timer
        self._timer = None
        if timer:
            timer()

    def _condition(self) -> Condition:
        runtime, settings = self._runtime, self._runtime.settings
        background = runtime.background
        learns = settings.learning and bool(runtime.consenting)
        asks_server = settings.embedding is EmbeddingKind.SERVER or (
            settings.embedding is EmbeddingKind.AUTO
            and runtime.embedders.weights is None
        )
        model = settings.embedding_model
        lacks_learning = runtime.servers.knows(settings.learning_model) is False
        return Condition(
            pending=runtime.numbers.states.get(State.PENDING, 0),
            index=settings.chroma_url
            if settings.where is IndexKind.CHROMA_HTTP
            else str(settings.where),
            index_failing=self._late,
            missing_embedding=model
            if asks_server and runtime.servers.knows(model) is False
            else "",
            missing_weights=settings.embedding is EmbeddingKind.MINILM
            and runtime.embedders.weights is None,
            missing_learning=settings.learning_model
            if learns and lacks_learning
            else "",
            crowded=settings.learning_model
            if background and background.crowded
            else "",
        )
