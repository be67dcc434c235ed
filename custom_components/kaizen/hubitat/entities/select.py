"""Selects: the mode of the house."""

from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.const import Platform
from homeassistant.exceptions import ServiceValidationError

from ...const import DOMAIN
from ..entity import HubEntity
from ..model import Changes, EntityBlueprint, ImpossibleError
from ..runtime import HubRuntime
from . import entities_of


class ModeSelect(HubEntity, SelectEntity):
    """The mode of the house."""

    _attr_device_class: None

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str | None
    ) -> None:
        """Offer the blueprint's modes."""
        super().__init__(runtime, blueprint, device_id)
        self._attr_options = list(blueprint.options)

    @property
    @override
    def reachable(self) -> bool:
        """Return whether the hub tells its modes."""
        return bool(self.runtime.state.modes)

    @override
    def is_shown(self, changes: Changes) -> bool:
        """Return whether the mode changed, or there are others."""
        return changes.mode or changes.modes

    @property
    @override
    def current_option(self) -> str | None:
        """Return the active mode."""
        mode = self.runtime.state.mode
        return None if mode is None else mode.name

    @override
    async def async_select_option(self, option: str) -> None:
        """Change the mode.

        Raises:
            ServiceValidationError: Old firmware does not tell by what a mode is called for.
            HomeAssistantError: It did not get through, or nobody knows whether it did.
        """
        modes = self.runtime.state.modes
        wanted = next((m.id for m in modes if m.name == option), None)
        if wanted is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key=ImpossibleError.translation_key,
                translation_placeholders={"name": option},
            )
        await self.runtime.set_mode(wanted)


async_setup_entry = entities_of(Platform.SELECT, ModeSelect)
