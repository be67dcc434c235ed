"""The client reads what Ollama answers and sends what Kaizen means."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
import pytest

from custom_components.kaizen.assistant.ollama import (
    ChatChunk,
    InstalledModel,
    LoadedModel,
    ModelDetails,
    ModelNotFoundError,
    PullProgress,
    ToolCall,
    Usage,
    full_name,
)

from .conftest import API_KEY, Connect

BODY = {"model": "qwen3.5:4b", "messages": [{"role": "user", "content": "Hi"}]}


def _answer(
    answer: object, status: int = 200
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        return web.json_response(answer, status=status)

    return handle


def _stream(*pieces: bytes) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for piece in pieces:
            await response.write(piece)
        return response

    return handle


async def test_version_and_key(connect: Connect) -> None:
    """The key travels in the header and shows up nowhere else."""
    keys: list[str | None] = []

    async def handle(request: web.Request) -> web.Response:
        keys.append(request.headers.get("Authorization"))
        return web.json_response({"version": "0.33.0"})

    client = await connect(handle)
    assert await client.version() == "0.33.0"
    assert keys == [f"Bearer {API_KEY}"]
    assert API_KEY not in repr(client)


async def test_installed(connect: Connect) -> None:
    """A model is known by name, size and what its file tells."""
    client = await connect(
        _answer(
            {
                "models": [
                    {
                        "name": "qwen3.5:4b",
                        "model": "qwen3.5:4b",
                        "size": 3_400_000_000,
                        "digest": "abc",
                        "details": {
                            "family": "qwen35",
                            "parameter_size": "4.7B",
                            "quantization_level": "Q4_K_M",
                            "context_length": 262144,
                        },
                        "capabilities": ["completion", "tools"],
                    }
                ]
            }
        )
    )
    assert await client.installed() == [
        InstalledModel(
            name="qwen3.5:4b",
            size=3_400_000_000,
            digest="abc",
            family="qwen35",
            parameter_size="4.7B",
            quantization="Q4_K_M",
            capabilities=frozenset({"completion", "tools"}),
            context_length=262144,
        )
    ]


async def test_installed_on_an_older_server(connect: Connect) -> None:
    """What a list does not tell is asked for each model, but only once."""
    asked: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        if request.path == "/api/tags":
            return web.json_response({"models": [{"name": "a"}, {"name": "broken"}]})
        model = (await request.json())["model"]
        asked.append(model)
        if model == "broken":
            return web.json_response({"error": "no such file"}, status=500)
        return web.json_response({"capabilities": ["completion"]})

    client = await connect(handle)
    for _ in range(2):
        assert await client.installed() == [
            InstalledModel(name="a", size=0, capabilities=frozenset({"completion"})),
            InstalledModel(name="broken", size=0),
        ]
    assert asked == ["a", "broken"]


async def test_no_models(connect: Connect) -> None:
    """A fresh server answers null."""
    assert await (await connect(_answer({"models": None}))).installed() == []


async def test_show(connect: Connect) -> None:
    """Capabilities and the trained context length come with the model."""
    client = await connect(
        _answer(
            {
                "capabilities": ["completion", "tools", "thinking"],
                "model_info": {
                    "general.architecture": "qwen35",
                    "qwen35.context_length": 262144,
                },
            }
        )
    )
    assert await client.show("qwen3.5:4b") == ModelDetails(
        capabilities=frozenset({"completion", "tools", "thinking"}),
        context_length=262144,
    )


async def test_show_old_server(connect: Connect) -> None:
    """What a server does not tell is unknown, not an error."""
    assert await (await connect(_answer({}))).show("m") == ModelDetails()


async def test_loaded(connect: Connect) -> None:
    """A loaded model tells where it lies and until when."""
    client = await connect(
        _answer(
            {
                "models": [
                    {
                        "model": "qwen3.5:4b",
                        "size": 5_000,
                        "size_vram": 4_000,
                        "context_length": 16384,
                        "expires_at": "2026-11-22T15:00:00.123456789Z",
                    }
                ]
            }
        )
    )
    assert await client.loaded() == [
        LoadedModel(
            name="qwen3.5:4b",
            size=5_000,
            size_vram=4_000,
            context_length=16384,
            expires_at=datetime(2026, 11, 22, 15, 0, 0, 123456, tzinfo=UTC),
        )
    ]


async def test_chat_sends_body_whole(connect: Connect) -> None:
    """Nested schemas and tool-call ids arrive as they were given."""
    bodies: list[dict[str, Any]] = []

    async def handle(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.Response(body=b'{"message":{},"done":true}\n')

    body = {
        **BODY,
        "tools": [{"function": {"parameters": {"anyOf": [{"minimum": 1}]}}}],
        "think": "high",
    }
    client = await connect(handle)
    async for _ in client.chat(body, first_token=5, idle=5):
        pass
    assert bodies == [{**body, "stream": True}]


async def test_chat_streams(connect: Connect) -> None:
    """Lines are read wherever the network cuts them."""
    client = await connect(
        _stream(
            b'{"message":{"thinking":"Hm"},"done":false}\n{"message":{"content":"Gr',
            "üß dich".encode()[:1],
            "üß dich".encode()[1:] + b'"},"done":false}\n\n',
            b'{"message":{"tool_calls":[{"id":"call_1","function":{"name":"f",',
            b'"arguments":{"a":1}}},{"function":{"name":"g","arguments":"{\\"b\\":2}"}}]}}\n',
            b'{"message":{"content":""},"done":true,"done_reason":"stop",'
            b'"prompt_eval_count":7,"eval_count":3,"load_duration":500000000,'
            b'"prompt_eval_duration":250000000,"eval_duration":2000000000}',
        )
    )
    chunks = [chunk async for chunk in client.chat(BODY, first_token=5, idle=5)]
    assert chunks == [
        ChatChunk(thinking="Hm"),
        ChatChunk(content="Grüß dich"),
        ChatChunk(
            tool_calls=(
                ToolCall(id="call_1", name="f", arguments={"a": 1}),
                ToolCall(name="g", arguments={"b": 2}),
            )
        ),
        ChatChunk(
            done=True,
            done_reason="stop",
            usage=Usage(
                prompt_tokens=7, output_tokens=3, load=0.5, prompt=0.25, output=2.0
            ),
        ),
    ]


async def test_chats_share_a_connection(connect: Connect) -> None:
    """A finished answer leaves its connection for the next request, even if its end is late."""
    peers: list[object] = []
    heard = asyncio.Semaphore(0)

    async def handle(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        peers.append(request.transport.get_extra_info("peername"))
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"message":{"content":"a"},"done":true}\n')
        await heard.acquire()
        return response

    client = await connect(handle)
    for _ in range(3):
        async for _chunk in client.chat(BODY, first_token=5, idle=5):
            heard.release()
    assert len(peers) == 3
    assert len(set(peers)) == 1


async def test_chat_once(connect: Connect) -> None:
    """An unstreamed answer comes as one chunk, log-probabilities included."""
    logprobs = [{"token": "Yes", "logprob": -0.1}]
    client = await connect(
        _answer(
            {
                "message": {"content": "Yes"},
                "done": True,
                "done_reason": "stop",
                "logprobs": logprobs,
            }
        )
    )
    chunk = await client.chat_once(BODY, timeout=5)
    assert chunk.content == "Yes"
    assert chunk.logprobs == tuple(logprobs)


async def test_large_body_arrives(connect: Connect) -> None:
    """A photo of some megabytes is sent whole."""
    size = 0

    async def handle(request: web.Request) -> web.Response:
        nonlocal size
        async for data in request.content.iter_any():
            size += len(data)
        return web.json_response({"message": {"content": "A cat"}, "done": True})

    image = "A" * 3_000_000
    client = await connect(handle)
    await client.chat_once(
        {"model": "m", "messages": [{"role": "user", "images": [image]}]}, timeout=10
    )
    assert size > 3_000_000


async def test_pull(connect: Connect) -> None:
    """Progress tells the bytes of each layer."""
    client = await connect(
        _stream(
            b'{"status":"pulling manifest"}\n',
            b'{"status":"pulling aa","digest":"sha256:aa","total":10,"completed":4}\n',
            b'{"status":"success"}\n',
        )
    )
    assert [step async for step in client.pull("qwen3.5:4b")] == [
        PullProgress(status="pulling manifest"),
        PullProgress(status="pulling aa", digest="sha256:aa", completed=4, total=10),
        PullProgress(status="success"),
    ]


async def test_pull_of_unknown_model(connect: Connect) -> None:
    """The library's refusal, which comes inside the stream, names the model."""
    client = await connect(
        _stream(
            b'{"status":"pulling manifest"}\n',
            b'{"error":"pull model manifest: file does not exist"}\n',
        )
    )
    with pytest.raises(ModelNotFoundError) as missing:
        async for _ in client.pull("qwen9:1b"):
            pass
    assert missing.value.model == "qwen9:1b"


async def test_create(connect: Connect) -> None:
    """A preset is derived from a base with its system text and parameters."""
    bodies: list[object] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        bodies.append(await request.json())
        return await _stream(b'{"status":"success"}\n')(request)

    client = await connect(handle)
    async for _ in client.create(
        "kaizen-voice", base="qwen3.5:4b", system="Be brief.", parameters={"num_ctx": 1}
    ):
        pass
    async for _ in client.create("plain", base="b", system=None, parameters={}):
        pass
    assert bodies == [
        {
            "model": "kaizen-voice",
            "from": "qwen3.5:4b",
            "system": "Be brief.",
            "parameters": {"num_ctx": 1},
            "stream": True,
        },
        {"model": "plain", "from": "b", "stream": True},
    ]


async def test_embed(connect: Connect) -> None:
    """One vector comes back per text."""
    client = await connect(_answer({"embeddings": [[0.1, 0.2], [0.3, 0.4]]}))
    assert await client.embed("m", ["a", "b"]) == [[0.1, 0.2], [0.3, 0.4]]


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("qwen3.5", "qwen3.5:latest"),
        ("qwen3.5:4b", "qwen3.5:4b"),
        ("hub.local:5000/qwen", "hub.local:5000/qwen:latest"),
    ],
)
def test_full_name(name: str, full: str) -> None:
    """A name without a tag means the latest."""
    assert full_name(name) == full
