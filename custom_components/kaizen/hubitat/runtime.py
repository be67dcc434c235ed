"""What one loaded hub holds, and what entities and actions use of it."""

from collections.abc import Awaitable, Callable, Iterable

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.device_registry import DeviceInfo

from ..const import DOMAIN
from . import gate
from .api import Argument, HubError, MakerApi
from .blueprints import BlueprintBook
from .device_sync import DeviceSync
from .failures import translated
from .gate import Wish
from .link import HubLink
from .model import Changes, EntityBlueprint, HubDevice, HubState
from .settings import HubSettings
from .subscriptions import DevicesListener, Listener, Subscriptions
from .unsecuring import HSM_UNSECURING, unsecures

type HubConfigEntry = ConfigEntry[HubRuntime]


class HubRuntime:
    """A hub: its live state, who listens to it, and the way to tell it something."""

    def __init__(self, hass: HomeAssistant, entry: HubConfigEntry) -> None:
        """Prepare to talk to the hub of an entry."""
        self._hass = hass
        self.entry = entry
        self.settings = HubSettings.read(
            entry.data,
            entry.options,
            temperature_unit=str(hass.config.units.temperature_unit),
        )
        self.api = MakerApi(
            async_get_clientsession(hass),
            self.settings.address,
            self.settings.token,
            ssl=self.settings.ssl,
        )
        self.state = HubState()
        self._blueprints = BlueprintBook(self.state, self.settings)
        self._subscriptions = Subscriptions()
        self._devices = DeviceSync(hass, entry, self.state, self.api)
        self.link = HubLink(
            hass,
            entry,
            api=self.api,
            settings=self.settings,
            state=self.state,
            publish=self._publish,
            availability_changed=self._subscriptions.async_publish_to_all,
            reconciled=self._devices.async_remove_gone,
        )

    @property
    def hub_id(self) -> str:
        """Return what unique ids begin with: it outlives token, address and the hub itself."""
        assert self.entry.unique_id is not None
        return self.entry.unique_id

    @property
    def available(self) -> bool:
        """Return whether the hub answers, so that `state` is what it says."""
        return self.link.available

    @property
    def temperature_unit(self) -> str:
        """Return °C or °F: what the hub means where it does not say."""
        return self.settings.temperature_unit

    async def async_start(self) -> None:
        """Ask for everything and begin to listen, until the entry is unloaded.

        Raises:
            HubError: The hub does not answer as it should.
        """
        self._devices.async_register_hub()
        await self.link.async_start()

    @callback
    def subscribe(self, device_id: str | None, listener: Listener) -> CALLBACK_TYPE:
        """Call a listener with whatever changes about a device, presses and removal included.

        With None it hears of modes, HSM, its alerts and variables. No changes at all mean that
        `available` is another.
        """
        return self._subscriptions.async_add(device_id, listener)

    @callback
    def on_new_devices(self, listener: DevicesListener) -> CALLBACK_TYPE:
        """Call a listener with the ids of all devices now, and later with those that are new or reshaped."""
        remove = self._subscriptions.async_add_for_devices(listener)
        listener(tuple(self.state.devices))
        return remove

    @callback
    def device_info(self, device_id: str | None = None) -> DeviceInfo:
        """Return how Home Assistant knows a device, or with None the hub itself."""
        return self._devices.info(device_id)

    @callback
    def blueprints(self, device_id: str | None = None) -> tuple[EntityBlueprint, ...]:
        """Return which entities a device, or with None the hub itself, is to have."""
        return self._blueprints.look_up(device_id)

    def find(self, identifiers: Iterable[tuple[str, str]]) -> HubDevice | None:
        """Return the device that is registered under one of these identifiers."""
        start = f"{self.hub_id}_"
        for domain, identifier in identifiers:
            if domain == DOMAIN and identifier.startswith(start):
                return self.state.devices.get(identifier.removeprefix(start))
        return None

    async def send(
        self,
        device_id: str,
        command: str,
        *args: Argument,
        context: Context | None = None,
        entity_id: str | None = None,
    ) -> None:
        """Send a device a command, once; what comes of it is told by the device.

        Raises:
            HomeAssistantError: It did not get through, or nobody knows whether it did; the device
                is then asked what it does.
        """
        device = self.state.devices.get(device_id)
        name = device.label if device else device_id
        asks = (
            device is None
            or unsecures(device, command)
            or gate.concerns(self._hass, entity_id, command)
        )
        await self._deliver(
            lambda: self.api.command(device_id, command, *args),
            Wish(
                label=name,
                command=command,
                arguments=args,
                entity_id=entity_id,
                context=context,
            )
            if asks
            else None,
            device_id=device_id,
            name=name,
        )

    async def set_hsm(
        self,
        command: str,
        *,
        context: Context | None = None,
        entity_id: str | None = None,
    ) -> None:
        """Send Hubitat Safety Monitor a command.

        Raises:
            HomeAssistantError: It did not get through, or nobody knows whether it did.
        """
        await self._deliver(
            lambda: self.api.set_hsm(command),
            Wish(label="HSM", command=command, entity_id=entity_id, context=context)
            if command in HSM_UNSECURING
            or gate.concerns(self._hass, entity_id, command)
            else None,
        )
        if command == "cancelAlerts":
            self._publish(self.state.hsm.end_alerts())

    async def set_mode(self, mode_id: str) -> None:
        """Change the mode of the house.

        Raises:
            HomeAssistantError: It did not get through, or nobody knows whether it did.
        """
        await self._deliver(lambda: self.api.set_mode(mode_id))

    async def set_variable(self, name: str, value: str | float | bool) -> None:
        """Set a hub variable.

        Raises:
            HomeAssistantError: It did not get through, or nobody knows whether it did.
        """
        await self._deliver(lambda: self.api.set_variable(name, value))

    async def refresh(self) -> None:
        """Ask the hub for everything now.

        Raises:
            HomeAssistantError: It does not answer as it should.
        """
        try:
            await self.link.async_reconcile()
        except HubError as err:
            raise translated(HomeAssistantError, err, self.entry.title) from err

    async def _deliver(
        self,
        tell: Callable[[], Awaitable[None]],
        wish: Wish | None = None,
        *,
        device_id: str | None = None,
        name: str | None = None,
    ) -> None:
        if wish is not None:
            await gate.async_check(self._hass, wish)
        try:
            await tell()
        except HubError as err:
            self.link.async_doubt(err, device_id)
            name = name or self.entry.title
            raise translated(HomeAssistantError, err, name) from err

    @callback
    def _publish(self, changes: Changes) -> None:
        self._devices.async_follow(changes)
        self._subscriptions.async_publish(changes)
