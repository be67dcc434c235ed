"""The simulated hub, seen and handled from another process."""

from typing import Any, Final

import aiohttp

from .config import LOOPBACK

from tests.simulators.hubitat import APP_ID, TOKEN

type Json = dict[str, Any]

_PATIENCE: Final = aiohttp.ClientTimeout(total=60)


class HubControl:
    """A hub that runs as a process of its own."""

    def __init__(self, *, port: int, control_port: int) -> None:
        """Take the ports it was started with."""
        self._control = f"http://{LOOPBACK}:{control_port}"
        self.url = f"http://{LOOPBACK}:{port}"

    @property
    def maker_url(self) -> str:
        """Return the address the app's page shows, token included."""
        return f"{self.url}/apps/api/{APP_ID}/devices?access_token={TOKEN}"

    async def journal(self) -> Json:
        """Return what the hub was asked and told, and what it posted."""
        found: Json = await self._request("GET", "journal")
        return found

    async def truth(self) -> dict[str, Json]:
        """Return the values of every device, by its id."""
        found: dict[str, Json] = await self._request("GET", "truth")
        return found

    async def state(self) -> Json:
        """Return modes, HSM, variables and the names of the devices."""
        found: Json = await self._request("GET", "state")
        return found

    async def device(self, label: str) -> str:
        """Return the id of a device."""
        devices = (await self.state())["devices"]
        return next(str(id_) for id_, name in devices.items() if name == label)

    async def act(self, action: str, **fields: Any) -> Any:
        """Let something happen: report, press, fault, heal, mode, hsm, forget, ..."""
        return (await self._request("POST", action, fields))["result"]

    async def _request(self, method: str, path: str, json: Json | None = None) -> Any:
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE) as session,
            session.request(method, f"{self._control}/{path}", json=json) as answer,
        ):
            answer.raise_for_status()
            return await answer.json()
