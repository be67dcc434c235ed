"""What the client asks for, and how it reads what comes back."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
import pytest

from custom_components.kaizen.hubitat.api import (
    ArgumentError,
    AuthError,
    HubBusyError,
    MakerApi,
    NotFoundError,
    ProtocolError,
)

from .conftest import APP, TOKEN, Connect, Handler, Time, answer, hang_up

ROOT = f"/apps/api/{APP}"
DEVICES = [{"id": "7", "label": "Lamp"}]


class Hub:
    """Answers from a table of paths, tells where the token was."""

    def __init__(self, table: dict[str, Any], *, header: bool = True) -> None:
        """Know what to answer; `header` is whether tokens in headers count."""
        self.table = table
        self.header = header
        self.asked: list[str] = []

    async def handle(self, request: web.Request) -> web.Response:
        """Answer as Maker API does, with its labels that are not to be trusted."""
        path = request.raw_path.removeprefix(ROOT)
        in_query = f"access_token={TOKEN}"
        in_header = request.headers.get("Authorization") == f"Bearer {TOKEN}"
        self.asked.append(path.replace(in_query, "TOKEN"))
        if in_query not in path and not (in_header and self.header):
            return web.Response(
                status=401,
                text="<oauth><error_description>null</error_description>"
                "<error>invalid_token</error></oauth>",
                content_type="text/xml",
            )
        plain = path.replace(f"?{in_query}", "").replace(f"&{in_query}", "")
        if plain not in self.table:
            return web.Response(
                status=404, text="<html></html>", content_type="text/html"
            )
        return web.json_response(self.table[plain], content_type="text/html")


async def test_token_in_header(connect: Connect) -> None:
    """Where headers count, the token never stands in an address."""
    hub = Hub({"/devices/*": DEVICES, "/modes": []})
    client = await connect(hub.handle)
    assert [device.label for device in await client.devices()] == ["Lamp"]
    assert await client.modes() == []
    assert hub.asked == ["/devices/*", "/modes"]


async def test_token_in_query(connect: Connect) -> None:
    """Where headers do not count, the query is tried once and then remembered."""
    hub = Hub(
        {"/modes": [], "/hsm": {"hsm": None}, "/devices/7/events?num=3": []},
        header=False,
    )
    client = await connect(hub.handle)
    await client.modes()
    await client.hsm()
    await client.device_events("7", 3)
    assert hub.asked == [
        "/modes",
        "/modes?TOKEN",
        "/hsm?TOKEN",
        "/devices/7/events?num=3&TOKEN",
    ]


async def test_wrong_token(connect: Connect) -> None:
    """A refused token is an error at once, and its place is still open afterwards."""
    asked: list[str] = []

    async def refuse(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        return web.Response(status=401, text="<oauth/>", content_type="text/xml")

    client = await connect(refuse)
    for _ in range(2):
        with pytest.raises(AuthError):
            await client.devices()
    assert [TOKEN in path for path in asked] == [False, True] * 2


async def test_all_devices_without_the_star(connect: Connect) -> None:
    """Firmware without /devices/* is believed after the second time, not after a reboot."""
    hub = Hub({"/devices/all": DEVICES})
    client = await connect(hub.handle)
    for _ in range(3):
        assert len(await client.devices()) == 1
    assert hub.asked == ["/devices/*", "/devices/all"] * 2 + ["/devices/all"]


async def test_the_star_comes_back(connect: Connect) -> None:
    """A hub that does not know it each time it starts is asked for full records again."""
    hub = Hub({"/devices/all": DEVICES})
    client = await connect(hub.handle)
    for _ in range(3):
        hub.table.pop("/devices/*", None)
        await client.devices()
        hub.table["/devices/*"] = DEVICES
        await client.devices()
    assert hub.asked == ["/devices/*", "/devices/all", "/devices/*"] * 3


async def test_app_is_gone(connect: Connect) -> None:
    """A hub that knows neither list has no such app, which is no reason to settle for less."""
    hub = Hub({})
    client = await connect(hub.handle)
    for _ in range(3):
        with pytest.raises(NotFoundError):
            await client.devices()
    assert hub.asked == ["/devices/*", "/devices/all"] * 3


@pytest.mark.parametrize(
    ("ask", "path", "told", "read"),
    [
        (lambda c: c.attribute("7", "level"), "/devices/7/attribute/level", None, 5),
        (lambda c: c.hsm(), "/hsm", {"hsm": "disarmed"}, "disarmed"),
    ],
)
async def test_single_values(
    connect: Connect,
    ask: Callable[[MakerApi], Awaitable[Any]],
    path: str,
    told: Any,
    read: Any,
) -> None:
    """A value arrives as the hub tells it."""
    told = told or {"id": "7", "attribute": "level", "value": 5}
    client = await connect(Hub({path: told}).handle)
    assert await ask(client) == read


@pytest.mark.parametrize(
    ("order", "path"),
    [
        (lambda c: c.command("7", "on"), "/devices/7/on"),
        (lambda c: c.command("7", "setLevel", 50, 3), "/devices/7/setLevel/50,3"),
        (
            lambda c: c.command("7", "setColor", {"hue": 1, "level": 50}),
            "/devices/7/setColor/%7B%22hue%22%3A1%2C%22level%22%3A50%7D",
        ),
        (
            lambda c: c.command("7", "speak", "Grüße, 50% / Rest = 1?"),
            "/devices/7/speak/Gr%C3%BC%C3%9Fe%3B%2050%25%20%2F%20Rest%20%3D%201%3F",
        ),
        (
            lambda c: c.command("7", "setCode", 3, "4321", "Guest"),
            "/devices/7/setCode/3,4321,Guest",
        ),
        (lambda c: c.set_mode("2"), "/modes/2"),
        (lambda c: c.set_hsm("armAway"), "/hsm/armAway"),
        (
            lambda c: c.set_variable("my var", "a,b/c"),
            "/hubvariables/my%20var/a%2Cb%2Fc",
        ),
        (lambda c: c.set_variable("away", True), "/hubvariables/away/true"),
        (lambda c: c.set_variable("empty", ""), "/hubvariables/empty/"),
        (
            lambda c: c.set_post_url("http://ha:8123/api/webhook/ab?x=1"),
            "/postURL/http%3A%2F%2Fha%3A8123%2Fapi%2Fwebhook%2Fab%3Fx%3D1",
        ),
        (lambda c: c.set_post_url(None), "/postURL"),
    ],
)
async def test_what_is_sent(
    connect: Connect, order: Callable[[MakerApi], Awaitable[None]], path: str
) -> None:
    """Every sign arrives as it was meant, once."""
    hub = Hub({path: {"whatever": 1}})
    await order(await connect(hub.handle))
    assert hub.asked == [path]


@pytest.mark.parametrize(
    "order",
    [
        lambda c: c.command("7", "deleteDevice"),
        lambda c: c.command("7", "setLabel", "x"),
        lambda c: c.command("7", ""),
        lambda c: c.command("", "on"),
        lambda c: c.command("..", "modes"),
        lambda c: c.command("7", "speak", ".."),
        lambda c: c.set_mode(""),
        lambda c: c.set_hsm(" "),
    ],
)
async def test_what_is_never_sent(
    connect: Connect, order: Callable[[MakerApi], Awaitable[None]]
) -> None:
    """Nothing that would change the hub's configuration, or mean another request."""
    hub = Hub({})
    client = await connect(hub.handle)
    with pytest.raises(ArgumentError):
        await order(client)
    assert hub.asked == []


@pytest.mark.parametrize("body", [{"devices": []}, "x", {"hsm": "armedAway"}, [1, 2]])
async def test_another_shape(connect: Connect, body: Any) -> None:
    """JSON that is not Maker API's is an error of its own."""
    client = await connect(answer(body))
    with pytest.raises(ProtocolError):
        await client.devices()


async def _cut(request: web.Request) -> web.StreamResponse:
    hang_up(request)
    return web.Response()


def _recovers_after(failures: int, failure: Handler) -> tuple[Handler, list[str]]:
    asked: list[str] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        if len(asked) <= failures:
            return await failure(request)
        return web.json_response([])

    return handle, asked


async def _truncated(request: web.Request) -> web.Response:
    return web.Response(text='[{"id": "1", "na', content_type="application/json")


async def _page(request: web.Request) -> web.Response:
    return web.Response(text="<html>Starting</html>", content_type="text/html")


async def _too_late(request: web.Request) -> web.Response:
    raise web.HTTPRequestTimeout


@pytest.mark.parametrize(
    "failure", [answer({}, 503), answer({"error": True}), _truncated, _page, _too_late]
)
async def test_reading_again(connect: Connect, time: Time, failure: Handler) -> None:
    """A read is repeated three times, with growing pauses, and then given up."""
    handle, asked = _recovers_after(3, failure)
    client = await connect(handle)
    assert await client.modes() == []
    assert time.naps == [0.5, 1.0, 2.0]
    handle, asked = _recovers_after(4, failure)
    client = await connect(handle)
    with pytest.raises((HubBusyError, ProtocolError)):
        await client.modes()
    assert len(asked) == 4


async def test_reading_again_after_a_cut(connect: Connect) -> None:
    """A connection that breaks does not end a read."""
    handle, _ = _recovers_after(4, _cut)
    assert await (await connect(handle)).modes() == []


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_not_reading_again(connect: Connect, time: Time, status: int) -> None:
    """What will not pass is not tried again."""
    client = await connect(answer({}, status))
    with pytest.raises((AuthError, NotFoundError)):
        await client.modes()
    assert time.naps == []
