"""Each Home Assistant that is measured has a process of its own."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any

from homeassistant import runner
import orjson


def run_apart(module: str, *arguments: str) -> Any:
    """Return the JSON that a module prints when it is run.

    Raises:
        SystemExit: That process failed; what it wrote is shown.
    """
    run = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, check=False
    )
    if run.returncode:
        sys.exit(run.stderr.decode())
    return orjson.loads(run.stdout)


def run_here(measure: Callable[[Path], Coroutine[Any, Any, Any]]) -> bytes:
    """Measure in this process, on Home Assistant's event loop and with an empty folder; return the result as JSON."""
    with (
        TemporaryDirectory(prefix="kaizen-bench-") as folder,
        asyncio.Runner(loop_factory=runner.create_event_loop) as loop,
    ):
        return orjson.dumps(loop.run(measure(Path(folder))))
