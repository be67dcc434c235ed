"""Processes that are killed in the middle of what they do.

    python -m tests.crash package.module:function ARGUMENT...

imports once; each line it reads forks a process that runs the function, and kills that process after as many
milliseconds as the line says, unless it has ended itself by then.
"""

from collections.abc import Generator
from contextlib import contextmanager
import importlib
import os
from pathlib import Path
import signal
import subprocess
import sys
import time
import traceback
from typing import Final

ROOT: Final = Path(__file__).parents[1]


class Victims:
    """Starts processes and kills them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Use a process that has imported what they need."""
        self._process = process

    def run(self, milliseconds: int) -> None:
        """Run one and kill it; returns when it is dead.

        Raises:
            AssertionError: It failed by itself.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{milliseconds}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline().strip() == str(-signal.SIGKILL)


@contextmanager
def victims(function: str, *arguments: str) -> Generator[Victims]:
    """Give processes that run a function, named `package.module:function`."""
    command = [sys.executable, "-m", "tests.crash", function, *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Victims(process)
        assert process.stdin is not None
        process.stdin.close()


def _main() -> None:
    named, arguments = sys.argv[1], sys.argv[2:]
    importlib.import_module("tests.plugin")
    module, name = named.split(":")
    function = getattr(importlib.import_module(module), name)
    for line in sys.stdin:
        if not (pid := os.fork()):
            try:
                function(*arguments)
            finally:
                traceback.print_exc()
                os._exit(1)
        status = _wait(pid, time.monotonic() + int(line) / 1000)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _wait(pid: int, deadline: float) -> int:
    """Return how a process ended, by itself or killed at a time."""
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


if __name__ == "__main__":
    _main()
