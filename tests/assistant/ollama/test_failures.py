"""Every way a model server can fail has one name, and no failure tells the key."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import ClientSession, web
import pytest

from custom_components.kaizen.assistant.ollama import (
    BrokenStreamError,
    ModelNotFoundError,
    NotOllamaError,
    OllamaClient,
    OllamaError,
    ServerError,
    StalledError,
    TlsError,
    UnauthorizedError,
    UnreachableError,
)

from .conftest import API_KEY, Connect

BODY = {"model": "qwen3.5:4b", "messages": [{"role": "user", "content": "Hi"}]}
LINE = b'{"message":{"content":"a"},"done":false}\n'


async def _drain(client: OllamaClient, first: float = 5, idle: float = 5) -> list[str]:
    return [
        chunk.content async for chunk in client.chat(BODY, first_token=first, idle=idle)
    ]


@pytest.mark.parametrize(
    ("status", "text", "error"),
    [
        (401, '{"error":"unauthorized"}', UnauthorizedError),
        (403, "", UnauthorizedError),
        (404, '{"error":"model \\"qwen3.5:4b\\" not found"}', ModelNotFoundError),
        (404, "<html>Not Found</html>", NotOllamaError),
        (405, "Method Not Allowed", NotOllamaError),
        (302, "", NotOllamaError),
        (400, '{"error":"does not support tools"}', ServerError),
        (500, '{"error":"out of memory"}', ServerError),
        (500, "Internal Server Error", ServerError),
        (502, "<html>Bad Gateway</html>", UnreachableError),
        (200, "<html>Router</html>", BrokenStreamError),
        (200, '["not","an","object"]', BrokenStreamError),
        (200, '{"message":[1],"done":true}', BrokenStreamError),
        (200, "", BrokenStreamError),
    ],
)
async def test_chat_answered_otherwise(
    connect: Connect, status: int, text: str, error: type[OllamaError]
) -> None:
    """A status, a page of something else and an empty answer each have a name."""

    async def handle(request: web.Request) -> web.Response:
        return web.Response(status=status, text=text, headers={"Location": "/login"})

    client = await connect(handle)
    with pytest.raises(OllamaError) as caught:
        await _drain(client)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    "text",
    ["<html></html>", "[]", '{"version": 7}', '{"models": [1]}', '{"models": 1}'],
)
async def test_something_else_answers(connect: Connect, text: str) -> None:
    """A server that is not Ollama is recognised by each question."""

    async def handle(request: web.Request) -> web.Response:
        return web.Response(text=text)

    client = await connect(handle)
    for question in (client.version, client.installed, client.loaded):
        with pytest.raises(NotOllamaError):
            await question()
    if text.startswith(("<", "[")):
        with pytest.raises(NotOllamaError):
            await client.show("m")


async def test_vectors_missing(connect: Connect) -> None:
    """Fewer vectors than texts are no answer."""

    async def handle(request: web.Request) -> web.Response:
        return web.json_response({"embeddings": [[0.1]]})

    client = await connect(handle)
    with pytest.raises(BrokenStreamError):
        await client.embed("m", ["a", "b"])


async def test_server_repeats_the_key(connect: Connect) -> None:
    """Even a server that echoes the key does not bring it into a message."""

    async def handle(request: web.Request) -> web.Response:
        return web.json_response(
            {"error": f"bad header {request.headers['Authorization']}"}, status=500
        )

    client = await connect(handle)
    with pytest.raises(ServerError) as caught:
        await _drain(client)
    assert caught.value.status == 500
    assert "bad header" in caught.value.message
    assert API_KEY not in f"{caught.value!r} {caught.value}"


async def test_error_in_the_stream(connect: Connect) -> None:
    """What was said before the server's own failure is not lost."""

    async def handle(request: web.Request) -> web.Response:
        return web.Response(body=LINE + b'{"error":"llama runner crashed"}\n')

    client = await connect(handle)
    stream = client.chat(BODY, first_token=5, idle=5)
    assert (await anext(stream)).content == "a"
    with pytest.raises(ServerError, match="llama runner crashed"):
        await anext(stream)


@pytest.mark.parametrize("clean", [True, False])
async def test_half_a_stream(connect: Connect, clean: bool) -> None:
    """An answer that ends without its last line is broken, however it ends."""

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(LINE)
        if not clean and request.transport is not None:
            request.transport.abort()
        return response

    client = await connect(handle)
    with pytest.raises(BrokenStreamError):
        await _drain(client)


async def test_no_first_token(connect: Connect) -> None:
    """A server that accepts and says nothing is given up."""
    release = asyncio.Event()

    async def handle(request: web.Request) -> web.Response:
        await release.wait()
        return web.Response()

    client = await connect(handle)
    with pytest.raises(StalledError):
        await _drain(client, first=0.05)
    with pytest.raises(StalledError):
        await client.chat_once(BODY, timeout=0.05)
    release.set()


@pytest.mark.parametrize("lines", [0, 2])
async def test_stall_after_headers(connect: Connect, lines: int) -> None:
    """A stream that stops is given up after the deadline that applies."""
    release = asyncio.Event()

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(lines):
            await response.write(LINE)
        await release.wait()
        return response

    client = await connect(handle)
    deadlines = (
        {"first": 0.05, "idle": 60.0} if not lines else {"first": 60.0, "idle": 0.05}
    )
    with pytest.raises(StalledError):
        await _drain(client, **deadlines)
    release.set()


async def test_slow_listener_is_no_stall(connect: Connect) -> None:
    """The time a consumer takes between two lines does not count."""
    wanted = asyncio.Semaphore(1)

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for line in (LINE, LINE, LINE, b'{"message":{"content":"b"},"done":true}\n'):
            await wanted.acquire()
            await response.write(line)
        return response

    client = await connect(handle)
    loop = asyncio.get_running_loop()
    heard = ""
    async for chunk in client.chat(BODY, first_token=5, idle=0.2):
        heard += chunk.content
        until = loop.time() + 0.25
        while loop.time() < until:
            await asyncio.sleep(0)
        wanted.release()
    assert heard == "aaab"


async def test_answer_that_does_not_end(connect: Connect) -> None:
    """A finished answer is finished, even if its connection stays open."""
    release = asyncio.Event()

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"message":{"content":"b"},"done":true}\n{"more":1}\n')
        await release.wait()
        return response

    client = await connect(handle)
    assert await _drain(client) == ["b"]
    release.set()


@pytest.mark.parametrize(
    ("status", "error"), [(200, BrokenStreamError), (500, ServerError)]
)
async def test_half_an_answer(
    connect: Connect, status: int, error: type[OllamaError]
) -> None:
    """An unstreamed answer that breaks off is no answer, whatever its status."""

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=status, headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"message":')
        assert request.transport is not None
        request.transport.close()
        return response

    client = await connect(handle)
    with pytest.raises(OllamaError) as caught:
        await client.chat_once(BODY, timeout=5)
    assert type(caught.value) is error


async def test_closing_stops_the_server(connect: Connect) -> None:
    """Whoever stops listening makes the server stop generating."""
    gone = asyncio.Event()

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(LINE)
                await asyncio.sleep(0.001)
        finally:
            gone.set()

    client = await connect(handle)
    stream = client.chat(BODY, first_token=5, idle=5)
    assert (await anext(stream)).content == "a"
    await stream.aclose()
    async with asyncio.timeout(5):
        await gone.wait()


async def test_endless_line(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without end does not fill the memory."""
    monkeypatch.setattr(
        "custom_components.kaizen.assistant.ollama.stream.MAX_LINE", 1024
    )

    async def handle(request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 4096)

    client = await connect(handle)
    with pytest.raises(BrokenStreamError):
        await _drain(client)


async def _closed_port() -> int:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


async def test_nobody_listens(session: ClientSession) -> None:
    """A refused connection is an unreachable server."""
    client = OllamaClient(session, f"http://127.0.0.1:{await _closed_port()}", API_KEY)
    with pytest.raises(UnreachableError) as caught:
        await client.version()
    assert not isinstance(caught.value, TlsError)
    with pytest.raises(UnreachableError):
        await _drain(client)


type Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _greet_like_ssh(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")
    await writer.drain()
    writer.close()


async def _hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readline()
    writer.close()


@pytest.mark.parametrize(
    ("scheme", "peer", "error"),
    [
        ("http", _greet_like_ssh, NotOllamaError),
        ("http", _hang_up, UnreachableError),
        ("https", _greet_like_ssh, TlsError),
    ],
)
async def test_no_http_there(
    session: ClientSession, scheme: str, peer: Peer, error: type[OllamaError]
) -> None:
    """Another protocol on the port is told apart from a closed one."""
    async with await asyncio.start_server(peer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = OllamaClient(session, f"{scheme}://127.0.0.1:{port}")
        with pytest.raises(OllamaError) as caught:
            await client.version()
    assert type(caught.value) is error


async def test_late_answer_to_a_question(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server too busy to tell its version counts as unreachable."""
    release = asyncio.Event()

    async def handle(request: web.Request) -> web.Response:
        await release.wait()
        return web.Response()

    client = await connect(handle)
    transport = client._transport  # noqa: SLF001
    with pytest.raises(UnreachableError):
        await transport.ask("/api/version", timeout=0.05)
    release.set()


async def test_progress_without_success(connect: Connect) -> None:
    """A pull that just ends has not succeeded."""

    async def handle(request: web.Request) -> web.Response:
        return web.Response(body=b'{"status":"pulling manifest"}\n')

    client = await connect(handle)
    with pytest.raises(BrokenStreamError):
        async for _ in client.pull("m"):
            pass
