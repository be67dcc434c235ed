"""What a client has said so far."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from wyoming.audio import AudioChunk, AudioChunkConverter

from ..serving import BrokenClient

RATE: Final = 16_000
"""Samples a second, as Whisper and the detector of speech want them."""
SAMPLE_BYTES: Final = 2

type Samples = NDArray[np.float32]


class Recording:
    """Audio of one utterance, 16 kHz mono, up to a length; what comes after that is let go."""

    def __init__(self, longest: float) -> None:
        """Begin; `longest` is in seconds."""
        self._pcm = bytearray()
        self._most = int(longest * RATE) * SAMPLE_BYTES
        self._converter = AudioChunkConverter(rate=RATE, width=SAMPLE_BYTES, channels=1)
        self._half = b""

    @property
    def seconds(self) -> float:
        """Return how long it is."""
        return len(self._pcm) / SAMPLE_BYTES / RATE

    @property
    def is_full(self) -> bool:
        """Tell whether there is no room for more."""
        return len(self._pcm) >= self._most

    def add(self, chunk: AudioChunk) -> bytes:
        """Take a chunk in any format; return what was kept of it, in ours.

        Raises:
            BrokenClient: it is no audio.
        """
        frame = chunk.width * chunk.channels
        if not (0 < chunk.rate <= 384_000 and 0 < frame <= 64):
            raise BrokenClient("audio of an impossible format")
        audio = self._half + chunk.audio
        whole = len(audio) - len(audio) % frame
        self._half = audio[whole:]
        chunk = AudioChunk(chunk.rate, chunk.width, chunk.channels, audio[:whole])
        try:
            converted = self._converter.convert(chunk).audio
        except Exception as err:
            raise BrokenClient(f"audio that cannot be read: {err}") from err
        kept = converted[: self._most - len(self._pcm)]
        self._pcm += kept
        return kept

    def samples(self) -> Samples:
        """Return what there is, from -1 to 1."""
        pcm = np.frombuffer(bytes(self._pcm), dtype="<i2")
        return pcm.astype(np.float32) / np.float32(32_768)
