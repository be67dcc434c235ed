"""Speech for a house: the voice services as processes, adopted as their owner does, and a pipeline that uses them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from wyoming.audio import AudioChunk, AudioChunkConverter, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.tts import Synthesize

from .client import ApiError, Client, Json
from .config import LOOPBACK, ROOT
from .flows import FlowStopped, run_flow, suggested
from .kaizen import entries
from .pipeline import prefer_agent
from .process import ServerProcess

VOICE_PYTHON: Final = ROOT / ".setup" / "env" / "voice" / "bin" / "python"
"""The interpreter that has what the voice services import, where `scripts/test` puts it."""
PIECE: Final = 3_200
"""Bytes of a tenth of a second, as microphones send it."""


def voice_service(
    name: str,
    *,
    port: int,
    http_port: int,
    log: Path,
    python: str = str(VOICE_PYTHON),
    arguments: Sequence[str] = (),
) -> ServerProcess:
    """Return one of the voice services; it has started when it has shown that it works."""
    return ServerProcess(
        f"The voice service {name}",
        [
            *(python, "-m", f"wyoming_services.{name}"),
            *("--uri", f"tcp://{LOOPBACK}:{port}", "--http", f"{LOOPBACK}:{http_port}"),
            *arguments,
        ],
        port=http_port,
        probe="/health",
        log=log,
    )


async def adopt(client: Client, port: int) -> str:
    """Go through the config flow of Home Assistant's Wyoming integration; return the entry's id."""
    done = await run_flow(
        client,
        {"handler": "wyoming"},
        {"user": {"host": LOOPBACK, "port": port}},
    )
    if done["type"] != "create_entry":
        raise FlowStopped(f"the Wyoming integration does not adopt port {port}: {done}")
    return str(done["result"]["entry_id"])


async def abandon(client: Client, entry_id: str) -> None:
    """Remove a config entry."""
    await client.request("DELETE", f"/api/config/config_entries/entry/{entry_id}")


async def entity_of(client: Client, entry_id: str, domain: str) -> str:
    """Return the first entity of a domain that an entry has.

    Raises:
        ApiError: it has none.
    """
    for entity in await client.command("config/entity_registry/list"):
        name = str(entity["entity_id"])
        if entity["config_entry_id"] == entry_id and name.startswith(f"{domain}."):
            return name
    raise ApiError(f"the entry {entry_id} has no entity of {domain}")


async def connect_voice(client: Client, engine: str) -> str:
    """Put Kaizen's voice in front of a text-to-speech engine, instead of what it is in front of; return its entity."""
    for entry in await entries(client):
        if entry["title"] == "Kaizen Voices":
            await abandon(client, entry["entry_id"])
    done = await run_flow(
        client,
        {"handler": "kaizen"},
        {"user": "voice", "voice": lambda form: _voice(form, engine)},
    )
    return await entity_of(client, done["result"]["entry_id"], "tts")


def _voice(form: Json, engine: str) -> Json:
    return {**suggested(form), "engine": engine}


async def give_voice(client: Client, agent: str, *, stt: str, tts: str) -> Json:
    """Make a pipeline that listens and speaks the preferred one, with everything set up through config flows.

    `stt` and `tts` are the ids of the Wyoming integration's entries.
    """
    return await prefer_agent(
        client,
        agent,
        stt_engine=await entity_of(client, stt, "stt"),
        stt_language="en",
        tts_engine=await connect_voice(client, await entity_of(client, tts, "tts")),
        tts_language="en_US",
    )


async def spoken(port: int, text: str) -> bytes:
    """Return how the text-to-speech service at a port says something, as a microphone hears it: 16 kHz."""
    converter = AudioChunkConverter(rate=16_000, width=2, channels=1)
    pcm = b""
    async with AsyncTcpClient(LOOPBACK, port) as service:
        await service.write_event(Synthesize(text).event())
        while event := await service.read_event():
            if AudioStop.is_type(event.type):
                break
            if AudioChunk.is_type(event.type):
                pcm += converter.convert(AudioChunk.from_event(event)).audio
    return pcm


async def say(client: Client, pcm: bytes, *, rate: int = 16_000) -> list[Json]:
    """Speak into a browser's microphone; return what the preferred pipeline reported until its end.

    Raises:
        RuntimeError: the pipeline reported an error.
    """
    events: list[Json] = []
    async with client.socket() as socket:
        async for event in socket.subscribe(
            "assist_pipeline/run",
            start_stage="stt",
            end_stage="tts",
            input={"sample_rate": rate},
        ):
            events.append(event)
            if event["type"] == "error":
                raise RuntimeError(event["data"]["message"])
            if event["type"] == "run-start":
                handler = event["data"]["runner_data"]["stt_binary_handler_id"]
                for piece in _pieces(pcm):
                    await socket.send_bytes(bytes([handler]) + piece)
            if event["type"] == "run-end":
                return events
    raise RuntimeError("the pipeline did not end")


def _pieces(pcm: bytes) -> Iterator[bytes]:
    for start in range(0, len(pcm), PIECE):
        yield pcm[start : start + PIECE]
    yield b""
