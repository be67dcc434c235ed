"""Every fault, as raw bytes and as the field's client meets it."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from .common import chat

from tests.simulators.ollama import Fault, OllamaSimulator, raw


async def lines(answer: aiohttp.ClientResponse) -> list[bytes]:
    """Return an answer's lines as far as they come."""
    return [line async for line in answer.content]


async def read_into(got: bytearray, answer: aiohttp.ClientResponse) -> None:
    """Collect an answer's bytes, also those before it breaks off."""
    async for data in answer.content.iter_any():
        got += data


@pytest.mark.parametrize(
    ("fault", "status", "message"),
    [
        (Fault.UNAUTHORIZED, 401, "unauthorized"),
        (Fault.MODEL_NOT_FOUND, 404, "model 'qwen3.5:35b-a3b' not found"),
        (Fault.ERROR_500, 500, "llama runner process has terminated: exit status 2"),
        (
            Fault.ERROR_503,
            503,
            "server busy, please try again.  maximum pending requests exceeded",
        ),
    ],
)
async def test_a_fault_strikes_as_often_as_planned(
    server: OllamaSimulator,
    http: aiohttp.ClientSession,
    fault: Fault,
    status: int,
    message: str,
) -> None:
    """On its path only, then all is well again."""
    await server.fault(fault, times=1, path="/api/chat")
    async with http.get("/api/tags") as answer:
        assert answer.status == 200
    async with http.post("/api/chat", json=chat()) as answer:
        assert (answer.status, await answer.json()) == (status, {"error": message})
    async with http.post("/api/chat", json=chat()) as answer:
        assert answer.status == 200
    assert [entry.fault for entry in server.journal] == [None, fault, None]


async def test_a_server_that_refuses_comes_back_on_its_port(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """Also a connection kept open is cut."""
    async with http.get("/api/version") as answer:
        assert answer.status == 200
    url = server.url
    await server.fault(Fault.REFUSED)
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.get("/api/version")
    await server.heal()
    assert server.url == url
    async with http.get("/api/version") as answer:
        assert await answer.json() == {"version": server.version}


async def test_a_server_that_dies_in_the_middle_cuts_the_stream(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """The client learns of it at once."""
    await server.fault(Fault.STALL_MIDDLE)
    async with http.post("/api/chat", json=chat()) as answer:
        assert await answer.content.readline()
        await server.fault(Fault.REFUSED)
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.content.readline()


async def test_a_reset_connection_has_no_answer(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """Not even a head."""
    await server.fault(Fault.RESET)
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post("/api/chat", json=chat())


async def test_half_a_stream_ends_within_a_line(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """After as many whole lines as planned."""
    server.script.reply("One two three four five.")
    await server.fault(Fault.HALF_STREAM, after=2)
    got = bytearray()
    async with http.post("/api/chat", json=chat()) as answer:
        with pytest.raises(aiohttp.ClientPayloadError):
            await read_into(got, answer)
    whole = bytes(got).split(b"\n")
    assert [json.loads(line)["message"]["content"] for line in whole[:2]] == [
        "One",
        " two",
    ]
    assert len(whole) == 3
    with pytest.raises(json.JSONDecodeError):
        json.loads(whole[2])


async def test_half_an_answer_that_is_not_streamed_is_short(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """Fewer bytes come than were promised."""
    await server.fault(Fault.HALF_STREAM)
    async with http.post("/api/chat", json=chat(stream=False)) as answer:
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()


async def test_a_broken_line_stands_among_whole_ones(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """The stream goes on to its end."""
    await server.fault(Fault.BROKEN_JSON)
    async with http.post("/api/chat", json=chat()) as answer:
        got = await lines(answer)
    with pytest.raises(json.JSONDecodeError):
        json.loads(got[1])
    assert json.loads(got[0])["message"]["content"]


async def test_an_error_may_end_a_stream(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """After the words that had come, with status 200 long sent."""
    server.script.reply("One two three")
    await server.fault(Fault.ERROR_LINE)
    async with http.post("/api/chat", json=chat()) as answer:
        assert answer.status == 200
        got = [json.loads(line) for line in await lines(answer)]
    assert got[0]["message"]["content"] == "One"
    assert got[1:] == [{"error": "llama runner process has terminated"}]


async def test_an_empty_answer_is_only_a_last_line(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """The scripted answer waits for the next request."""
    server.script.reply("Later.")
    await server.fault(Fault.EMPTY, times=1)
    async with http.post("/api/chat", json=chat()) as answer:
        got = [json.loads(line) for line in await lines(answer)]
    assert [(line["message"]["content"], line["done"]) for line in got] == [("", True)]
    async with http.post("/api/chat", json=chat(stream=False)) as answer:
        assert (await answer.json())["message"]["content"] == "Later."


async def test_something_else_may_answer(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """A web page, whatever is asked."""
    await server.fault(Fault.NOT_OLLAMA)
    for path in ("/", "/api/version"):
        async with http.get(path) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")


@pytest.mark.parametrize(("fault", "before"), [("stall_first", 0), ("stall_middle", 1)])
async def test_a_stall_lasts_until_it_is_released(
    server: OllamaSimulator, http: aiohttp.ClientSession, fault: str, before: int
) -> None:
    """Before the first word nothing is sent, not even a head."""
    server.script.reply("One two")
    await server.fault(fault, times=1)
    request = asyncio.create_task(http.post("/api/chat", json=chat()))
    entry = (await server.journal.wait())[0]
    if before:
        answer = await request
        assert await answer.content.readline()
    assert entry.status == (200 if before else None)
    assert entry.finished is None
    server.faults.release()
    answer = await request
    assert len(await lines(answer)) == 3 - before


async def test_a_client_that_hangs_up_frees_the_model(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """The stalled request is over; the next one is answered."""
    await server.fault(Fault.STALL_MIDDLE, times=1)
    async with http.post("/api/chat", json=chat()) as answer:
        await answer.content.readline()
        answer.close()
    entry = (await server.journal.wait(finished=True))[0]
    assert entry.disconnected
    async with http.post("/api/chat", json=chat()) as answer:
        assert json.loads((await lines(answer))[-1])["done"]


async def test_slow_lines_wait_for_ticks(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """One line a tick."""
    server.script.reply("One two")
    await server.fault(Fault.SLOW)
    request = asyncio.create_task(http.post("/api/chat", json=chat()))
    await server.journal.wait()
    assert not request.done()
    for _ in range(3):
        server.faults.tick()
    answer = await request
    assert len(await lines(answer)) == 3


async def test_a_token_is_wanted_if_set(socket_enabled: None) -> None:
    """Nothing is told without it."""
    async with (
        OllamaSimulator(token="secret") as server,
        aiohttp.ClientSession(server.url) as http,
    ):
        async with http.get("/api/tags") as answer:
            assert (answer.status, await answer.json()) == (
                401,
                {"error": "unauthorized"},
            )
        bearer = {"Authorization": "Bearer secret"}
        async with http.get("/api/tags", headers=bearer) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("body", "message"),
    [(b"", "missing request body"), (b"{", "invalid character in request body")],
)
async def test_a_body_that_is_no_json_is_refused(
    http: aiohttp.ClientSession, body: bytes, message: str
) -> None:
    """With the server's error shape."""
    async with http.post("/api/chat", data=body) as answer:
        assert (answer.status, await answer.json()) == (400, {"error": message})


async def test_raw_lines_are_sent_as_they_are(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """For what no well-behaved server says."""
    odd: Any = {"message": {"content": "x"}, "done": False}
    server.script.reply(raw(odd, b"\xff\xfe"))
    async with http.post("/api/chat", json=chat()) as answer:
        assert await lines(answer) == [json.dumps(odd).encode() + b"\n", b"\xff\xfe\n"]


async def test_answers_may_depend_on_the_request_and_the_model(
    server: OllamaSimulator, http: aiohttp.ClientSession
) -> None:
    """A function sees the body; an answer may wait for one model."""
    server.script.reply("For the other.", model="smollm2:135m")
    server.script.reply(lambda body: body["messages"][-1]["content"].upper())
    words = []
    for model in ("qwen3.5:35b-a3b", "smollm2:135m"):
        body = chat("echo", model=model, stream=False)
        async with http.post("/api/chat", json=body) as answer:
            words.append((await answer.json())["message"]["content"])
    assert words == ["ECHO", "For the other."]
