"""Behind the scenes of the library: vectors are made, indexes kept in step, and models changed without a gap."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
import logging
from typing import Any, Final

from .embedding import Embedder, EmbeddingFailure
from .index import Health
from .store import Store, drop_vectors
from .vectoring import MakeIndex, Progress, Vectoring

_LOGGER = logging.getLogger(__name__)

RETRY: Final = 60.0
"""Seconds until a model or an index that did not answer is tried again."""
CHECK: Final = 3600.0
"""Seconds between two comparisons of an index with the store."""
_SERVING: Final = "serving_model"

type Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
"""Runs something in the background."""


class By(StrEnum):
    """How memories were looked for."""

    MEANING = "meaning"
    WORDS = "words"
    """No embedding answers: only shared words find something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the library is."""

    by: By
    model: str | None
    """The model that answers."""
    index: Health | None
    """None while nothing is indexed."""
    progress: Progress | None
    """Of vectors that are being made."""


class Upkeep:
    """Keeps what answers in step with the store."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder | None,
        make_index: MakeIndex,
        former: Callable[[str], Embedder | None],
        spawn: Spawn,
    ) -> None:
        """See `Library`."""
        self.serving: Vectoring | None = None
        """What answers."""
        self.is_complete = False
        """Whether all that was written can be found by its meaning."""
        self.on_status: Callable[[], None] | None = None
        self._store = store
        self._wanted = embedder
        self._make_index = make_index
        self._former = former
        self._spawn = spawn
        self._answers = False
        self._progress: Progress | None = None
        self._dirty: set[int] = set()
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to keep everything in step."""
        name = await self._store.read(lambda reader: reader.setting(_SERVING))
        embedder = self._wanted
        if name and (embedder is None or embedder.model != name):
            embedder = self._former(name) or embedder
        await self._serve(embedder)
        self._store.on_change = self._on_change
        self._changed.set()
        self._task = self._spawn(self._keep())

    async def close(self) -> None:
        """Stop; what is not done is gone on with at the next start."""
        self._store.on_change = None
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self.serving:
            await self.serving.close()

    @property
    def status(self) -> Status:
        """Return how the library is."""
        serving = self.serving
        keeper = serving.keeper if serving else None
        return Status(
            by=By.MEANING if serving and self._answers else By.WORDS,
            model=serving.model if serving else None,
            index=keeper.health if keeper else None,
            progress=self._progress,
        )

    def use(self, embedder: Embedder | None) -> None:
        """Change the model: the old one answers until all vectors of the new one are there."""
        self._wanted = embedder
        self._changed.set()
        self._idle.clear()

    async def settled(self) -> None:
        """Wait until all there is to do has been done, or has failed and waits to be tried again."""
        await self._idle.wait()

    async def _on_change(self, ranks: frozenset[int]) -> None:
        self._dirty |= ranks
        self.is_complete = False
        self._changed.set()
        self._idle.clear()

    async def _keep(self) -> None:
        """Do what is to be done, whenever something has changed, and look after the index now and then."""
        check = True
        while True:
            self._changed.clear()
            done = await self._settle(check)
            if not self._changed.is_set():
                self.is_complete = done
                self._idle.set()
            try:
                async with asyncio.timeout(CHECK if done else RETRY):
                    await self._changed.wait()
                check = False
            except TimeoutError:
                check = True

    async def _settle(self, check: bool) -> bool:
        """Bring vectors and indexes into step; return whether they are."""
        dirty, self._dirty = self._dirty, set()
        try:
            done = await self._complete(dirty, check)
            # Not only then: the old model may be gone for good.
            return await self._change_model() and done
        finally:
            self._progress = None
            self._told()

    async def _complete(self, dirty: set[int], check: bool) -> bool:
        if self.serving is None:
            return True
        await self.serving.follow(dirty)
        try:
            await self.serving.complete(self._tell)
        except EmbeddingFailure as err:
            self.answered(False, str(err))
            return False
        self.answered(True)
        keeper = self.serving.keeper
        if keeper and (check or keeper.health is not Health.READY):
            return await keeper.mend()
        return True

    async def _change_model(self) -> bool:
        """Let the wanted model answer once all its vectors are there; return whether it does."""
        wanted, serving = self._wanted, self.serving
        name = wanted.model if wanted else None
        if (serving.model if serving else None) == name:
            return True
        try:
            await (self._complete_new(wanted) if wanted else self._serve(None))
        except EmbeddingFailure as err:
            _LOGGER.warning("The new embedding model does not answer yet: %s", err)
            return False
        if serving:
            await (serving.keeper.discard() if serving.keeper else serving.close())
        return True

    async def _complete_new(self, wanted: Embedder) -> None:
        new = Vectoring(self._store, wanted, self._make_index)
        try:
            await new.complete(self._tell)
            await new.open()
            if new.keeper:
                await new.keeper.mend()
        except BaseException:
            await new.close()
            raise
        self.serving = new
        new.on_status = self._told
        model = new.model
        await self._store.write(lambda w: w.set_setting(_SERVING, model))
        await self._store.write(lambda w: drop_vectors(w, keep=model))

    async def _serve(self, embedder: Embedder | None) -> None:
        self.serving = None
        if embedder:
            self.serving = Vectoring(self._store, embedder, self._make_index)
            self.serving.on_status = self._told
            await self.serving.open()
            model = embedder.model
            await self._store.write(lambda w: w.set_setting(_SERVING, model))

    def answered(self, answered: bool, why: str = "") -> None:
        """Note whether the model that serves has answered."""
        if self._answers and not answered:
            _LOGGER.warning("Memories are found by words only for now: %s", why)
        if self._answers is not answered:
            self._answers = answered
            self._told()

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        self._told()

    def _told(self) -> None:
        if self.on_status:
            self.on_status()
