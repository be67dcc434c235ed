"""A Home Assistant and a hub, not yet connected."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
import sys
from types import MappingProxyType
from typing import Any, Final

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from benchmarks.instance import running_home_assistant
from custom_components.kaizen.const import CONF_KIND, DOMAIN, EntryKind
from custom_components.kaizen.hubitat.settings import (
    CONF_ADDRESS,
    CONF_INTERNAL_URL,
    CONF_TOKEN,
    CONF_TRANSPORT,
    CONF_WEBHOOK_ID,
    Transport,
)

from tests.harness import ServerProcess, free_port, running

WEBHOOK: Final = "c0ffee0123456789c0ffee0123456789"
_HUB_ID: Final = "benchmark"

READINGS: Final = MappingProxyType(
    {
        "battery": (50, 60),
        "carbonDioxide": (500, 600),
        "energy": (10.5, 11.5),
        "humidity": (40, 50),
        "illuminance": (100, 200),
        "power": (10.5, 20.5),
        "pressure": (1000, 1010),
        "temperature": (60.5, 70.5),
        "voltage": (229, 231),
    }
)
"""What sensors report in the benchmark, in turn.

Numbers only: of a device that says one word and then another, Kaizen asks within seconds what it
meant, and no house switches a lamp a hundred times a second.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """An attribute of a device, and the entity that shows it."""

    device_id: str
    attribute: str
    entity_id: str


class Hub:
    """The hub's process, steered through its control port."""

    def __init__(self, url: str, state: dict[str, Any], control: str) -> None:
        """Know where it is."""
        self.url = url
        self.maker_api = f"{url}/apps/api/{state['app_id']}"
        self.token: str = state["token"]
        self._control = control

    async def report_on(
        self, session: aiohttp.ClientSession, probes: Sequence[Probe]
    ) -> None:
        """Have it report about these."""
        body = [(p.device_id, p.attribute, *READINGS[p.attribute]) for p in probes]
        await self._post(session, "probes", body)

    async def tell(
        self,
        session: aiohttp.ClientSession,
        count: int,
        *,
        together: int,
        to: Sequence[str],
    ) -> list[tuple[str, float]]:
        """Have it report so many events in groups; return to whom and when it handed each group out."""
        body = {"count": count, "together": together, "to": to}
        told = await self._post(session, "tell", body)
        return [(receiver, at) for receiver, at in told]

    async def requests(self, session: aiohttp.ClientSession) -> list[str]:
        """Return what Maker API was asked since `forget`, and has answered."""
        async with session.get(f"{self._control}/journal") as response:
            requests = (await response.json())["requests"]
        return [request["path"] for request in requests if request["finished"]]

    async def forget(self, session: aiohttp.ClientSession) -> None:
        """Have it forget what it was asked."""
        await self._post(session, "forget", {})

    async def _post(self, session: aiohttp.ClientSession, route: str, body: Any) -> Any:
        async with session.post(
            f"{self._control}/{route}", json=body, timeout=aiohttp.ClientTimeout(120)
        ) as response:
            response.raise_for_status()
            return await response.json()


@dataclass(frozen=True, slots=True, kw_only=True)
class HubRig:
    """A running Home Assistant, a running hub, and a way to each of them."""

    hass: HomeAssistant
    address: str
    """Of Home Assistant, where the hub posts to."""
    hub: Hub
    session: aiohttp.ClientSession

    def entry(self) -> ConfigEntry:
        """Return an entry that connects the two by webhook, not yet set up."""
        return ConfigEntry(
            domain=DOMAIN,
            title="Hub",
            data={
                CONF_KIND: EntryKind.HUBITAT,
                CONF_ADDRESS: self.hub.maker_api,
                CONF_TOKEN: self.hub.token,
                CONF_WEBHOOK_ID: WEBHOOK,
            },
            options=self._options(Transport.WEBHOOK),
            source="user",
            unique_id=_HUB_ID,
            version=1,
            minor_version=1,
            discovery_keys=MappingProxyType({}),
            subentries_data=[],
        )

    async def use_socket(self, entry: ConfigEntry) -> None:
        """Let the entry get its events by event socket, and wait until it has asked what it missed."""
        await self.hub.forget(self.session)
        options = self._options(Transport.SOCKET)
        self.hass.config_entries.async_update_entry(entry, options=options)
        await self.hass.config_entries.async_reload(entry.entry_id)
        lists = 0
        while lists < 2:
            lists = (await self.hub.requests(self.session)).count("/devices/*")
            await asyncio.sleep(0.1)
        await self.hass.async_block_till_done()

    def probes(self, entry: ConfigEntry) -> list[Probe]:
        """Return one probe for every reading that has an entity."""
        runtime, registry = entry.runtime_data, er.async_get(self.hass)
        found = []
        for device_id in runtime.state.devices:
            for blueprint in runtime.blueprints(device_id):
                attribute: str = next(iter(blueprint.attributes), "")
                entity_id = registry.async_get_entity_id(
                    "sensor", DOMAIN, f"{_HUB_ID}-{device_id}-{blueprint.key}"
                )
                if attribute in READINGS and entity_id and self._shown(entity_id):
                    found.append(
                        Probe(
                            device_id=device_id,
                            attribute=attribute,
                            entity_id=entity_id,
                        )
                    )
        return found

    def _shown(self, entity_id: str) -> bool:
        state = self.hass.states.get(entity_id)
        return state is not None and state.state != "unavailable"

    def _options(self, transport: Transport) -> dict[str, Any]:
        return {CONF_INTERNAL_URL: self.address, CONF_TRANSPORT: transport}


@asynccontextmanager
async def running_hub_rig(folder: Path, devices: int) -> AsyncGenerator[HubRig]:
    """Boot Home Assistant beside a hub with so many devices."""
    port = free_port()
    async with (
        _running_hub(folder, devices) as hub,
        running_home_assistant(folder, _SETTINGS, port=port) as hass,
        aiohttp.ClientSession() as session,
    ):
        yield HubRig(
            hass=hass, address=f"http://127.0.0.1:{port}", hub=hub, session=session
        )


_SETTINGS: Final = {
    "homeassistant": {"name": "Benchmark", "country": "DE", "time_zone": "UTC"},
    "webhook": {},
}


@asynccontextmanager
async def _running_hub(folder: Path, devices: int) -> AsyncGenerator[Hub]:
    port, control = free_port(), free_port()
    where = ("--port", str(port), "--control-port", str(control))
    process = ServerProcess(
        "The hub",
        [
            *(sys.executable, "-m", "benchmarks.hub.server"),
            *(*where, "--devices", str(devices)),
        ],
        port=control,
        probe="/state",
        log=folder / "hub.log",
    )
    async with running(process), aiohttp.ClientSession() as session:
        async with session.get(f"{process.url}/state") as response:
            state = await response.json()
        yield Hub(f"http://127.0.0.1:{port}", state, process.url)
