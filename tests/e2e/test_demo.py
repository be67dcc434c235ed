"""The command a newcomer runs first."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
import json
import os
from pathlib import Path
import signal
import socket
import sqlite3
from typing import Final

from aiohttp import ClientSession

from tests.harness import Account, Client, free_port, onboard_or_log_in, port_is_free
from tests.harness.voice import say, spoken

DEMO: Final = Path(__file__).parents[2] / "scripts" / "demo"
NO_OLLAMA: Final = {**os.environ, "OLLAMA_HOST": "127.0.0.1:1"}


@asynccontextmanager
async def demo(*arguments: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run the demo on a machine without Ollama; it is killed if a test leaves it running."""
    process = await asyncio.create_subprocess_exec(
        str(DEMO),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=NO_OLLAMA,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def servers_of(folder: Path) -> list[int]:
    """Return the ports of the servers that a demo started in a folder."""
    state = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    server = json.loads((folder / ".storage" / "http").read_text(encoding="utf-8"))
    ports = [state[f"{name}_port"] for name in ("stand_in", "hub", "hub_control")]
    for of_service in state["voice_ports"].values():
        ports += of_service
    return [*ports, server["data"]["stable"]["server_port"]]


async def test_ask_once_and_again(socket_enabled: None, tmp_path: Path) -> None:
    """One question, one JSON object, nothing left running; a kept folder starts a second time."""
    folder = tmp_path / "kept"
    port = str(free_port())
    arguments = ["--port", port, "--config-dir", str(folder), "--json", "--ask"]
    async with demo(*arguments, "Turn on the kitchen light") as process:
        output, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    report = json.loads(output)
    assert report["answer"] == "Turned on the light"
    assert report["agent"] == "conversation.home_assistant"
    assert 0 < report["timings"]["first_delta"] <= report["timings"]["total"]
    titles = {entry["title"] for entry in report["entries"]}
    assert titles == {
        "Assistant (127.0.0.1)",
        "Hubitat (127.0.0.1)",
        "Kaizen Guard",
        "Kaizen Voices",
    }
    assert {entry["state"] for entry in report["entries"]} == {"loaded"}
    assert report["devices"]["assistant"] == 5
    assert report["devices"]["hubitat"] == 75
    assert report["entities"]["assistant"]["conversation"] == 3
    assert report["entities"]["hubitat"]["light"] == 11
    assert "intent__HassTurnOn" in report["tools"]
    assert {"stt", "tts"} < set(report["services"])
    assert set(report["services"].values()) == {"healthy"}
    assert "SmolLM2" in told.decode()
    assert all(map(port_is_free, servers_of(folder)))

    async with demo(*arguments, "Hello, who are you?") as process:
        output, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    report = json.loads(output)
    assert report["answer"]
    assert report["agent"].startswith("conversation.kaizen")
    assert {entry["title"] for entry in report["entries"]} == titles
    assert report["devices"]["hubitat"] == 75
    dashboard = (folder / ".storage" / "lovelace.rooms").read_text(encoding="utf-8")
    assert json.loads(dashboard)["data"]["config"] == {"strategy": {"type": "areas"}}


async def announced(process: asyncio.subprocess.Process) -> str:
    """Wait until the demo says that it is ready; return what it has said."""
    assert process.stderr
    told = b""
    while b"Ctrl-C stops everything" not in told:
        line = await process.stderr.readline()
        assert line, told.decode()
        told += line
    return told.decode()


async def test_one_can_talk_to_it(socket_enabled: None, tmp_path: Path) -> None:
    """What is said into the browser's microphone is understood, done, and answered aloud; Ctrl-C ends it all."""
    arguments = ["--port", str(free_port()), "--config-dir", str(tmp_path)]
    async with demo(*arguments) as process:
        assert "press the microphone" in await announced(process)
        state = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))
        url = f"http://127.0.0.1:{arguments[1]}"
        async with Client(url) as client:
            await onboard_or_log_in(client, Account(password=state["password"]))
            port = state["voice_ports"]["tts"][0]
            question = await spoken(port, "Turn on the kitchen light.")
            events = {e["type"]: e["data"] for e in await say(client, question)}
            transcript = events["stt-end"]["stt_output"]["text"]
            assert "kitchen light" in transcript.casefold()
            light = await client.get("/api/states/light.kitchen_light")
            assert light["state"] == "on"
            async with ClientSession() as browser:
                audio = await browser.get(url + events["tts-end"]["tts_output"]["url"])
                assert len(await audio.read()) > 2_000
        process.send_signal(signal.SIGINT)
        await process.communicate()
    assert process.returncode == 0
    assert all(map(port_is_free, servers_of(tmp_path)))


async def test_stopping_stops_everything(socket_enabled: None, tmp_path: Path) -> None:
    """The signal a system sends leaves no process behind; Home Assistant may write what it knows first."""
    arguments = ["--port", str(free_port()), "--config-dir", str(tmp_path)]
    async with demo(*arguments, "--no-voice") as process:
        told = await announced(process)
        assert "password" in told
        assert "microphone" not in told
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    assert process.returncode == 0
    assert all(map(port_is_free, servers_of(tmp_path)))
    with closing(sqlite3.connect(tmp_path / "home-assistant_v2.db")) as history:
        ((ended,),) = history.execute("SELECT end FROM recorder_runs")
    assert ended


async def test_an_occupied_port_is_named(socket_enabled: None, tmp_path: Path) -> None:
    """One sentence says what is wrong and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with demo("--port", str(port), "--config-dir", str(tmp_path)) as process:
            _, told = await process.communicate()
    assert process.returncode == 1
    (sentence,) = told.decode().splitlines()
    assert f"Port {port} is in use" in sentence
    assert "--port" in sentence
