"""What a prompt costs: templates, the prefix cache, the context, loading."""

from dataclasses import replace
from typing import Any

import aiohttp
import ollama
import pytest

from .common import LAMP_TOOL, VOICE, asked, chat

from tests.simulators.ollama import (
    INSTALLED,
    QWEN3,
    QWEN_VOICE,
    OllamaSimulator,
    tokenize,
)

HOUSE = {"role": "system", "content": "You are the house. " * 200}


async def rendered(http: aiohttp.ClientSession, **body: Any) -> str:
    """Return a request as the model would read it."""
    wanted = chat(**body) | {"_debug_render_only": True}
    async with http.post("/api/chat", json=wanted) as answer:
        shown: str = (await answer.json())["_debug_info"]["rendered_template"]
        return shown


async def test_qwen35_reads_tools_before_the_system_message(
    http: aiohttp.ClientSession,
) -> None:
    """Told not to think, it is handed an empty thought; rendering asks no model."""
    messages = [{"role": "system", "content": "You are Max."}, *asked("Hi")]
    prompt = await rendered(http, messages=messages, tools=[LAMP_TOOL])
    assert prompt.startswith("<|im_start|>system\n# Tools\n")
    assert prompt.index("intent__HassTurnOn") < prompt.index("You are Max.")
    assert prompt.endswith(
        "You are Max.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
        "<|im_start|>assistant\n<think>\n\n</think>\n\n"
    )


async def test_tools_are_read_as_the_server_keeps_them(
    http: aiohttp.ClientSession,
) -> None:
    """Its own order, its escapes, and nothing it does not know."""
    prompt = await rendered(http, tools=[LAMP_TOOL])
    assert (
        '{"type": "function", "function": {"name": "intent__HassTurnOn", '
        '"description": "Turns on \\u003ca device\\u003e \\u0026 more", '
        '"parameters": {"type": "object", "required": ["name"], "properties": '
        '{"name": {"type": "string"}, "level": {"anyOf": [{"type": "integer"}]}}}}}'
    ) in prompt


async def test_a_tool_turn_is_replayed_in_the_models_own_words(
    http: aiohttp.ClientSession,
) -> None:
    """Calls in Qwen's tags, results as a user's turn, two results in one."""
    function = {"name": "light", "arguments": {"name": "Lamp", "level": 40}}
    messages = [
        *asked("Light!"),
        {"role": "assistant", "content": "", "tool_calls": [{"function": function}]},
        {"role": "tool", "content": "done", "tool_call_id": "call_1"},
        {"role": "tool", "content": "also", "tool_call_id": "call_2"},
    ]
    prompt = await rendered(http, messages=messages)
    assert (
        "<|im_start|>assistant\n<tool_call>\n<function=light>\n<parameter=name>\nLamp\n"
        "</parameter>\n<parameter=level>\n40\n</parameter>\n</function>\n</tool_call><|im_end|>\n"
        "<|im_start|>user\n<tool_response>\ndone\n</tool_response>"
        "\n<tool_response>\nalso\n</tool_response><|im_end|>\n"
    ) in prompt


async def test_qwen3_reads_the_system_message_before_the_tools(
    socket_enabled: None,
) -> None:
    """The older template has the other order."""
    async with (
        OllamaSimulator(models=[QWEN3]) as server,
        aiohttp.ClientSession(server.url) as http,
    ):
        messages = [{"role": "system", "content": "You are Max."}, *asked("Hi")]
        prompt = await rendered(
            http, model=QWEN3.name, messages=messages, tools=[LAMP_TOOL]
        )
    assert prompt.index("You are Max.") < prompt.index("intent__HassTurnOn")


@pytest.mark.parametrize(
    "text",
    [
        "It's 22.5 °C in the living room.\n\n- names: Lamp\n",
        "Rollläden im Wohnzimmer: 温度 🙂\t\t<b>_x__y</b>",
    ],
)
def test_tokens_are_the_text(text: str) -> None:
    """Nothing is lost between them."""
    assert "".join(tokenize(text)) == text


async def test_what_goes_on_is_cheap_and_what_starts_differently_is_not(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """The slot spares the longest common beginning."""
    history = [HOUSE, *asked("Is the lamp on?")]
    first = await client.chat(VOICE, history, think=False)
    history += [
        {"role": "assistant", "content": first.message.content},
        *asked("Why?"),
    ]
    await client.chat(VOICE, history, think=False)
    history[0] = {"role": "system", "content": "It is 10:01. " + HOUSE["content"]}
    await client.chat(VOICE, history, think=False)

    cold, warm, changed = server.journal.chats
    assert cold.evaluated_tokens == cold.prompt_tokens > 800
    assert warm.evaluated_tokens < 40
    assert warm.cached_tokens + warm.evaluated_tokens == warm.prompt_tokens
    assert changed.evaluated_tokens > 800


@pytest.mark.parametrize(
    ("renderer", "goes_on"), [("qwen3.5", False), ("qwen3.8", True)]
)
async def test_only_a_replayed_thought_lets_a_conversation_simply_go_on(
    socket_enabled: None, renderer: str, goes_on: bool
) -> None:
    """Qwen3.5 leaves the empty thought out of history, which a hybrid model cannot rewind to."""
    history = [HOUSE, *asked("Light!")]
    card = replace(QWEN_VOICE, renderer=renderer)
    async with (
        OllamaSimulator(models=[card]) as server,
        ollama.AsyncClient(server.url) as client,
    ):
        first = await client.chat(VOICE, history, think=False)
        said = {"role": "assistant", "content": first.message.content}
        await client.chat(VOICE, [*history, said, *asked("Why?")], think=False)
    assert server.journal.chats[1].append_only is goes_on


async def test_another_conversation_on_the_same_model_takes_the_slot(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """There is one slot, so a background job is paid for by the next turn."""
    await client.chat(VOICE, [HOUSE, *asked()], think=False)
    await client.chat(VOICE, asked("Extract facts: ..."), think=False)
    await client.chat(VOICE, [HOUSE, *asked()], think=False)
    assert server.journal.chats[2].evaluated_tokens > 800


async def test_a_changed_runner_option_loads_the_model_anew(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """And with it goes what was cached; a sampling option changes nothing."""
    for options in (
        {"num_ctx": 8192.0},
        {"num_ctx": 8192, "temperature": 0.1},
        {"num_ctx": 16384},
    ):
        await client.chat(VOICE, [HOUSE, *asked()], think=False, options=options)
    assert [e.load for e in server.journal.chats] == ["load", "warm", "reload"]
    assert server.journal.reloads == 1
    assert server.journal.chats[1].cached_tokens > 800
    assert server.journal.chats[2].cached_tokens == 0


async def test_models_stay_loaded_as_long_as_asked(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """Five minutes if nothing is said, for ever if negative, not at all if zero."""
    await client.chat(VOICE, asked(), think=False)
    assert [m.model for m in (await client.ps()).models] == [VOICE]
    server.clock.advance(301)
    assert not (await client.ps()).models
    await client.chat(VOICE, asked(), think=False, keep_alive=-1)
    server.clock.advance(86400 * 365)
    loaded = (await client.ps()).models[0]
    assert loaded.size
    assert loaded.size_vram == loaded.size > QWEN_VOICE.size
    await client.chat(VOICE, asked(), think=False, keep_alive="10m")
    server.clock.advance(599)
    assert (await client.ps()).models
    unloaded = await client.chat(VOICE, [], keep_alive=0)
    assert unloaded.done_reason == "unload"
    assert not (await client.ps()).models


async def test_no_messages_only_load_the_model(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """Nothing is evaluated."""
    loaded = await client.chat(VOICE, [])
    assert (loaded.done_reason, loaded.message.content) == ("load", "")
    assert server.journal.chats[0].load == "load"


async def test_a_prompt_too_long_loses_its_oldest_messages(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """But never the system message or the last question."""
    history = [{"role": "system", "content": "RULES"}]
    for turn in range(30):
        history += [*asked(f"Question {turn} " + "word " * 100)]
        history += [{"role": "assistant", "content": f"Answer {turn}"}]
    history += asked("The last one")
    await client.chat(VOICE, history, think=False, options={"num_ctx": 2048})
    entry = server.journal.chats[0]
    assert entry.truncated
    assert entry.prompt_tokens <= 2048
    assert "RULES" in entry.prompt
    assert "The last one" in entry.prompt
    assert "Question 0 " not in entry.prompt


async def test_a_system_message_too_long_is_cut_to_half_the_context(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """What 500 entities in a small context really cost: silence about half the house."""
    house = {"role": "system", "content": "You are the house. " * 1000}
    await client.chat(VOICE, [house, *asked()], think=False, options={"num_ctx": 2048})
    entry = server.journal.chats[0]
    assert entry.truncated
    assert entry.prompt_tokens == 2048 - (2048 - 4) // 2


async def test_a_prompt_too_long_is_an_error_when_cutting_is_forbidden(
    http: aiohttp.ClientSession,
) -> None:
    """`truncate: false` asks for it."""
    body = chat("word " * 5000, truncate=False)
    async with http.post("/api/chat", json=body) as answer:
        assert answer.status == 400
        assert "exceeds the available context size (4096 tokens)" in (
            await answer.text()
        )


async def test_one_picture_twice_is_read_once(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """Pictures are part of the prefix."""
    for picture in (b"one", b"one", b"two"):
        await client.chat(VOICE, asked("see", images=[picture]), think=False)
    cached = [entry.cached_tokens for entry in server.journal.chats]
    assert cached[1] > 768 > cached[2]


def test_default_models_have_templates() -> None:
    """Every model in the catalogue can be asked."""
    from tests.simulators.ollama.prompts import RENDERERS  # noqa: PLC0415

    assert {card.renderer for card in INSTALLED} <= set(RENDERERS)
