"""Which model server the demo uses: the owner's own when it answers, else the offline stand-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import aiohttp

OLLAMA_PORT: Final = 11434

STAND_IN_EXPLAINED: Final = """\
Kaizen talks to a stand-in for now: SmolLM2-135M, a real but very small language model on one core of this machine.
It forms sentences and knows little; it cannot call tools, so it never switches anything. What you ask of the house
("turn on the kitchen light") is done by Home Assistant's own sentence matching. For the real thing start Ollama,
pull a Qwen model, and start the demo again (--ollama-url if it runs on another machine)."""


@dataclass(frozen=True, slots=True)
class Found:
    """An Ollama server that can be used, or why it cannot."""

    url: str
    problem: str = ""


def normalise(host: str) -> str:
    """Return the address a client uses for a value of OLLAMA_HOST, which may lack scheme, host and port."""
    parts = urlsplit(host if "://" in host else f"http://{host}")
    name = parts.hostname or "127.0.0.1"
    # A server that listens everywhere is reached at this machine.
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(name, name)
    shown = f"[{name}]" if ":" in name else name
    default = {"http": 80, "https": 443} if "://" in host else {}
    port = parts.port or default.get(parts.scheme, OLLAMA_PORT)
    return f"{parts.scheme}://{shown}:{port}{parts.path.rstrip('/')}"


def wanted_address(given: str | None, environment: Mapping[str, str]) -> str:
    """Return where to look for Ollama: what was asked for, what its own variable says, or where it usually is."""
    return normalise(given or environment.get("OLLAMA_HOST") or "127.0.0.1")


async def look_for_ollama(url: str) -> Found:
    """Ask whether an Ollama server with a model that can chat is at an address."""
    try:
        async with aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=5), raise_for_status=True
        ) as session:
            async with session.get(f"{url}/api/version") as response:
                version = (await response.json())["version"]
            async with session.get(f"{url}/api/tags") as response:
                models = (await response.json())["models"]
    except aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError, TypeError:
        return Found(url, f"No Ollama server answers at {url}.")
    if not models:
        return Found(
            url,
            f"The Ollama {version} at {url} has no model yet: pull one, for example `ollama pull qwen3:4b`.",
        )
    return Found(url)
