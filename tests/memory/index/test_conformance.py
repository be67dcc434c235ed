"""Every index does what every index must; Chroma is a real one."""

from collections.abc import Awaitable, Callable
from functools import cache
import json
import subprocess
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import pytest

from custom_components.kaizen.memory.index import (
    BuiltinIndex,
    ChromaIndex,
    ChromaServer,
)

from tests.memory.chroma import ChromaProcess
from tests.memory.index.conformance import CHECKS, LASTING, Make
from tests.memory.rig import OTHERS, ROOT

type Check = Callable[[Make], Awaitable[None]]


def _name(check: Check) -> str:
    return check.__name__


@pytest.mark.parametrize("check", CHECKS, ids=_name)
async def test_builtin(check: Check) -> None:
    """The one in memory."""
    await check(BuiltinIndex)


@pytest.mark.parametrize("check", [*CHECKS, *LASTING], ids=_name)
async def test_chroma_over_http(check: Check, chroma: ChromaProcess) -> None:
    """A server of its own."""
    async with aiohttp.ClientSession() as session:
        await check(
            lambda space: ChromaIndex(
                ChromaServer(session, chroma.url), _name(check), space
            )
        )


@cache
def _embedded() -> Any:
    with TemporaryDirectory(prefix="kaizen-chroma-") as folder:
        done = subprocess.run(
            [
                str(OTHERS / "bin" / "python"),
                *("-m", "tests.memory.alone", "tests.memory.index.embedded", folder),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("check", [*CHECKS, *LASTING], ids=_name)
def test_chroma_in_process(check: Check) -> None:
    """In the environment that has it."""
    assert _embedded()[_name(check)] == ""
