"""Phones as Home Assistant knows them: registered, pushed to and answering over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import CLIENT_ID


class PushService:
    """Stands for the service of the companion apps that hands notifications to phones."""

    def __init__(self) -> None:
        """Hand everything on."""
        self.pushed: list[dict[str, Any]] = []
        app = web.Application()
        app.router.add_post("/push", self._push)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        """Listen on the loopback."""
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self._server.close()

    @property
    def url(self) -> str:
        """Return where to push to."""
        return str(self._server.make_url("/push"))

    def for_phone(self, name: str) -> dict[str, str]:
        """Return what a phone registers with."""
        return {"push_token": name, "push_url": self.url}

    def to(self, token: str) -> list[dict[str, Any]]:
        """Return what a phone was sent."""
        return [push for push in self.pushed if push["push_token"] == token]

    async def _push(self, request: web.Request) -> web.Response:
        self.pushed.append(await request.json())
        return web.json_response({"target": "x"}, status=HTTPStatus.CREATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone with the app on it."""

    name: str
    user: User
    webhook_id: str
    client: TestClient[Any, Any] = field(repr=False)

    async def tap(self, action: str) -> None:
        """Tap a button of a notification, as the app reports it."""
        response = await self.client.post(
            f"/api/webhook/{self.webhook_id}",
            json={
                "type": "fire_event",
                "data": {
                    "event_type": "mobile_app_notification_action",
                    "event_data": {"action": action, "tag": "x"},
                },
            },
        )
        assert response.status == HTTPStatus.OK


async def async_token(hass: HomeAssistant, user: User) -> str:
    """Log a user in."""
    refresh = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
    return hass.auth.async_create_access_token(refresh)


async def async_register(
    hass: HomeAssistant,
    client: TestClient[Any, Any],
    user: User,
    name: str,
    push: Mapping[str, Any],
) -> Phone:
    """Install the app on a phone and log in; `push` says how it takes notifications, if it does."""
    response = await client.post(
        "/api/mobile_app/registrations",
        headers={"Authorization": f"Bearer {await async_token(hass, user)}"},
        json={
            "app_id": "io.homeassistant.companion.android",
            "app_name": "Home Assistant",
            "app_version": "2026.11.1",
            "app_data": dict(push),
            "device_id": f"device-{name}-{user.id}",
            "device_name": name,
            "manufacturer": "Fairphone",
            "model": "6",
            "os_name": "Android",
            "os_version": "16",
            "supports_encryption": False,
        },
    )
    assert response.status == HTTPStatus.CREATED, await response.text()
    await hass.async_block_till_done()
    registered = await response.json()
    return Phone(
        name=name, user=user, webhook_id=registered["webhook_id"], client=client
    )
