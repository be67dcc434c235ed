"""What can be done with samples: 16 bits, mono."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

HEARD_RATE: Final = 16_000
"""Samples a second of what is listened to: as wake words, Whisper and Home Assistant want them."""
SPOKEN_RATE: Final = 22_050
"""Samples a second Home Assistant sends to satellites of this protocol."""
SAMPLE_BYTES: Final = 2
SILENCE: Final = -96.0
"""Decibels of nothing: what 16 bits can tell apart."""

type Samples = NDArray[np.int16]


def samples(pcm: bytes) -> Samples:
    """Return the whole samples of little-endian PCM."""
    return np.frombuffer(pcm[: len(pcm) & ~1], dtype="<i2")


def level(pcm: bytes) -> float:
    """Return how loud something is, in decibels below full scale."""
    values = samples(pcm).astype(np.float64)
    if not values.any():
        return SILENCE
    return max(SILENCE, 20 * float(np.log10(np.sqrt(np.mean(values**2)) / 32_768)))


def louder(pcm: bytes, volume: float) -> bytes:
    """Return the same at a volume, from 0 to 1."""
    if volume >= 1:
        return pcm
    return (samples(pcm) * np.float32(volume)).astype("<i2").tobytes()


def mono(pcm: bytes, channels: int) -> bytes:
    """Return the mean of interleaved channels."""
    if channels == 1:
        return pcm
    values = samples(pcm)
    frames = values[: len(values) - len(values) % channels].reshape(-1, channels)
    return frames.mean(axis=1).astype("<i2").tobytes()


class Resampler:
    """Brings a stream to another rate by straight lines between samples: enough for speech and for wake words."""

    def __init__(self, rate: int, wanted: int) -> None:
        """Take both rates, in samples a second."""
        self._rate, self._wanted = rate, wanted
        self._next = wanted
        """Where the next sample is to be taken, in parts of a sample after the last one of the piece before."""
        self._last = np.zeros(1, dtype=np.int16)

    def convert(self, pcm: bytes) -> bytes:
        """Return what a piece becomes; pieces are continued where the last one ended."""
        if self._rate == self._wanted:
            return pcm
        values = np.concatenate([self._last, samples(pcm)])
        # In whole numbers: a stream may last for years.
        end = (len(values) - 1) * self._wanted
        places = np.arange(self._next, end + 1, self._rate)
        self._next += len(places) * self._rate - end
        self._last = values[-1:]
        at = places / self._wanted
        between: Samples = np.interp(at, np.arange(len(values)), values).astype("<i2")
        return between.tobytes()


def tone(
    *notes: tuple[float, float], rate: int = SPOKEN_RATE, loudness: float = 0.25
) -> bytes:
    """Return notes one after the other, each of a frequency in hertz (0: a rest) and a length in seconds."""
    pieces = []
    for hertz, seconds in notes:
        time = np.arange(int(seconds * rate)) / rate
        # Without the slopes every note would begin and end with a click.
        slopes = np.minimum(1, np.minimum(time, seconds - time) / 0.01)
        pieces.append(np.sin(2 * np.pi * hertz * time) * slopes * loudness * 32_767)
    return np.concatenate(pieces).astype("<i2").tobytes()


AWAKE: Final = tone((880, 0.06), (1320, 0.08))
SORRY: Final = tone((392, 0.12), (294, 0.18))
ALARM: Final = tone(
    (988, 0.12), (0, 0.06), (988, 0.12), (0, 0.06), (1319, 0.3), (0, 0.4)
)
