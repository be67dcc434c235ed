"""The entities that a hub's devices are to have, worked out once for all platforms."""

from .model import EntityBlueprint, HubState, device_blueprints, hub_blueprints
from .settings import HubSettings

type Blueprints = tuple[EntityBlueprint, ...]


class BlueprintBook:
    """The blueprints of one hub's entities."""

    def __init__(self, state: HubState, settings: HubSettings) -> None:
        """Look up devices in `state`."""
        self._state = state
        self._settings = settings
        self._pages: dict[str, tuple[object, Blueprints]] = {}

    def look_up(self, device_id: str | None) -> Blueprints:
        """Return the entities of a device, or with None of the hub itself.

        They stay the same until the device changes in kind: Home Assistant and HomeKit do not
        follow an entity that changes what it can do.
        """
        if device_id is None:
            return hub_blueprints(self._state, variables=self._settings.variables)
        if (device := self._state.devices.get(device_id)) is None:
            self._pages.pop(device_id, None)
            return ()
        shape = device.shape()
        if (page := self._pages.get(device_id)) is None or page[0] != shape:
            page = (
                shape,
                device_blueprints(
                    device,
                    self._settings.overrides.get(device_id),
                    temperature_unit=self._settings.temperature_unit,
                ),
            )
            self._pages[device_id] = page
        return page[1]
