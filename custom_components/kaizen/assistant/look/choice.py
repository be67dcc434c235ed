"""Which camera is meant."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
import re
from typing import Final

from .failure import LookError

_FILLERS: Final = frozenset({"the", "camera", "cam", "die", "der", "kamera"})
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A camera as people know it."""

    entity_id: str
    names: tuple[str, ...]
    """Its name, then its aliases."""
    area: str = ""

    @property
    def name(self) -> str:
        """What it is called first."""
        return self.names[0]

    @property
    def label(self) -> str:
        """Its name and where it is."""
        return f"{self.name} ({self.area})" if self.area else self.name


def choose(cameras: Sequence[Camera], name: str, area: str) -> Camera:
    """Return the one camera that a name, an area, both or neither can mean.

    Raises:
        LookError: There is none, or more than one.
    """
    found = matching(cameras, name, area)
    if len(found) == 1:
        return found[0]
    key, shown = ("ambiguous", found) if found else ("unknown", cameras)
    raise LookError(key, cameras=[camera.label for camera in shown])


def matching(cameras: Iterable[Camera], name: str, area: str) -> list[Camera]:
    """Return the cameras that fit best; without name and area, all of them."""
    there = [c for c in cameras if not area or _may_be_in(c, area, named=bool(name))]
    if not name:
        return there
    tries = ([c for c in there if _is_called(c, name, fits)] for fits in _FITS)
    return next(filter(None, tries), [])


def _is_called(camera: Camera, name: str, fits: Callable[[str, str], bool]) -> bool:
    return any(fits(name, known) for known in (camera.entity_id, *camera.names))


def _may_be_in(camera: Camera, area: str, *, named: bool) -> bool:
    """Return whether a camera may be in an area; one without an area is found by name."""
    return _same(camera.area, area) if camera.area else named


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _same_words(said: str, known: str) -> bool:
    return _words(said) == _words(known)


def _words_of(said: str, known: str) -> bool:
    return _words(said) <= _words(known)


_FITS: Final = (_same, _same_words, _words_of)
"""How a spoken name may fit a known one, best first."""


def _words(text: str) -> set[str]:
    words = set(_WORD.findall(text.casefold()))
    return words - _FILLERS or words
