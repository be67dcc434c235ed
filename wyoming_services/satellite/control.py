"""What can be done to a satellite on its own machine: a button, a volume, a look at it."""

import json
from typing import Any

from aiohttp import web

from .microphone import Microphone
from .satellite import Satellite
from .service import Service


class Control:
    """A few routes beside `/health`."""

    def __init__(
        self, satellite: Satellite, service: Service, microphone: Microphone
    ) -> None:
        """Take what is controlled."""
        self._satellite = satellite
        self._service = service
        self._microphone = microphone

    def routes(self) -> list[web.RouteDef]:
        """Return them."""
        return [
            web.get("/state", self._tell),
            web.post("/wake", self._press),
            web.post("/stop", self._stop),
            web.post("/volume", self._set_volume),
        ]

    def state(self) -> dict[str, Any]:
        """Return what is going on; levels are in decibels below full scale."""
        return {
            "state": self._satellite.state,
            "home_assistant": self._service.owner,
            "listening_allowed": self._satellite.is_connected,
            "microphone": round(self._microphone.level, 1),
            "volume": self._satellite.player.volume,
            "timers": self._satellite.timers.told(),
            "ringing": self._satellite.timers.are_ringing,
        }

    async def _tell(self, _: web.Request) -> web.Response:
        return web.json_response(self.state())

    async def _press(self, request: web.Request) -> web.Response:
        _refuse_pages(request)
        self._satellite.press()
        return web.json_response(self.state())

    async def _stop(self, request: web.Request) -> web.Response:
        _refuse_pages(request)
        self._satellite.timers.silence()
        self._satellite.hush()
        return web.json_response(self.state())

    async def _set_volume(self, request: web.Request) -> web.Response:
        _refuse_pages(request)
        try:
            volume = float((await request.json())["volume"])
        except json.JSONDecodeError, KeyError, TypeError, ValueError:
            volume = -1
        if not 0 <= volume <= 1:
            raise web.HTTPBadRequest(text='expected {"volume": 0 to 1}')
        self._satellite.player.volume = volume
        return web.json_response(self.state())


def _refuse_pages(request: web.Request) -> None:
    """Refuse what a web page sends: any page open on this machine could otherwise open the microphone."""
    if "Origin" in request.headers or "Sec-Fetch-Site" in request.headers:
        raise web.HTTPForbidden(text="not for web pages")
