"""A kind of things that are files in a folder, and the trash beside it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from custom_components.kaizen.trash import Payload, TrashNotFoundError
from custom_components.kaizen.trash.bin import Trash
from custom_components.kaizen.trash.purge import Eraser
from custom_components.kaizen.trash.store import TrashStore

KIND: Final = "file"
NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Files:
    """Files as a kind of things; each change is whole or not at all."""

    name = KIND

    def __init__(self, folder: Path, *, versions: bool = False) -> None:
        """Look after the files of a folder."""
        self.folder = folder
        self.is_lazy = False
        self.has_versions = versions

    async def async_take(self, key: str) -> Payload:
        """Return a file's content."""
        try:
            content = (self.folder / key).read_bytes()
        except FileNotFoundError as err:
            raise TrashNotFoundError(key) from err
        return Payload(label=f"File {key}", content=content)

    async def async_let_go(self, key: str) -> None:
        """Remove a file."""
        (self.folder / key).unlink(missing_ok=True)

    async def async_put_back(self, key: str, content: bytes) -> None:
        """Write a file."""
        new = self.folder.parent / f"new-{uuid4().hex}"
        new.write_bytes(content)
        new.replace(self.folder / key)

    async def async_exists(self, key: str) -> bool:
        """Return whether there is such a file."""
        return (self.folder / key).exists()


async def run(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function in a thread."""
    return await asyncio.to_thread(function, *args)


class Rig:
    """A trash, its store, its eraser, and a folder of files."""

    def __init__(self, folder: Path, *, versions: bool = False) -> None:
        """Begin, or go on where a process ended."""
        self.now = NOW
        self.path = folder / "kaizen" / "trash.db"
        self.store = TrashStore(self.path)
        self.trash = Trash(self.store, run, clock=lambda: self.now)
        self.eraser = Eraser(self.trash, self.store, run)
        self.files = Files(folder / "files", versions=versions)
        self.files.folder.mkdir(exist_ok=True)

    async def start(self) -> Rig:
        """Recover what was on its way."""
        await self.trash.async_register(self.files)
        return self

    def write(self, key: str, content: bytes = b"content") -> None:
        """Make a file."""
        (self.files.folder / key).write_bytes(content)

    def pass_days(self, days: int) -> None:
        """Let time pass."""
        self.now += timedelta(days=days)

    async def move_in(self, key: str, **about: Any) -> str:
        """Move a file into the trash and return the id of the item."""
        item = await self.trash.async_move_in(KIND, key, actor="agent", **about)
        return item.id

    async def keys(self) -> list[str]:
        """Return the keys of what is in the trash, latest first."""
        return [item.key for item in await self.trash.async_list(limit=1000)]

    def there(self) -> set[str]:
        """Return the keys of the files that are there."""
        return {path.name for path in self.files.folder.iterdir()}

    def bytes_on_disk(self) -> bytes:
        """Return all that is in the files of the trash."""
        found = sorted(self.path.parent.glob("trash.db*"))
        return b"".join(path.read_bytes() for path in found)
