"""What the entities of hub variables have in common."""

from typing import override

from homeassistant.exceptions import ServiceValidationError

from ...const import DOMAIN
from ..entity import HubEntity
from ..model import Changes, HubVariable, ImpossibleError, Value, commands


class VariableEntity(HubEntity):
    """A hub variable."""

    @property
    def variable(self) -> HubVariable | None:
        """Return the variable; None if the hub no longer shows it."""
        return self.runtime.state.variables.get(self.blueprint.attributes[0])

    @property
    def held(self) -> Value | None:
        """Return what the variable holds; None if that is unknown."""
        return None if self.variable is None else self.variable.value

    @property
    @override
    def reachable(self) -> bool:
        """Return whether the hub still shows the variable."""
        return self.variable is not None

    @override
    def is_shown(self, changes: Changes) -> bool:
        """Return whether the variable changed."""
        name = self.blueprint.attributes[0]
        return changes.variables_reshaped or name in changes.variables

    async def async_set(self, value: str | float | bool) -> None:
        """Set the variable.

        Raises:
            ServiceValidationError: It cannot hold that; nothing was sent.
            HomeAssistantError: It did not get through, or nobody knows whether it did.
        """
        name = self.blueprint.attributes[0]
        kind = self.variable.type if self.variable else ""
        try:
            fitting = commands.variable_value(kind, value)
        except ImpossibleError as err:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key=err.translation_key,
                translation_placeholders={"name": name},
            ) from err
        await self.runtime.set_variable(name, fitting)
