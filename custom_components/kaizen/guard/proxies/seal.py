"""Closes the way behind a twin's back: the original, called by its id, asks the same gate."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_component import DATA_INSTANCES

type Method = Callable[..., Awaitable[Any]]
type Ask = Callable[[str, Mapping[str, Any], Context | None], Awaitable[None]]
"""Puts a service with its parameters to the guard, on whose behalf its context says."""

_METHODS: Final[Mapping[Platform, tuple[str, ...]]] = {
    Platform.LOCK: ("lock", "unlock", "open"),
    Platform.COVER: (
        *("open_cover", "close_cover", "stop_cover", "set_cover_position"),
        *("open_cover_tilt", "close_cover_tilt", "stop_cover_tilt"),
        "set_cover_tilt_position",
    ),
    Platform.VALVE: ("open_valve", "close_valve", "stop_valve", "set_valve_position"),
    Platform.ALARM_CONTROL_PANEL: (
        *("alarm_disarm", "alarm_arm_home", "alarm_arm_away", "alarm_arm_night"),
        *("alarm_arm_vacation", "alarm_arm_custom_bypass", "alarm_trigger"),
    ),
}
"""What a command ends in, whichever action it began with; toggling ends in one of them."""


class Seal:
    """Stands in front of an entity of another integration, for as long as it has a twin."""

    def __init__(self, hass: HomeAssistant, domain: Platform, ask: Ask) -> None:
        """Seal nothing yet."""
        self._hass = hass
        self._domain = domain
        self._ask = ask
        self._entity: Entity | None = None
        self._passing: set[str] = set()

    @callback
    def async_put_on(self, entity_id: str) -> None:
        """Seal the entity that has this id now; a reloaded integration brings a new one."""
        component = self._hass.data.get(DATA_INSTANCES, {}).get(self._domain)
        entity = component.get_entity(entity_id) if component else None
        if entity is self._entity:
            return
        self.async_take_off()
        self._entity = entity
        if entity is not None:
            for service in _METHODS[self._domain]:
                method = getattr(entity, f"async_{service}")
                setattr(entity, f"async_{service}", self._asking(service, method))

    @callback
    def async_take_off(self) -> None:
        """Leave the entity as it was."""
        if self._entity is not None:
            for service in _METHODS[self._domain]:
                self._entity.__dict__.pop(f"async_{service}", None)
        self._entity = None

    def let_through(self, context: Context) -> None:
        """Know a call of the twin's, which has asked already."""
        self._passing.add(context.id)

    def done(self, context: Context) -> None:
        """Forget a call of the twin's."""
        self._passing.discard(context.id)

    def _asking(self, service: str, method: Method) -> Method:
        async def asking(*args: Any, **kwargs: Any) -> Any:
            context = self._entity._context if self._entity else None  # noqa: SLF001
            if context is None or context.id not in self._passing:
                await self._ask(service, kwargs, context)
            return await method(*args, **kwargs)

        return asking
