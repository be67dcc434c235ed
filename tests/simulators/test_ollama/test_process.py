"""The simulator as a process of its own, and the real small model behind it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
import signal
import sys
from typing import Any

import aiohttp
import pytest

from .common import TALKER, chat

ROOT = Path(__file__).parents[3]
MODEL_PYTHON = ROOT / ".setup/env/model/bin/python"

pytestmark = pytest.mark.usefixtures("socket_enabled")


@asynccontextmanager
async def running(
    *arguments: str, python: Path | str = sys.executable
) -> AsyncGenerator[aiohttp.ClientSession]:
    """Start a process, connect to it, stop it as a service manager would."""
    command = (python, "-m", "tests.simulators.ollama", "--print-url", *arguments)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        url = (await process.stdout.readline()).decode().strip()
        assert url, "the process ended without listening"
        async with aiohttp.ClientSession(url) as session:
            yield session
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def control(http: aiohttp.ClientSession, action: str, **wanted: Any) -> None:
    """Steer the process."""
    async with http.post(f"/_control/{action}", json=wanted) as answer:
        assert answer.status == 200


async def test_a_process_is_steered_over_http() -> None:
    """Answers are queued, faults planned, the journal read, everything reset."""
    async with running() as http:
        call = {"tool_calls": [{"name": "HassTurnOn", "arguments": {"name": "Lamp"}}]}
        await control(http, "script", answers=[call, "Done."], default="Nothing more.")
        said: list[Any] = []
        for _ in range(3):
            async with http.post("/api/chat", json=chat(stream=False)) as answer:
                said.append((await answer.json())["message"]["content"])
        assert said == ["", "Done.", "Nothing more."]

        await control(http, "fault", name="error_503", times=1, path="/api/tags")
        async with http.get("/api/tags") as answer:
            assert answer.status == 503
        async with http.get("/_control/journal") as answer:
            journal = await answer.json()
        assert [entry["path"] for entry in journal] == ["/api/chat"] * 3 + ["/api/tags"]
        assert journal[0]["tool_calls"] == [
            {"name": "HassTurnOn", "arguments": {"name": "Lamp"}}
        ]
        assert journal[2]["cached_tokens"] > 0

        await control(http, "reset")
        async with http.get("/_control/journal") as answer:
            assert await answer.json() == []


@pytest.mark.skipif(
    not MODEL_PYTHON.exists(), reason="the environment of the small model is not set up"
)
async def test_a_real_model_answers_and_says_what_it_is() -> None:
    """It names itself, has words only, and reads a known prompt from its cache."""
    async with running("--backend", "smollm2", python=MODEL_PYTHON) as http:
        async with http.get("/api/tags") as answer:
            (model,) = (await answer.json())["models"]
        assert (model["name"], model["capabilities"]) == (TALKER, ["completion"])

        question = chat("What is the capital of France?", model=TALKER, stream=False)
        for _ in range(2):
            async with http.post("/api/chat", json=question) as answer:
                said = await answer.json()
            assert "Paris" in said["message"]["content"]
            assert said["eval_duration"] > 0
        async with http.get("/_control/journal") as answer:
            first, second = (await answer.json())[1:]
        assert first["cached_tokens"] == 0
        assert second["evaluated_tokens"] < first["evaluated_tokens"]
