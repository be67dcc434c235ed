"""A guarded twin: shows what another integration's entity shows, and puts every command to the guard."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Final, override

from homeassistant.components.alarm_control_panel.const import DATA_COMPONENT as ALARMS
from homeassistant.components.homeassistant import exposed_entities
from homeassistant.components.lock.const import DATA_COMPONENT as LOCKS
from homeassistant.const import (
    ATTR_CODE,
    ATTR_ENTITY_ID,
    ATTR_SUPPORTED_FEATURES,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    Platform,
)
from homeassistant.core import (
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
    split_entity_id,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.event import (
    async_track_entity_registry_updated_event,
    async_track_state_change_event,
)

from ...const import DOMAIN
from ..command import GuardedCommand
from .adoption import heard_before
from .seal import Seal
from .settings import ProxySettings

type Authorize = Callable[[HomeAssistant, GuardedCommand], Awaitable[None]]

SUFFIX: Final = "guarded"
_FOLLOWED: Final = frozenset({"entity_id", "device_id"})
_CODED: Final[Mapping[str, tuple[Any, str]]] = {
    **{
        f"lock.{service}": (LOCKS, f"async_handle_{service}_service")
        for service in ("lock", "unlock", "open")
    },
    **{
        f"alarm_control_panel.{service}": (ALARMS, f"async_handle_{service}")
        for service in (
            *("alarm_disarm", "alarm_arm_home", "alarm_arm_away", "alarm_arm_night"),
            *("alarm_arm_vacation", "alarm_arm_custom_bypass"),
        )
    },
}
"""The actions that take a code, by the method that runs them."""


class GuardedTwin(Entity):
    """Mirrors its source, and passes on what the guard lets through."""

    _attr_should_poll = False
    domain: ClassVar[Platform]

    def __init__(
        self,
        hass: HomeAssistant,
        settings: ProxySettings,
        source: er.RegistryEntry,
        authorize: Authorize,
    ) -> None:
        """Stand on the source's device, under its name."""
        self._settings = settings
        self._source = source
        self._authorize = authorize
        self._seal = Seal(hass, self.domain, self._async_ask)
        self._attr_unique_id = source.id
        self._attr_has_entity_name = source.has_entity_name
        self._attr_name = source.original_name
        self._attr_entity_category = source.entity_category
        name = split_entity_id(source.entity_id)[1]
        self.entity_id = f"{self.domain}.{name}_{SUFFIX}"
        self._mirrored = hass.states.get(source.entity_id)
        self._is_new = not er.async_get(hass).async_get_entity_id(
            self.domain, DOMAIN, source.id
        )
        if source.device_id and (
            device := dr.async_get(hass).async_get(source.device_id)
        ):
            self.device_entry = device

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the source."""
        self.async_on_remove(
            async_track_state_change_event(
                self.hass, self._source.entity_id, self._async_source_changed
            )
        )
        self.async_on_remove(
            async_track_entity_registry_updated_event(
                self.hass, self._source.entity_id, self._async_source_moved
            )
        )
        self._mirrored = self.hass.states.get(self._source.entity_id)
        self._seal.async_put_on(self._source.entity_id)
        self.async_on_remove(self._seal.async_take_off)
        if self._is_new:
            self._take_over()

    @property
    @override
    def available(self) -> bool:
        """Return whether the source is there."""
        return self._mirrored is not None and self._mirrored.state != STATE_UNAVAILABLE

    @property
    def mirrored(self) -> str | None:
        """The source's state; None while it is not known."""
        state = self._mirrored.state if self._mirrored else STATE_UNKNOWN
        return None if state in (STATE_UNKNOWN, STATE_UNAVAILABLE) else state

    def attribute(self, name: str) -> Any:
        """Return an attribute of the source."""
        return self._mirrored.attributes.get(name) if self._mirrored else None

    @property
    def features(self) -> int:
        """What the source can do."""
        return int(self.attribute(ATTR_SUPPORTED_FEATURES) or 0)

    async def async_pass(self, service: str, **parameters: Any) -> None:
        """Pass a command on to the source.

        Raises:
            GuardRefusedError: The guard does not let it through.
            HomeAssistantError: The source does not take it.
        """
        asked = self._context
        await self._async_ask(service, parameters, asked)
        context = (
            Context(user_id=asked.user_id, parent_id=asked.id) if asked else Context()
        )
        self._seal.let_through(context)
        try:
            await self._async_send(service, parameters, context)
        finally:
            self._seal.done(context)

    async def _async_ask(
        self, service: str, parameters: Mapping[str, Any], context: Context | None
    ) -> None:
        """Put a command to the guard, whether it came to the twin or to the original."""
        state = self.hass.states.get(self.entity_id)
        await self._authorize(
            self.hass,
            GuardedCommand(
                verb=f"{self.domain}.{service}",
                entity_id=self.entity_id,
                label=state.name if state else self.entity_id,
                parameters={k: v for k, v in parameters.items() if k != ATTR_CODE},
                context=context,
            ),
        )

    async def _async_send(
        self, service: str, parameters: Mapping[str, Any], context: Context
    ) -> None:
        verb = f"{self.domain}.{service}"
        if self._settings.code and verb in _CODED and self._wants_code(service):
            await self._async_with_code(verb, self._settings.code, context)
            return
        await self.hass.services.async_call(
            self.domain,
            service,
            {ATTR_ENTITY_ID: self._source.entity_id, **parameters},
            blocking=True,
            context=context,
        )

    def _wants_code(self, service: str) -> bool:
        return self.attribute("code_format") is not None

    async def _async_with_code(self, verb: str, code: str, context: Context) -> None:
        """Run an action without the bus, where every action's data is heard and recorded."""
        component, method = _CODED[verb]
        source = self.hass.data[component].get_entity(self._source.entity_id)
        if source is None:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="guard_source_gone",
                translation_placeholders={"entity_id": self._source.entity_id},
            )
        source.async_set_context(context)
        await source.async_request_call(getattr(source, method)(**{ATTR_CODE: code}))
        if source.should_poll:
            await source.async_update_ha_state(True)

    @callback
    def _async_source_changed(self, event: Event[EventStateChangedData]) -> None:
        self._mirrored = event.data["new_state"]
        self._seal.async_put_on(self._source.entity_id)
        self.async_set_context(event.context)
        self.async_write_ha_state()

    @callback
    def _async_source_moved(
        self, event: Event[er.EventEntityRegistryUpdatedData]
    ) -> None:
        """Start anew when the source has another name or device, or is there again."""
        data = event.data
        if data["action"] != "update" or _FOLLOWED & data["changes"].keys():
            assert self.platform.config_entry is not None
            self.hass.config_entries.async_schedule_reload(
                self.platform.config_entry.entry_id
            )

    def _take_over(self) -> None:
        """Be called, found and heard where the source was."""
        source = self._source
        er.async_get(self.hass).async_update_entity(
            self.entity_id,
            name=source.name,
            icon=source.icon,
            aliases=source.aliases,
            area_id=source.area_id,
            labels=source.labels,
        )
        for assistant in heard_before(source):
            exposed_entities.async_expose_entity(
                self.hass, assistant, self.entity_id, True
            )
