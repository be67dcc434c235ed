"""A house whose hub fails: what to wait for, and what must be true in the end."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.kaizen.const import DOMAIN
from custom_components.kaizen.hubitat.model import HubState, Snapshot

from tests.hubitat.entities.rig import HubHouse

LOOK = 21
RECONCILE = 301


async def pass_time(
    hass: HomeAssistant, seconds: float, *, socket: bool = False
) -> None:
    """Let Home Assistant's timers within so many seconds be due, and what they start be done.

    With an event socket, which is never done, that is left to `until`.
    """
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
    await hass.async_block_till_done(wait_background_tasks=not socket)


async def reconcile(house: HubHouse) -> None:
    """Let the time for a reconcile come, and wait until the hub has told everything."""
    requests = house.hub.journal.requests
    before = len(requests)
    await pass_time(house.hass, RECONCILE, socket=True)
    await until(
        lambda: (
            any(r.path == "/devices/*" and r.finished for r in requests[before:])
            and house.hub.journal.under_way == 0
        )
    )
    await house.hass.async_block_till_done()


async def until(condition: Callable[[], Any]) -> None:
    """Wait for what happens over the network."""
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


async def reconnect(house: HubHouse) -> None:
    """Let the time for the next attempt to open the event socket come.

    An attempt that is under way when time passes runs into its own deadline.
    """
    for _ in range(5):
        await pass_time(house.hass, 61, socket=True)
        for _ in range(100):
            await asyncio.sleep(0.01)
            if house.hub.sockets.count:
                return


async def differences(house: HubHouse) -> dict[str, Any]:
    """Return where Home Assistant's picture of the hub differs from what the hub says now."""
    api, known = house.runtime.api, house.runtime.state
    truth = HubState()
    truth.reconcile(
        Snapshot(
            devices=await api.devices(),
            modes=await api.modes(),
            hsm_asked=True,
            hsm=await api.hsm(),
        )
    )
    found: dict[str, Any] = {
        id_: (dict(device.values), dict(known.devices[id_].values))
        for id_, device in truth.devices.items()
        if id_ not in known.devices or device.values != known.devices[id_].values
    }
    if known.devices.keys() - truth.devices.keys():
        found["more"] = known.devices.keys() - truth.devices.keys()
    if truth.mode != known.mode:
        found["mode"] = truth.mode, known.mode
    if truth.hsm.status != known.hsm.status:
        found["hsm"] = truth.hsm.status, known.hsm.status
    return found


def issues(hass: HomeAssistant) -> set[str]:
    """Return the kinds of issues that are shown."""
    return {
        issue.translation_key or ""
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.active
    }
