"""The hub of the demo's house: 74 simulated devices in 12 rooms, and a dashboard that shows them room by room."""

from pathlib import Path
from typing import Final

from .state import DemoState

from tests.harness import Client, ServerProcess, free_port, hub, port_is_free
from tests.harness.hub_control import HubControl

DASHBOARD: Final = "rooms"


def simulated_hub(state: DemoState, folder: Path) -> tuple[ServerProcess, HubControl]:
    """Return the hub as it will run, where it ran last time if it can, and the way to handle it."""
    if not (state.hub_port and port_is_free(state.hub_port)):
        state.hub_port = free_port()
    if not (state.hub_control_port and port_is_free(state.hub_control_port)):
        state.hub_control_port = free_port()
    ports = {"port": state.hub_port, "control_port": state.hub_control_port}
    process = hub(**ports, log=folder / "hub.log", arguments=["--ambient"])
    return process, HubControl(**ports)


async def show_rooms(client: Client) -> None:
    """Add a dashboard that Home Assistant itself keeps: an overview of the areas, and a page for each."""
    listed = await client.command("lovelace/dashboards/list")
    if any(dashboard["url_path"] == DASHBOARD for dashboard in listed):
        return
    await client.command(
        "lovelace/dashboards/create",
        url_path=DASHBOARD,
        allow_single_word=True,
        title="Rooms",
        icon="mdi:floor-plan",
    )
    await client.command(
        "lovelace/config/save",
        url_path=DASHBOARD,
        config={"strategy": {"type": "areas"}},
    )
