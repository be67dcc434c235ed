"""Telephones with the companion app, as the app talks to Home Assistant."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp

from tests.harness import Client
from tests.harness.client import Json


@dataclass(slots=True, kw_only=True)
class Phone:
    """One, and the notifications on it."""

    client: Client
    webhook_id: str
    notices: list[Json] = field(default_factory=list)
    _listener: asyncio.Task[None] | None = None

    @classmethod
    async def registered(cls, client: Client, name: str) -> Self:
        """Register a phone as the app does when somebody logs in."""
        answer = await client.post(
            "/api/mobile_app/registrations",
            {
                "app_id": "io.robbie.HomeAssistant",
                "app_name": "Home Assistant",
                "app_version": "2026.11",
                "device_id": name,
                "device_name": name,
                "manufacturer": "Apple",
                "model": "iPhone",
                "os_name": "iOS",
                "os_version": "26",
                "supports_encryption": False,
                "app_data": {"push_websocket_channel": True},
            },
        )
        return cls(client=client, webhook_id=answer["webhook_id"])

    async def listen(self) -> None:
        """Show notifications from now on."""
        connected = asyncio.Event()

        async def follow() -> None:
            async with self.client.socket() as socket:
                channel = socket.subscribe(
                    "mobile_app/push_notification_channel", webhook_id=self.webhook_id
                )
                connected.set()
                async for notice in channel:
                    self.notices.append(notice)

        self._listener = asyncio.create_task(follow())
        await connected.wait()

    async def close(self) -> None:
        """Hang up."""
        if self._listener:
            self._listener.cancel()
            with suppress(asyncio.CancelledError, aiohttp.ClientError, TypeError):
                await self._listener

    async def send(self, kind: str, data: Json) -> Any:
        """Send what the app would."""
        return await self.client.post(
            f"/api/webhook/{self.webhook_id}", {"type": kind, "data": data}
        )

    async def tap(self, action: str) -> None:
        """Tap a button of a notification, this phone's or another's."""
        await self.send(
            "fire_event",
            {
                "event_type": "mobile_app_notification_action",
                "event_data": {"action": action},
            },
        )

    async def asked(self) -> tuple[str, str]:
        """Wait for a question and return what its buttons send: yes and no."""
        async with asyncio.timeout(10):
            while True:
                for notice in reversed(self.notices):
                    if actions := (notice.get("data") or {}).get("actions"):
                        return actions[0]["action"], actions[1]["action"]
                await asyncio.sleep(0.02)
