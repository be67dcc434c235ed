"""wyoming-piper, ending with the process that started it, however that ends: its standard input closes then."""

import os
import sys
import threading

from wyoming_piper.__main__ import run


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    run()
