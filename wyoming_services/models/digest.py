"""Whether a file is the one it should be."""

from dataclasses import dataclass
import hashlib
from pathlib import Path
from typing import Literal, Self

type Kind = Literal["sha256", "md5", "git"]


@dataclass(frozen=True, slots=True)
class Digest:
    """A checksum; "git" is how git, and the hub for its small files, names a content."""

    kind: Kind
    value: str

    @classmethod
    def from_etag(cls, etag: str) -> Self | None:
        """Read what the hub says of a file: sha256 of large ones, git's name of small ones."""
        value = etag.removeprefix("W/").strip('"').lower()
        kinds: dict[int, Kind] = {64: "sha256", 40: "git"}
        kind = kinds.get(len(value))
        return cls(kind, value) if kind else None

    def fits(self, path: Path) -> bool:
        """Tell whether a file's content has this checksum."""
        if self.kind == "git":
            state = hashlib.sha1(
                f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False
            )
        else:
            state = hashlib.new(self.kind, usedforsecurity=False)
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                state.update(block)
        return state.hexdigest() == self.value
