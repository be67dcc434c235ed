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

import pytest

from tests.harness import free_port, port_is_free

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
    ports = (state[f"{name}_port"] for name in ("stand_in", "hub", "hub_control"))
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
    assert [(e["kind"], e["state"]) for e in report["entries"]] == [
        ("assistant", "loaded"),
        ("hubitat", "loaded"),
    ]
    assert report["devices"] == {"assistant": 5, "hubitat": 75}
    assert report["entities"]["assistant"]["conversation"] == 3
    assert report["entities"]["hubitat"]["light"] == 11
    assert "intent__HassTurnOn" in report["tools"]
    assert set(report["services"].values()) == {"healthy"}
    assert "SmolLM2" in told.decode()
    assert all(map(port_is_free, servers_of(folder)))

    async with demo(*arguments, "Hello, who are you?") as process:
        output, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    report = json.loads(output)
    assert report["answer"]
    assert report["agent"].startswith("conversation.kaizen")
    assert len(report["entries"]) == 2
    assert report["devices"]["hubitat"] == 75
    dashboard = (folder / ".storage" / "lovelace.rooms").read_text(encoding="utf-8")
    assert json.loads(dashboard)["data"]["config"] == {"strategy": {"type": "areas"}}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_stopping_stops_everything(
    socket_enabled: None, tmp_path: Path, number: signal.Signals
) -> None:
    """Ctrl-C, and the signal a system sends, leave no process behind; Home Assistant may write what it knows first."""
    arguments = ["--port", str(free_port()), "--config-dir", str(tmp_path)]
    async with demo(*arguments) as process:
        assert process.stderr
        told = b""
        while b"Ctrl-C stops everything" not in told:
            line = await process.stderr.readline()
            assert line, told.decode()
            told += line
        assert b"password" in told
        process.send_signal(number)
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
