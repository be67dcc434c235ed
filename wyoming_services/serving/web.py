"""`/health` and `/metrics`, on a port of their own."""

from collections.abc import Iterable
from http import HTTPStatus

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from .. import VERSION
from .health import Health


class Web:
    """A small HTTP server beside a service."""

    def __init__(
        self,
        service: str,
        health: Health,
        registry: CollectorRegistry,
        routes: Iterable[web.RouteDef] = (),
    ) -> None:
        """Take whose health and metrics are told, and what else there is."""
        self._service = service
        self._health = health
        self._registry = registry
        self._up = Gauge("kaizen_voice_up", "1 if the service works", registry=registry)
        app = web.Application()
        app.router.add_get("/health", self._tell_health)
        app.router.add_get("/metrics", self._tell_metrics)
        app.router.add_routes(routes)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    @property
    def port(self) -> int:
        """Return the port that is listened on."""
        port: int = self._runner.addresses[0][1]
        return port

    async def start(self, host: str, port: int) -> None:
        """Begin to listen."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()

    async def _tell_health(self, _: web.Request) -> web.Response:
        status = await self._health.status()
        return web.json_response(
            {"status": status, "service": self._service, "version": VERSION},
            status=HTTPStatus.OK if status == "ok" else HTTPStatus.SERVICE_UNAVAILABLE,
        )

    async def _tell_metrics(self, _: web.Request) -> web.Response:
        self._up.set(await self._health.status() == "ok")
        return web.Response(
            body=generate_latest(self._registry),
            headers={"Content-Type": CONTENT_TYPE_LATEST},
        )
