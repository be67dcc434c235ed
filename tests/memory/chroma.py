"""A real Chroma server."""

import os
from pathlib import Path
import signal
import subprocess
from time import monotonic, sleep
from typing import Final
from urllib.request import urlopen

from .rig import OTHERS

_WITHIN: Final = 60.0
"""Seconds to start in, on a busy machine."""


class ChromaProcess:
    """`chroma run` on a folder, stopped by whoever started it."""

    def __init__(self, folder: Path, port: int) -> None:
        """Serve `folder` on `port` of this machine."""
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process's number, while it runs."""
        assert self._process
        return self._process.pid

    def start(self) -> None:
        """Start and wait until it answers; does nothing where it runs."""
        if self._process:
            return
        with (self.folder.parent / "chroma.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(OTHERS / "bin" / "chroma"),
                    *("run", "--path", str(self.folder)),
                    *("--host", "127.0.0.1", "--port", str(self._port)),
                ],
                cwd=self.folder.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
                start_new_session=True,
            )
        until = monotonic() + _WITHIN
        while not self._answers():
            assert self._process.poll() is None, "Chroma ended"
            assert monotonic() < until, "Chroma does not answer"
            sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/api/v2/heartbeat", timeout=2):
                return True
        except OSError:
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, and everything it started."""
        if self._process:
            os.killpg(self._process.pid, how)
            self._process.wait()
            self._process = None
