"""The store as the event loop sees it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
import threading
from typing import Final, Self

from ..worker import Worker
from .connection import open_for_reading, open_for_writing
from .errors import StoreError
from .reader import Reader
from .schema import MIGRATIONS, store_id
from .undo import Undoer

_READ_MOST: Final = 60.0
"""Seconds a read may take while something waits to be alone."""

type Listener = Callable[[frozenset[int]], Awaitable[None]]
"""Told the ranks of what has changed, after it is on the disk."""


class Store:
    """One file, one thread that writes it and one that reads it, so that no turn waits for an import.

    What `write` has returned from is on the disk. A task that is cancelled while it waits does not stop what has begun.
    """

    def __init__(self, writer: Undoer, reader: Reader, id: str) -> None:
        """Use `open` instead."""
        self.id = id
        """The store's own name, made up when the file was."""
        self.on_change: Listener | None = None
        self._writer = writer
        self._reader = reader
        self._writing = Worker("kaizen-memory-write")
        self._reading = Worker("kaizen-memory-read")

    @classmethod
    async def open(
        cls,
        path: Path,
        clock: Callable[[], datetime],
        migrations: Sequence[str] = MIGRATIONS,
    ) -> Self:
        """Open the file, or make it.

        Raises:
            DamagedStoreError: The file is no whole database.
            ForeignFileError: The file belongs to another program.
            NewerStoreError: A newer Kaizen has written it.
        """

        def connect() -> tuple[Undoer, Reader, str]:
            connection = open_for_writing(path, migrations)
            try:
                reader = Reader(open_for_reading(path))
                return Undoer(connection, clock), reader, store_id(connection)
            except BaseException:
                connection.close()
                raise

        return cls(*await asyncio.to_thread(connect))

    async def read[T](self, query: Callable[[Reader], T]) -> T:
        """Return what `query` returns; it runs in the reading thread and sees everything that was written before."""
        return await self._reading.run(query, self._reader)

    async def write[T](self, change: Callable[[Undoer], T]) -> T:
        """Return what `change` returns once it is on the disk; it runs in the writing thread.

        Raises:
            StoreError: As the change does.
        """
        return await self._changed(lambda: change(self._writer))

    async def alone[T](self, work: Callable[[Undoer], T]) -> T:
        """Return what `work` returns; it runs in the writing thread while the reading one stands still.

        Raises:
            StoreError: As the work does, or a read does not end.
        """
        idle, done = threading.Event(), threading.Event()

        def stand_still() -> None:
            idle.set()
            done.wait()

        def alone() -> T:
            try:
                if not idle.wait(_READ_MOST):
                    raise StoreError("A read of the store does not end")
                return work(self._writer)
            finally:
                done.set()

        # Half of it cancelled would leave the other half waiting.
        _, result = await asyncio.shield(
            asyncio.gather(self._reading.run(stand_still), self._changed(alone))
        )
        return result

    async def close(self) -> None:
        """Finish what is under way, leave one whole file behind, and end the threads."""
        await self._reading.run(self._reader.connection.close)
        await self._writing.run(self._writer.checkpoint)
        await self._writing.run(self._writer.connection.close)
        await self._reading.close()
        await self._writing.close()

    async def _changed[T](self, work: Callable[[], T]) -> T:
        def noticed() -> frozenset[int]:
            touched = frozenset(self._writer.touched)
            self._writer.touched.clear()
            return touched

        try:
            return await self._writing.run(work)
        finally:
            touched = await self._writing.run(noticed)
            if touched and self.on_change:
                await self.on_change(touched)
