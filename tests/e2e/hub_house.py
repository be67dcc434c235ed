"""A real Home Assistant on a simulated hub, each a process of its own."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .conftest import OWNER, ROOT

from tests.harness import (
    Client,
    ServerProcess,
    free_port,
    home_assistant,
    hub,
    onboard_or_log_in,
    prepare_config,
    running,
    wait_until_running,
)
from tests.harness.client import Json
from tests.harness.hub_control import HubControl
from tests.harness.kaizen import connect_hub, entries_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HubHouse:
    """What a test works with."""

    process: ServerProcess
    client: Client
    hub: HubControl
    folder: Path
    entry: Json

    async def state(self, entity_id: str) -> str:
        """Return an entity's state."""
        return str((await self.client.get(f"/api/states/{entity_id}"))["state"])

    async def until(self, entity_id: str, wanted: str) -> None:
        """Wait until an entity is in a state."""
        async with self.client.socket() as socket, asyncio.timeout(60):
            changes = socket.subscribe("subscribe_entities", entity_ids=[entity_id])
            async for change in changes:
                told = change.get("a", {}).get(entity_id)
                told = told or change.get("c", {}).get(entity_id, {}).get("+", {})
                if told.get("s") == wanted:
                    return

    async def restart(self) -> None:
        """Stop Home Assistant, as its owner does, and start it."""
        await self.process.stop()
        await self.process.start()
        await onboard_or_log_in(self.client, OWNER)
        await wait_until_running(self.client)

    async def call(self, action: str, entity_id: str, **data: Any) -> None:
        """Call an action through REST."""
        path = f"/api/services/{action.replace('.', '/')}"
        await self.client.post(path, {"entity_id": entity_id, **data})


@asynccontextmanager
async def hub_house(folder: Path) -> AsyncGenerator[HubHouse]:
    """Set up a house whose hub is connected through the config flow."""
    port, hub_port, control_port = free_port(), free_port(), free_port()
    prepare_config(folder, ROOT / "config", port=port)
    _log_everything(folder / "configuration.yaml")
    control = HubControl(port=hub_port, control_port=control_port)
    process = home_assistant(folder, port=port)
    simulator = hub(
        port=hub_port, control_port=control_port, log=folder.parent / "hub.log"
    )
    async with running(simulator, process), Client(process.url) as client:
        await onboard_or_log_in(client, OWNER)
        await wait_until_running(client)
        # It listens on this machine alone, and would tell the hub its address in the network.
        await client.command("config/core/update", internal_url=client.url)
        await connect_hub(client, control.maker_url)
        (entry,) = await entries_of(client, "hubitat")
        yield HubHouse(
            process=process, client=client, hub=control, folder=folder, entry=entry
        )


def _log_everything(configuration: Path) -> None:
    """Let Kaizen's log say all it can, for the search for secrets."""
    told = configuration.read_text(encoding="utf-8")
    assert "custom_components.kaizen: info" in told
    configuration.write_text(
        told.replace(
            "custom_components.kaizen: info", "custom_components.kaizen: debug"
        ),
        encoding="utf-8",
    )
