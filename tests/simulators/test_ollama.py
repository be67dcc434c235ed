"""The simulator speaks to the field's own client as the real server would, and counts as it would."""

from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import homeassistant  # noqa: F401  (replaces httpx before ollama imports it)
import ollama
import pytest

from .ollama import Fault, OllamaSimulator, call

VOICE = "qwen3.5:35b-a3b"
TALKER = "smollm2:135m"
LAMP_TOOL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "intent__HassTurnOn",
        "description": "Turns on a device",
        "parameters": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "percentage": {"type": "integer", "minimum": 0, "maximum": 100},
            },
        },
    },
}

pytestmark = pytest.mark.usefixtures("socket_enabled")


def asked(text: str = "hello") -> list[dict[str, Any]]:
    """Return a conversation of one question."""
    return [{"role": "user", "content": text}]


@pytest.fixture
async def server() -> AsyncGenerator[OllamaSimulator]:
    """Run a server."""
    async with OllamaSimulator() as running:
        yield running


@pytest.fixture
async def client(server: OllamaSimulator) -> AsyncGenerator[ollama.AsyncClient]:
    """Connect the field's client."""
    async with ollama.AsyncClient(server.url) as connected:
        yield connected


async def test_a_streamed_answer_arrives_in_pieces_with_counts_at_the_end(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """Words come line by line; the last line tells what they cost."""
    server.script.reply("The lamp is on.")
    stream = await client.chat(VOICE, asked(), stream=True, think=False)
    parts = [part async for part in stream]

    assert "".join(part.message.content or "" for part in parts) == "The lamp is on."
    assert len(parts) > 3
    last = parts[-1]
    assert (last.done, last.done_reason) == (True, "stop")
    entry = server.journal.chats[0]
    assert last.prompt_eval_count == entry.prompt_tokens > 0
    assert last.eval_count == entry.output_tokens == len(parts) - 1
    assert last.eval_duration and last.prompt_eval_duration and last.load_duration
    assert last.total_duration == (
        last.eval_duration + last.prompt_eval_duration + last.load_duration
    )


async def test_a_whole_answer_arrives_at_once(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """stream=false gathers words, thoughts and calls in one object."""
    server.script.reply(
        call("HassTurnOn", {"name": "Lamp"}, text="Sure.", thinking="Hm.")
    )
    answer = await client.chat(VOICE, asked(), tools=[LAMP_TOOL], think=True)

    assert answer.message.content == "Sure."
    assert answer.message.thinking == "Hm."
    assert answer.message.tool_calls
    function = answer.message.tool_calls[0].function
    assert (function.name, function.arguments) == (
        "intent__HassTurnOn",
        {"name": "Lamp"},
    )
    assert answer.done


async def test_thoughts_stay_away_unless_wanted(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """A thinking model thinks by default and on request, and not when told not to."""
    answers = []
    for think in (None, True, "low", False):
        server.script.reply("Yes.", thinking="Let me see.")
        answers.append(
            (await client.chat(VOICE, asked(), think=think)).message.thinking
        )
    assert answers == ["Let me see.", "Let me see.", "Let me see.", None]


@pytest.mark.parametrize(
    ("model", "more", "status", "message"),
    [
        ("nothing:1b", {}, 404, "model 'nothing:1b' not found"),
        (TALKER, {"think": True}, 400, '"smollm2:135m" does not support thinking'),
        (
            TALKER,
            {"tools": [LAMP_TOOL]},
            400,
            "registry.ollama.ai/library/smollm2:135m does not support tools",
        ),
        ("mxbai-embed-large", {}, 400, '"mxbai-embed-large" does not support chat'),
        (
            VOICE,
            {"options": {"num_ctx": "many"}},
            500,
            'option "num_ctx" must be of type integer',
        ),
        (VOICE, {"keep_alive": "5"}, 400, 'time: missing unit in duration "5"'),
    ],
)
async def test_a_refused_request_says_why(
    client: ollama.AsyncClient,
    model: str,
    more: dict[str, Any],
    status: int,
    message: str,
) -> None:
    """What a model or server cannot do is an error with the server's own words."""
    with pytest.raises(ollama.ResponseError) as refused:
        await client.chat(model, asked(), **more)
    assert (refused.value.status_code, refused.value.error) == (status, message)


async def test_faults_heal(server: OllamaSimulator) -> None:
    """A fault strikes as often as planned."""
    await server.fault(Fault.ERROR_503, times=1, path="/api/tags")
    async with aiohttp.ClientSession(server.url) as session:
        statuses = []
        for _ in range(2):
            async with session.get("/api/tags") as answer:
                statuses.append(answer.status)
    assert statuses == [503, 200]


async def test_prompts_are_counted_against_the_slot(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """A turn that goes on where the last one stopped is cheap; a changed beginning is not."""
    system = {"role": "system", "content": "You are the house. " * 200}
    history = [system, *asked("Is the lamp on?")]
    first = await client.chat(VOICE, history, think=False)
    history += [{"role": "assistant", "content": first.message.content}, *asked("Why?")]
    await client.chat(VOICE, history, think=False)
    history[0] = {"role": "system", "content": "It is 10:01. " + system["content"]}
    await client.chat(VOICE, history, think=False)

    cold, warm, changed = server.journal.chats
    assert cold.evaluated_tokens == cold.prompt_tokens > 800
    assert warm.evaluated_tokens < 60
    assert changed.evaluated_tokens > 800
