"""A second port, by which another process reads the journal and the truth and lets things happen."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .faults import Fault
from .server import HubSimulator

type Action = Callable[[dict[str, Any]], Awaitable[Any]]


def control_app(hub: HubSimulator) -> web.Application:
    """Return the control server of a hub.

    GET /journal, /truth, /state. POST takes JSON: /fault `{"id", ...options}`, /heal `{"id"?}`, /report `{"device",
    "attribute", "value", "silent"?}`, /press `{"device", "button"?, "kind"?}`, /mode `{"id"}`, /variable `{"name",
    "value"}`, /hsm `{"command"}`, /clock `{"advance"}`, /settle `{"limit"?}`, /forget `{}` for the journal.
    """

    async def fault(wanted: dict[str, Any]) -> Any:
        return await hub.fault(wanted.pop("id"), **wanted)

    async def heal(wanted: dict[str, Any]) -> Any:
        await hub.heal(wanted.get("id"))

    async def report(wanted: dict[str, Any]) -> Any:
        hub.report(**wanted)

    async def press(wanted: dict[str, Any]) -> Any:
        hub.press(**wanted)

    async def mode(wanted: dict[str, Any]) -> Any:
        return hub.house.set_mode(int(wanted["id"]))

    async def variable(wanted: dict[str, Any]) -> Any:
        hub.house.set_variable(wanted["name"], wanted["value"])

    async def hsm(wanted: dict[str, Any]) -> Any:
        hub.hsm.command(wanted["command"])

    async def clock(wanted: dict[str, Any]) -> Any:
        await hub.advance(float(wanted["advance"]))

    async def settle(wanted: dict[str, Any]) -> Any:
        await hub.settle(**wanted)

    async def forget(_: dict[str, Any]) -> Any:
        hub.journal.clear()

    actions: tuple[Action, ...] = (
        fault,
        heal,
        report,
        press,
        mode,
        variable,
        hsm,
        clock,
        settle,
        forget,
    )
    app = web.Application()
    app.add_routes(
        [
            web.get("/journal", _tell(hub.journal.as_json)),
            web.get("/truth", _tell(lambda: hub.truth)),
            web.get("/state", _tell(lambda: _state(hub))),
            *(web.post(f"/{a.__name__}", _act(a)) for a in actions),
        ]
    )
    return app


def _state(hub: HubSimulator) -> dict[str, Any]:
    return {
        "url": hub.url,
        "app_id": hub.app_id,
        "token": hub.token,
        "post_url": hub.postman.url,
        "sockets": hub.sockets.count,
        "hsm": hub.hsm.status,
        "alert": hub.hsm.alert,
        "mode": hub.house.mode.name,
        "variables": {name: v.value for name, v in hub.house.variables.items()},
        "devices": {device.id: device.label for device in hub.house.authorised},
        "faults": hub.faults.active(),
        "known_faults": list(Fault),
    }


def _tell(read: Callable[[], Any]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(_: web.Request) -> web.Response:
        return web.json_response(read())

    return handle


def _act(action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        wanted = await request.json() if request.can_read_body else {}
        try:
            result = await action(wanted)
        except (KeyError, TypeError, ValueError) as err:
            return web.json_response({"error": repr(err)}, status=400)
        return web.json_response({"ok": True, "result": result})

    return handle
