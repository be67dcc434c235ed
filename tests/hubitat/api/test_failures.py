"""Every way a hub can fail has its error, and no error tells a secret."""

import asyncio
import logging
import socket
import traceback

from aiohttp import ClientSession, web
import pytest

from custom_components.kaizen.hubitat.api import (
    AppError,
    AuthError,
    CommandUnconfirmedError,
    HubAddress,
    HubBusyError,
    HubError,
    MakerApi,
    NotFoundError,
    ProtocolError,
    UnreachableError,
    transport,
)

from .conftest import TOKEN, Connect, Handler, Time, answer, hang_up

CODE = "48151623"


def _text(text: str, status: int = 200, kind: str = "text/html") -> Handler:
    async def handle(request: web.Request) -> web.Response:
        return web.Response(text=text, status=status, content_type=kind)

    return handle


async def _cut(request: web.Request) -> web.StreamResponse:
    hang_up(request)
    return web.Response()


async def _cut_short(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"id":')
    hang_up(request)
    return response


async def _elsewhere(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound(f"/other?{request.query_string}")


FAILED = {"error": True, "type": "java.lang.Exception", "message": CODE}
REFUSED = {"error": True, "type": "com.hubitat.app.exception.AppException"}
FAILURES: list[tuple[Handler, type[HubError], type[HubError]]] = [
    # what the hub does, what a read says, what a command says
    (_text("<oauth/>", 401, "text/xml"), AuthError, AuthError),
    (_text("<html>Not Found</html>", 404), NotFoundError, NotFoundError),
    (_text("Method Not Allowed", 405), ProtocolError, ProtocolError),
    (_text("", 408), HubBusyError, HubBusyError),
    (_text("<html>Oops</html>", 500), HubBusyError, HubBusyError),
    (answer(FAILED, 500), HubBusyError, HubBusyError),
    (answer(FAILED, 200), HubBusyError, HubBusyError),
    (answer(REFUSED, 500), AppError, AppError),
    (answer(REFUSED, 200), AppError, AppError),
    (_text("<!DOCTYPE html><html></html>"), ProtocolError, ProtocolError),
    (_elsewhere, ProtocolError, ProtocolError),
    (_cut, UnreachableError, CommandUnconfirmedError),
    (_cut_short, ProtocolError, CommandUnconfirmedError),
]


@pytest.mark.parametrize(("handler", "of_read", "of_command"), FAILURES)
async def test_failures(
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
    handler: Handler,
    of_read: type[HubError],
    of_command: type[HubError],
) -> None:
    """A read and a command fail each with its error; neither token nor code appears."""
    caplog.set_level(logging.DEBUG)
    client = await connect(handler)
    for work, expected in (
        (client.attribute("7", "lockCodes"), of_read),
        (client.command("7", "setCode", 3, CODE, "Guest"), of_command),
    ):
        with pytest.raises(HubError) as failure:
            await work
        assert type(failure.value) is expected
        _no_secret(failure.value)
    # The server of the test is in this process and logs the requests it gets.
    ours = [r.getMessage() for r in caplog.records if r.name != "aiohttp.access"]
    assert not any(secret in line for line in ours for secret in (TOKEN, CODE))


def _no_secret(error: BaseException) -> None:
    """Look into everything that could be printed of an error."""
    chain: BaseException | None = error
    while chain is not None:
        told = f"{chain} {chain!r} {chain.__dict__}"
        assert TOKEN not in told
        assert CODE not in told
        chain = chain.__cause__ or chain.__context__
    assert TOKEN not in "".join(traceback.format_exception(error))


async def test_every_error_has_its_text() -> None:
    """Each error has a key for the user's language."""
    keys = [error.translation_key for error in HubError.__subclasses__()]
    assert len(set(keys)) == len(keys)
    assert HubError.translation_key not in keys


async def test_client_is_discreet(connect: Connect) -> None:
    """What can be printed of a client has no token in it."""
    client = await connect(answer([]))
    assert TOKEN not in f"{client!r} {client} {client.address!r}"


async def test_nobody_listens(session: ClientSession, time: Time) -> None:
    """A command that was never sent is told apart from one without an answer."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = HubAddress(f"http://127.0.0.1:{taken.getsockname()[1]}", "1")
    client = MakerApi(session, address, TOKEN, sleep=time.sleep)
    with pytest.raises(UnreachableError) as failure:
        await client.command("7", "on")
    _no_secret(failure.value)
    assert time.naps == []
    with pytest.raises(UnreachableError) as failure:
        await client.modes()
    _no_secret(failure.value)
    assert len(time.naps) == 3


async def test_too_slow(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that takes too long is the hub's trouble; a command may have been carried out."""
    monkeypatch.setattr(transport, "TIMEOUT", 0.05)
    sent: list[str] = []
    end = asyncio.Event()

    async def handle(request: web.Request) -> web.Response:
        sent.append(request.path)
        await end.wait()
        return web.Response()

    client = await connect(handle)
    with pytest.raises(HubBusyError):
        await client.modes()
    sent.clear()
    with pytest.raises(CommandUnconfirmedError) as failure:
        await client.command("7", "unlock", CODE)
    _no_secret(failure.value)
    assert len(sent) == 1
    end.set()


@pytest.mark.parametrize("handler", [_cut, _cut_short, answer(FAILED, 500)])
async def test_a_command_is_sent_once(connect: Connect, handler: Handler) -> None:
    """Also on a connection that served before, where aiohttp would send a GET again."""
    sent: list[str] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        sent.append(request.path)
        return await (answer([]) if request.path.endswith("modes") else handler)(
            request
        )

    client = await connect(handle)
    await client.modes()
    with pytest.raises(HubError):
        await client.command("7", "open")
    assert sum(path.endswith("open") for path in sent) == 1


async def test_command_answer_may_be_anything(connect: Connect) -> None:
    """What the hub says to a command is documented nowhere and not needed."""
    for body in ("", "null", "OK", "[1, 2", '{"id": "7"}'):
        await (await connect(_text(body))).command("7", "on")


async def test_a_read_asks_at_most_four_times_at_once(connect: Connect) -> None:
    """However much is wanted, the hub sees four requests at a time."""
    now, most = 0, 0
    gate = asyncio.Semaphore(0)

    async def handle(request: web.Request) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        gate.release()
        await asyncio.sleep(0.01)
        now -= 1
        return web.json_response([])

    client = await connect(handle)
    await asyncio.gather(*(client.modes() for _ in range(20)))
    assert most == 4


async def test_no_redirect_takes_the_token_along(connect: Connect) -> None:
    """A redirect is not followed."""
    asked: list[str] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        raise web.HTTPTemporaryRedirect("/stolen")

    client = await connect(handle)
    with pytest.raises(ProtocolError):
        await client.command("7", "on")
    assert len(asked) == 1


async def test_a_server_that_does_not_speak_http(
    session: ClientSession, time: Time
) -> None:
    """Something else at the port is not the hub."""

    async def babble(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readline()
        writer.write(b"220 mail.example ESMTP\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1")
    async with server:
        port = server.sockets[0].getsockname()[1]
        address = HubAddress(f"http://127.0.0.1:{port}", "1")
        client = MakerApi(session, address, TOKEN, sleep=time.sleep)
        with pytest.raises(ProtocolError):
            await client.modes()
        with pytest.raises(CommandUnconfirmedError):
            await client.command("7", "on")
