"""The memory of a house while Home Assistant runs."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Self

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .embedding import EmbeddingFailure
from .entry import memory_entry, store_path
from .equipment import QUESTION_PATIENCE, Embedders, async_index_maker, async_weights
from .learning import StoreKnowledge
from .library import Library
from .model import Memory, Scope
from .recall import CANDIDATES
from .refusals import MemoryRefusedError
from .servers import ModelServers, async_servers
from .settings import MemorySettings
from .store import Reader, State, Store
from .talks import Talks
from .upkeep import Status

if TYPE_CHECKING:
    from .background import Background

type MemoryConfigEntry = ConfigEntry[MemoryRuntime]

_ENABLED: Final = "enabled"
_SERVING: Final = "serving_model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the sensors show; no word of a memory is in it."""

    states: Mapping[State, int] = field(default_factory=dict)
    last_learned: datetime | None = None


class MemoryRuntime:
    """Store, library, and what is kept in mind of the conversations that go on."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        settings: MemorySettings,
        library: Library,
        embedders: Embedders,
        enabled: bool,
    ) -> None:
        """Use `open` instead."""
        self.hass = hass
        self.entry = entry
        self.settings = settings
        self.library = library
        self.servers: ModelServers = async_servers(hass)
        self.talks = Talks()
        self.numbers = Numbers()
        self.embedders = embedders
        self.enabled = enabled
        """What the owner's switch says: off, nothing is told, kept or learned."""
        self.background: Background | None = None
        """Who records and learns; None until the house has started to."""
        self._listeners: list[Callable[[], None]] = []
        self._closed = False

    @classmethod
    async def open(cls, hass: HomeAssistant, entry: ConfigEntry[Any]) -> Self:
        """Open the store and begin to keep its index.

        Raises:
            StoreError: The file is damaged, somebody else's, or a newer Kaizen's.
        """
        settings = MemorySettings.read(entry.options)
        store = await Store.open(store_path(hass), dt_util.utcnow)
        try:
            serving, enabled = await store.read(
                lambda r: (r.setting(_SERVING), r.setting(_ENABLED) != "no")
            )
            embedders = Embedders(
                async_servers(hass), settings, await async_weights(hass, settings)
            )

            def spawn(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
                # It never ends by itself: whoever waits for background tasks must not wait for it.
                return hass.loop.create_task(work, name="kaizen memory: upkeep")

            library = Library(
                store,
                embedders.wanted(serving),
                await async_index_maker(hass, settings, store.id),
                former=embedders.former,
                spawn=spawn,
            )
        except BaseException:
            await store.close()
            raise
        runtime = cls(hass, entry, settings, library, embedders, enabled)
        try:
            await library.start()
            runtime._follow()
            await runtime._async_count()
        except BaseException:
            await runtime.async_close()
            raise
        return runtime

    @property
    def store(self) -> Store:
        """The record of truth."""
        return self.library.store

    @property
    def status(self) -> Status:
        """How memories are looked for."""
        return self.library.upkeep.status

    @property
    def consenting(self) -> frozenset[str]:
        """Return who may be learned from, as the entry says now."""
        return MemorySettings.read(self.entry.options).consenting

    @property
    def knowledge(self) -> StoreKnowledge:
        """What is known, for those who decide what to add."""
        return StoreKnowledge(self.store, dt_util.utcnow, self._similar)

    async def async_enable(self, enabled: bool) -> None:
        """Throw the owner's switch."""
        await self.store.write(
            lambda w: w.set_setting(_ENABLED, "yes" if enabled else "no")
        )
        self.enabled = enabled
        self.tell()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever memories or the index have changed."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_choose_embedder(self) -> None:
        """Look again at what the servers have."""
        serving = self.status.model
        wanted = self.embedders.wanted(serving)
        if (wanted.model if wanted else None) != serving:
            self.library.upkeep.use(wanted)

    async def async_close(self) -> None:
        """Leave one whole file behind."""
        if self._closed:
            return
        self._closed = True
        if self.background:
            await self.background.stop()
        await self.library.close()
        await self.embedders.close()
        await self.store.close()

    def _follow(self) -> None:
        upkeep = self.store.on_change

        async def changed(ranks: frozenset[int]) -> None:
            if upkeep:
                await upkeep(ranks)
            await self._async_count()

        self.store.on_change = changed
        self.library.upkeep.on_status = self.tell

    async def _async_count(self) -> None:
        self.numbers = await self.store.read(_numbers)
        self.tell()

    @callback
    def tell(self) -> None:
        """Tell the listeners."""
        for listener in tuple(self._listeners):
            listener()

    async def _similar(
        self, text: str, scope: Scope
    ) -> list[tuple[Memory, float]] | None:
        """Return what is near a statement, which is compared as one and not as a question."""
        serving = self.library.upkeep.serving
        if serving is None or serving.keeper is None:
            return None
        try:
            async with asyncio.timeout(QUESTION_PATIENCE):
                (vector,) = await serving.embedder.documents([text])
        except EmbeddingFailure, TimeoutError:
            return None
        if len(vector) != serving.keeper.space.dimension:
            return None
        hits = await serving.keeper.search(vector, [scope], CANDIDATES)
        ranked = await self.store.read(lambda r: r.ranked([hit.rank for hit in hits]))
        return [(ranked[hit.rank], hit.score) for hit in hits if hit.rank in ranked]


def _numbers(reader: Reader) -> Numbers:
    states = dict.fromkeys(State, 0)
    for (_, state), count in reader.counts().items():
        states[state] += count
    newest = reader.browse(limit=1)
    return Numbers(states=states, last_learned=newest[0].created_at if newest else None)


@callback
def async_get(hass: HomeAssistant) -> MemoryRuntime | None:
    """Return the memory; None while it is not loaded."""
    entry = memory_entry(hass)
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    runtime: MemoryRuntime = entry.runtime_data
    return runtime


@callback
def async_require(hass: HomeAssistant) -> MemoryRuntime:
    """Return the memory.

    Raises:
        MemoryRefusedError: It is not loaded.
    """
    if (runtime := async_get(hass)) is None:
        raise MemoryRefusedError("memory_not_loaded")
    return runtime
