"""Sound devices through PortAudio, which is looked for only when one is wanted."""

from collections.abc import Callable
import threading
from typing import Any, Protocol


class DeviceFailed(Exception):
    """A sound device cannot be used; the message says why."""


class Stream(Protocol):
    """What PortAudio has open."""

    latency: float

    def start(self) -> None:
        """Begin."""

    def abort(self) -> None:
        """Stop now, without what is still to be played."""

    def close(self) -> None:
        """Close; what is still to be played is not."""


def _library() -> Any:
    try:
        import sounddevice  # noqa: PLC0415
    except OSError as err:
        raise DeviceFailed(
            "PortAudio is missing: install it (Debian: apt install libportaudio2), or name commands "
            "with --mic-command and --snd-command."
        ) from err
    return sounddevice


def are_usable() -> bool:
    """Tell whether PortAudio is there."""
    try:
        _library()
    except DeviceFailed:
        return False
    return True


def _device(name: str | None) -> str | int | None:
    return int(name) if name and name.isdigit() else name


def _open(make: Callable[[Any], Any]) -> Stream:
    library = _library()
    try:
        stream: Stream = make(library)
        stream.start()
    except (library.PortAudioError, ValueError) as err:
        raise DeviceFailed(str(err)) from err
    return stream


def open_input(
    name: str | None, rate: int, frames: int, take: Callable[[bytes], object]
) -> Stream:
    """Open a microphone; `take` is called, in a thread of PortAudio, with each piece of that many frames.

    Raises:
        DeviceFailed: it cannot be opened.
    """

    def heard(pcm: Any, _frames: int, _time: Any, _status: Any) -> None:
        take(bytes(pcm))

    return _open(
        lambda library: library.RawInputStream(
            samplerate=rate,
            blocksize=frames,
            device=_device(name),
            channels=1,
            dtype="int16",
            callback=heard,
        )
    )


class Output:
    """An open loudspeaker; silent when it has nothing to play."""

    def __init__(self, name: str | None, rate: int) -> None:
        """Open it.

        Raises:
            DeviceFailed: it cannot be opened.
        """
        self._waiting = bytearray()
        self._lock = threading.Lock()
        self._stream = _open(
            lambda library: library.RawOutputStream(
                samplerate=rate,
                device=_device(name),
                channels=1,
                dtype="int16",
                callback=self._fill,
            )
        )
        self.latency = float(self._stream.latency)
        """Seconds from here to the ear."""

    @property
    def waiting(self) -> int:
        """Return how many bytes are still to be played."""
        with self._lock:
            return len(self._waiting)

    def write(self, pcm: bytes) -> None:
        """Play after what is waiting."""
        with self._lock:
            self._waiting += pcm

    def close(self) -> None:
        """Close, at once."""
        self._stream.abort()
        self._stream.close()

    def _fill(self, wanted: Any, _frames: int, _time: Any, _status: Any) -> None:
        with self._lock:
            piece = bytes(self._waiting[: len(wanted)])
            del self._waiting[: len(piece)]
        wanted[:] = piece.ljust(len(wanted), b"\0")
