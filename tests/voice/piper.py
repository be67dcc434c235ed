"""A real Piper over Wyoming, adopted by Home Assistant's own integration.

Both come from the environment of the voice services; Home Assistant's own has no Wyoming.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import importlib.util
from pathlib import Path
import socket
import sys
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

ROOT: Final = Path(__file__).parents[2]
_ENVIRONMENT: Final = ROOT / ".setup" / "env" / "voice"
_PYTHON: Final = _ENVIRONMENT / "bin" / "python"
_VOICES: Final = ROOT / ".setup" / "models" / "piper"
VOICE: Final = "en_US-joe-medium"


def available() -> bool:
    """Return whether the voice services are set up here; Wyoming can be imported then."""
    if importlib.util.find_spec("wyoming") is None and _PYTHON.exists():
        (packages,) = _ENVIRONMENT.glob("lib/python*/site-packages")
        sys.path.append(str(packages))
        found = importlib.util.find_spec("wyoming")
    else:
        found = importlib.util.find_spec("wyoming")
    return found is not None and (_VOICES / f"{VOICE}.onnx").exists()


@dataclass(slots=True)
class Piper:
    """A process that speaks."""

    port: int
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start, and wait until it listens."""
        self.process = await asyncio.create_subprocess_exec(
            *(str(_PYTHON), "-m", "wyoming_piper", "--voice", VOICE),
            *("--uri", f"tcp://127.0.0.1:{self.port}"),
            *("--data-dir", str(_VOICES), "--download-dir", str(_VOICES)),
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(60):
            while not await self._listens():
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """End it at once."""
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True


@asynccontextmanager
async def speaking() -> AsyncGenerator[Piper]:
    """Run a Piper."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    piper = Piper(port)
    try:
        await piper.start()
        yield piper
    finally:
        await piper.kill()


async def async_adopt(hass: HomeAssistant, piper: Piper) -> str:
    """Set up Home Assistant's Wyoming integration; return the engine's entity id."""
    assert await async_setup_component(hass, "tts", {})
    entry = MockConfigEntry(
        domain="wyoming",
        title="Piper",
        data={"host": "127.0.0.1", "port": piper.port},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return "tts.piper"
