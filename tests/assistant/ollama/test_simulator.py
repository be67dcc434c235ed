"""The client and an honest server understand each other."""

from collections.abc import AsyncIterator

from aiohttp import ClientSession
import pytest

from custom_components.kaizen.assistant.ollama import (
    BrokenStreamError,
    ModelNotFoundError,
    NotOllamaError,
    OllamaClient,
    OllamaError,
    ServerError,
    StalledError,
    UnauthorizedError,
    UnreachableError,
)

from tests.simulators.ollama import EMBEDDING, QWEN_SMALL, QWEN_VOICE, OllamaSimulator

BODY = {
    "model": QWEN_VOICE.name,
    "messages": [{"role": "user", "content": "Switch the lamp on"}],
    "tools": [{"type": "function", "function": {"name": "light__on"}}],
    "options": {"num_ctx": 8192},
}


@pytest.fixture
async def server(socket_enabled: None) -> AsyncIterator[OllamaSimulator]:
    """Return a model server."""
    async with OllamaSimulator() as server:
        yield server


@pytest.fixture
def client(server: OllamaSimulator, session: ClientSession) -> OllamaClient:
    """Return a client of it."""
    return OllamaClient(session, server.url)


async def test_a_turn_with_a_tool(
    server: OllamaSimulator, client: OllamaClient
) -> None:
    """A tool call keeps its id, usage is counted, the model is loaded afterwards."""
    server.script.tool_call("light__on", {"name": "Lamp"})
    chunks = [chunk async for chunk in client.chat(BODY, first_token=5, idle=5)]
    ((call,),) = [chunk.tool_calls for chunk in chunks if chunk.tool_calls]
    assert (call.name, call.arguments) == ("light__on", {"name": "Lamp"})
    assert call.id
    (entry,) = server.journal.chats
    assert entry.body == {**BODY, "stream": True}
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.prompt_tokens == entry.prompt_tokens
    (loaded,) = await client.loaded()
    assert (loaded.name, loaded.context_length) == (QWEN_VOICE.name, 8192)


async def test_catalogue(client: OllamaClient) -> None:
    """List and description agree about a model; a fetched one is then in the list."""
    listed = {model.name: model for model in await client.installed()}
    details = await client.show(QWEN_VOICE.name)
    assert listed[QWEN_VOICE.name].capabilities == details.capabilities
    assert listed[QWEN_VOICE.name].context_length == details.context_length
    statuses = [step.status async for step in client.pull(QWEN_SMALL.name)]
    assert statuses[-1] == "success"
    assert QWEN_SMALL.name in {model.name for model in await client.installed()}
    (vector,) = await client.embed(EMBEDDING.name, ["lamp"])
    assert len(vector) == EMBEDDING.embedding_length


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("refused", UnreachableError),
        ("reset", UnreachableError),
        ("unauthorized", UnauthorizedError),
        ("model_not_found", ModelNotFoundError),
        ("error_500", ServerError),
        ("error_503", ServerError),
        ("half_stream", BrokenStreamError),
        ("broken_json", BrokenStreamError),
        ("error_line", ServerError),
        ("stall_first", StalledError),
        ("stall_middle", StalledError),
    ],
)
async def test_faults(
    server: OllamaSimulator, client: OllamaClient, fault: str, error: type[OllamaError]
) -> None:
    """Each fault has its name, and the next request works."""
    server.script.reply("The lamp is on now.").reply("Better.").reply("Better.")
    await server.fault(fault, times=1)
    with pytest.raises(OllamaError) as caught:
        [chunk async for chunk in client.chat(BODY, first_token=0.2, idle=0.2)]
    assert type(caught.value) is error
    await server.heal()
    answer = await client.chat_once(BODY, timeout=5)
    assert answer.done


async def test_something_else_answers(
    server: OllamaSimulator, client: OllamaClient
) -> None:
    """A router's page is not taken for Ollama."""
    await server.fault("not_ollama")
    with pytest.raises(NotOllamaError):
        await client.version()
