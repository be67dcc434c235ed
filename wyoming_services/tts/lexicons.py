"""How the house's names are said, per voice: files that may change while the service runs."""

import logging
from pathlib import Path

from ..speech import Lexicon, Voice, language_for
from .voices import PiperVoice

_LOGGER = logging.getLogger(__name__)


class Lexicons:
    """Reads `LANGUAGE.txt` (as in `en.txt`) and `VOICE.txt` (as in `en_US-joe-medium.txt`) of a folder.

    Lines are `written = spoken`; the voice's own file has the last word. Files are read again when they change; one
    that cannot be read is left out, and that is said once.
    """

    def __init__(self, folder: Path | None) -> None:
        """Take the folder; without one there are no lexicons."""
        self._folder = folder
        self._known: dict[str, tuple[tuple[object, ...], Voice]] = {}

    def voice(self, voice: PiperVoice) -> Voice:
        """Return how texts are spoken with a voice."""
        paths = self._paths(voice)
        state = tuple(map(_state, paths))
        known = self._known.get(voice.name)
        if known and known[0] == state:
            return known[1]
        lines = [line for path in paths for line in self._lines(path)]
        spoken = Voice(
            language=language_for(voice.language), lexicon=Lexicon.parse(lines)
        )
        self._known[voice.name] = state, spoken
        return spoken

    def _paths(self, voice: PiperVoice) -> tuple[Path, ...]:
        if self._folder is None:
            return ()
        language = voice.language.partition("_")[0]
        return tuple(self._folder / f"{name}.txt" for name in (language, voice.name))

    def _lines(self, path: Path) -> list[str]:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
            Lexicon.parse(lines)
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as err:
            _LOGGER.warning("%s is left out: %s", path, err)
            return []
        return lines


def _state(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
