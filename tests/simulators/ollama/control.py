"""The routes under /_control/, by which another process reads the journal, queues answers and plans faults."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from .answers import Call
from .faults import Fault
from .script import Reply, calls, raw, say

if TYPE_CHECKING:
    from .server import OllamaSimulator

CONTROL: Final = "/_control/"


def control_routes(server: OllamaSimulator) -> list[web.RouteDef]:
    """Return the control routes of a server.

    `script` takes `{"answers": [...], "default": ...}`; an answer is a text or an object with any of `text`, `chunks`,
    `thinking`, `tool_calls`, `raw`, `done_reason`, `model`. `fault` takes `name` and optionally `times`, `path`, `after`,
    `delay`. `heal`, `release`, `tick` and `reset` take nothing, `clock` takes `advance` in seconds.
    """

    async def journal(_: web.Request) -> web.Response:
        return web.json_response(server.journal.as_json())

    async def script(request: web.Request) -> web.Response:
        wanted = await request.json()
        for answer in wanted.get("answers", ()):
            model = answer.get("model") if isinstance(answer, Mapping) else None
            server.script.reply(reply_from_json(answer), model=model)
        if "default" in wanted:
            server.script.default = reply_from_json(wanted["default"])
        return _done(queued=len(server.script))

    async def fault(request: web.Request) -> web.Response:
        wanted = await request.json()
        if wanted.get("name") == Fault.REFUSED:
            problem = (
                "a server that refuses cannot be told to stop: end the process instead"
            )
            return web.json_response({"error": problem}, status=400)
        await server.fault(wanted.pop("name"), **wanted)
        return _done()

    async def clock(request: web.Request) -> web.Response:
        server.clock.advance(float((await request.json())["advance"]))
        return _done()

    async def release(_: web.Request) -> web.Response:
        server.faults.release()
        return _done()

    async def tick(_: web.Request) -> web.Response:
        server.faults.tick()
        return _done()

    async def heal(_: web.Request) -> web.Response:
        await server.heal()
        return _done()

    async def reset(_: web.Request) -> web.Response:
        await server.reset()
        return _done()

    return [
        web.get(f"{CONTROL}journal", journal),
        web.post(f"{CONTROL}script", script),
        web.post(f"{CONTROL}fault", fault),
        web.post(f"{CONTROL}clock", clock),
        web.post(f"{CONTROL}release", release),
        web.post(f"{CONTROL}tick", tick),
        web.post(f"{CONTROL}heal", heal),
        web.post(f"{CONTROL}reset", reset),
    ]


def reply_from_json(answer: Any) -> Reply:
    """Read an answer as the control route takes it."""
    if not isinstance(answer, Mapping):
        return str(answer)
    if "raw" in answer:
        return raw(*answer["raw"])
    if wanted := answer.get("tool_calls"):
        listed = [Call(c["name"], c.get("arguments", {}), c.get("id")) for c in wanted]
        text, thinking = answer.get("text", ""), answer.get("thinking", "")
        return calls(*listed, text=text, thinking=thinking)
    return say(
        answer.get("text", ""),
        thinking=answer.get("thinking", ""),
        chunks=answer.get("chunks"),
        done_reason=answer.get("done_reason", "stop"),
    )


def _done(**more: Any) -> web.Response:
    return web.json_response({"ok": True, **more})
