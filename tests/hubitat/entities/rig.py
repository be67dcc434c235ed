"""A house on a simulated hub: what Home Assistant shows of it, and what it lets one do."""

from dataclasses import dataclass
from typing import Any

from aiohttp.test_utils import TestServer
from homeassistant.core import Context, HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.kaizen.const import CONF_KIND, DOMAIN, EntryKind
from custom_components.kaizen.hubitat.runtime import HubRuntime
from custom_components.kaizen.hubitat.settings import (
    CONF_ADDRESS,
    CONF_INTERNAL_URL,
    CONF_TOKEN,
    CONF_TRANSPORT,
    CONF_WEBHOOK_ID,
    Transport,
)

from tests.simulators.hubitat import CommandReceived, Device, HubSimulator

UUID = "5d5b6f0e-6d1b-4b0e-9d2f-0d4f1b6f7a11"
WEBHOOK = "c0ffee0123456789c0ffee0123456789"


@dataclass(slots=True, kw_only=True)
class HubHouse:
    """Home Assistant, the hub and the entry that connects them."""

    hass: HomeAssistant
    hub: HubSimulator
    entry: MockConfigEntry

    @property
    def runtime(self) -> HubRuntime:
        """Return what the entry runs."""
        runtime: HubRuntime = self.entry.runtime_data
        return runtime

    def device(self, label: str, room: str | None = None) -> Device:
        """Return a device of the hub by its name, and its room where there are two."""
        devices = self.hub.devices.values()
        return next(d for d in devices if d.label == label and room in (None, d.room))

    def entity_id(self, platform: str, device: str | Device | None, key: str) -> str:
        """Return the id of an entity of a device, or with None of the hub."""
        if isinstance(device, str):
            device = self.device(device)
        place = "hub" if device is None else device.id
        found = er.async_get(self.hass).async_get_entity_id(
            platform, DOMAIN, f"{UUID}-{place}-{key}"
        )
        assert found is not None, (platform, place, key)
        return found

    def state(self, platform: str, device: str | Device | None, key: str) -> State:
        """Return what Home Assistant shows of an entity."""
        state = self.hass.states.get(self.entity_id(platform, device, key))
        assert state is not None
        return state

    def keys(self, platform: str, device: str) -> set[str]:
        """Return the keys of a device's entities on a platform."""
        return self.keys_of(platform, self.device(device))

    def keys_of(self, platform: str, device: Device) -> set[str]:
        """Return the same for a device of which there may be two of one name."""
        start = f"{UUID}-{device.id}-"
        entities = er.async_entries_for_config_entry(
            er.async_get(self.hass), self.entry.entry_id
        )
        return {
            entity.unique_id.removeprefix(start)
            for entity in entities
            if entity.domain == platform and entity.unique_id.startswith(start)
        }

    async def call(
        self,
        action: str,
        device: str | Device | None,
        key: str,
        *,
        context: Context | None = None,
        settle: bool = True,
        **data: Any,
    ) -> list[tuple[str, tuple[str, ...]]]:
        """Call an action on an entity, let the house come to rest, and return what the hub was told."""
        platform, _, service = action.partition(".")
        before = len(self.hub.journal.commands)
        await self.hass.services.async_call(
            platform,
            service,
            {"entity_id": self.entity_id(platform, device, key), **data},
            blocking=True,
            context=context,
        )
        if settle:
            await self.settle()
        return [told(c) for c in self.hub.journal.commands[before:]]

    async def settle(self) -> None:
        """Let the house come to rest, and Home Assistant hear of it."""
        await self.hub.settle()
        await self.hass.async_block_till_done()

    async def advance(self, seconds: float) -> None:
        """Let time pass in the house."""
        await self.hub.advance(seconds)
        await self.hass.async_block_till_done()

    async def report(self, device: str | Device, attribute: str, value: Any) -> None:
        """Let a device report something."""
        if isinstance(device, str):
            device = self.device(device)
        self.hub.report(device.id, attribute, value)
        await self.settle()


def told(command: CommandReceived) -> tuple[str, tuple[str, ...]]:
    """Return a command's name and arguments."""
    return command.name, command.arguments


async def async_move_in(
    hass: HomeAssistant, hub: HubSimulator, receiver: TestServer, **options: Any
) -> HubHouse:
    """Connect Home Assistant to a hub whose events come by webhook."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        unique_id=UUID,
        data={
            CONF_KIND: EntryKind.HUBITAT,
            CONF_ADDRESS: hub.maker_url.partition("?")[0],
            CONF_TOKEN: hub.token,
            CONF_WEBHOOK_ID: WEBHOOK,
        },
        options={
            CONF_INTERNAL_URL: str(receiver.make_url("")),
            CONF_TRANSPORT: Transport.WEBHOOK,
            **options,
        },
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return HubHouse(hass=hass, hub=hub, entry=entry)


async def async_serve(hass: HomeAssistant) -> TestServer:
    """Let Home Assistant listen for webhooks."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "webhook", {})
    # As Home Assistant itself does, whose integrations add routes while it runs.
    hass.http.app.router.freeze = lambda: None  # type: ignore[method-assign]
    server = TestServer(hass.http.app)
    await server.start_server()
    return server
