"""WAV as it streams: where the samples begin, how long they sound, and what silence is.

Silence can only be put into PCM whose end is not declared: a WAV header with a length of 0 or
0xFFFFFFFF, as Wyoming engines send it. A file with a length would end early, and compressed
formats (MP3, Ogg, AAC) have frames that cannot be made up from outside.
"""

import struct
from typing import Final

_PCM: Final = 1
_EXTENSIBLE: Final = 0xFFFE
_OPEN_END: Final = frozenset({0, 0xFFFFFFFF})
_LONGEST_HEADER: Final = 4096


class WavTrack:
    """Follows a stream of WAV without changing it; hands on whole samples only."""

    def __init__(self) -> None:
        """Wait for the header."""
        self._held = b""
        self._known = False
        self._frame = 1
        self._rate = 0
        self._zero = b"\0"
        self.takes_silence = False
        """Whether silence may follow what was handed on so far."""

    @property
    def seconds_known(self) -> bool:
        """Return whether it can be told how long something sounds."""
        return self._rate > 0

    def feed(self, data: bytes) -> tuple[bytes, float]:
        """Take bytes; return those to hand on, and how many seconds they sound."""
        self._held += data
        start = 0
        if not self._known:
            if (begin := self._header()) is None:
                return b"", 0.0
            start = begin
        whole = len(self._held) - (len(self._held) - start) % self._frame
        out, self._held = self._held[:whole], self._held[whole:]
        return out, self._seconds(whole - start)

    def flush(self) -> bytes:
        """Return what was held back; the stream has ended."""
        out, self._held = self._held, b""
        return out

    def silence(self, seconds: float) -> bytes:
        """Return samples of silence."""
        return self._zero * (round(self._rate * seconds) * self._frame)

    def _seconds(self, size: int) -> float:
        return size / self._frame / self._rate if self._rate else 0.0

    def _header(self) -> int | None:
        """Return where the samples begin, once that is known; 0 if it is no PCM."""
        data = self._held
        if len(data) >= 12 and (data[:4] != b"RIFF" or data[8:12] != b"WAVE"):
            self._known = True
            return 0
        at = 12
        while len(data) >= at + 8:
            name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
            if name == b"data":
                self._known = True
                self.takes_silence = self._rate > 0 and size in _OPEN_END
                return at + 8
            if name == b"fmt " and len(data) >= at + 24:
                self._format(*struct.unpack_from("<HHIIHH", data, at + 8))
            at += 8 + size + size % 2
        if len(data) > _LONGEST_HEADER:
            self._known = True
            self._frame, self._rate = 1, 0
            return 0
        return None

    def _format(
        self, tag: int, channels: int, rate: int, _: int, frame: int, bits: int
    ) -> None:
        if tag not in (_PCM, _EXTENSIBLE) or not channels or bits % 8 or not frame:
            return
        self._frame, self._rate = frame, rate
        if bits == 8:
            self._zero = b"\x80"
