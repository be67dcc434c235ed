"""A room, as two programs: `room.py microphone FOLDER` hears what is put there, `room.py loudspeaker FOLDER` keeps what it plays.

Both take the time that sound takes.
"""

from pathlib import Path
import sys
import time

PIECE = 0.032
HEARD = 16_000
SPOKEN = 22_050


def microphone(folder: Path) -> None:
    """Hear silence, and whatever is put into the folder as `said.raw`."""
    size = int(PIECE * HEARD) * 2
    pending = b""
    due = time.monotonic()
    while True:
        said = folder / "said.raw"
        if not pending and said.exists():
            pending = said.read_bytes()
            said.unlink()
        sys.stdout.buffer.write(pending[:size].ljust(size, b"\0"))
        sys.stdout.buffer.flush()
        pending = pending[size:]
        due += PIECE
        time.sleep(max(0, due - time.monotonic()))


def loudspeaker(folder: Path) -> None:
    """Play what comes into a file of its own."""
    size = int(PIECE * SPOKEN) * 2
    with (folder / f"{time.monotonic_ns():020}.raw").open("wb", buffering=0) as heard:
        while piece := sys.stdin.buffer.read(size):
            heard.write(piece)
            time.sleep(len(piece) / 2 / SPOKEN)


if __name__ == "__main__":
    {"microphone": microphone, "loudspeaker": loudspeaker}[sys.argv[1]](
        Path(sys.argv[2])
    )
