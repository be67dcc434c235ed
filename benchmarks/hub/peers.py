"""What Kaizen is compared with: the least that can be done about an event, and a start-up device by device."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
import json
import time
from typing import Any, Final

from aiohttp.web import Request
from homeassistant.components import webhook
from homeassistant.core import HomeAssistant

from .rig import Hub, HubRig

PLAIN: Final = "plain"
AGAIN: Final = "again"


def plain_entity_id(contender: str, device_id: str, attribute: str) -> str:
    """Return the entity a plain receiver writes an attribute to."""
    return f"sensor.{contender}_{device_id}_{attribute}".lower()


def _set_state(hass: HomeAssistant, contender: str, content: dict[str, Any]) -> None:
    hass.states.async_set(
        plain_entity_id(contender, str(content["deviceId"]), content["name"]),
        content["value"],
    )


def listen_plainly(hass: HomeAssistant, contender: str) -> str:
    """Register a webhook that writes what an event says into a state and does nothing else; return its id."""

    async def handle(_: HomeAssistant, __: str, request: Request) -> None:
        _set_state(hass, contender, json.loads(await request.read())["content"])

    webhook.async_register(
        hass, "webhook", contender, contender, handle, local_only=True
    )
    return contender


@asynccontextmanager
async def plain_socket(rig: HubRig, contender: str) -> AsyncGenerator[None]:
    """Do the same with what the event socket says, until left."""
    socket = await rig.session.ws_connect(f"{rig.hub.url}/eventsocket")

    async def read() -> None:
        async for message in socket:
            _set_state(rig.hass, contender, json.loads(message.data))

    reader = asyncio.create_task(read())
    try:
        yield
    finally:
        await socket.close()
        await reader


async def load_one_by_one(rig: HubRig, most: int) -> dict[str, float]:
    """Load devices as the facts describe hacs-hubitat: one list, then one request after the other for each device.

    It makes no entities, and asks for neither modes nor HSM. With more than `most` devices it stops
    there and counts its time up, for each device costs it the same.
    """
    get = _getter(rig, rig.hub)
    began = time.time()
    devices = await get("devices")
    listed = time.time()
    asked = devices[:most]
    for device in asked:
        await get(f"devices/{device['id']}")
    each = (time.time() - listed) / len(asked)
    return {
        "seconds": listed - began + each * len(devices),
        "requests": 1 + len(devices),
    }


def _getter(rig: HubRig, hub: Hub) -> Callable[[str], Any]:
    headers = {"Authorization": f"Bearer {hub.token}"}

    async def get(path: str) -> Any:
        url = f"{hub.maker_api}/{path}"
        async with rig.session.get(url, headers=headers) as response:
            response.raise_for_status()
            return json.loads(await response.text())

    return get
