"""`/api/kaizen/v1/search`: the same search, for clients of this house."""

from http import HTTPStatus
from typing import Any, Final

from aiohttp import web
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.util.json import JSON_DECODE_EXCEPTIONS, json_loads
import probatio

from .actions import SCHEMA, async_search
from .errors import (
    NotAllowedError,
    NothingFoundError,
    QuotaError,
    SearchError,
    SearchOffError,
)

_STATUS: Final[dict[type[SearchError], HTTPStatus]] = {
    NotAllowedError: HTTPStatus.FORBIDDEN,
    QuotaError: HTTPStatus.TOO_MANY_REQUESTS,
    NothingFoundError: HTTPStatus.NOT_FOUND,
    SearchOffError: HTTPStatus.SERVICE_UNAVAILABLE,
}


class SearchView(HomeAssistantView):
    """Searches for whoever is signed in."""

    url = "/api/kaizen/v1/search"
    name = "api:kaizen:search"
    max_body_size = 16 * 1024

    async def get(self, request: web.Request) -> web.Response:
        """Search for what the address says."""
        return await self._async_answer(request, dict(request.query))

    async def post(self, request: web.Request) -> web.Response:
        """Search for what the body says."""
        try:
            wanted = json_loads(await request.read())
        except JSON_DECODE_EXCEPTIONS:
            wanted = None
        return await self._async_answer(request, wanted)

    async def _async_answer(self, request: web.Request, wanted: Any) -> web.Response:
        try:
            checked = SCHEMA(wanted)
        except probatio.Invalid as err:
            return self._refuse("invalid_request", str(err), HTTPStatus.BAD_REQUEST)
        hass = request.app[KEY_HASS]
        try:
            return self.json(await async_search(hass, checked, self.context(request)))
        except SearchError as err:
            status = _STATUS.get(type(err), HTTPStatus.BAD_GATEWAY)
            return self._refuse(err.key, err.said, status)

    def _refuse(self, code: str, message: str, status: HTTPStatus) -> web.Response:
        return self.json({"error": {"code": code, "message": message}}, status)
