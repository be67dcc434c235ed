"""What the owner decides about all searches."""

from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
)
import probatio

from ..model import SafeSearch
from ..settings import CONF_AUTOMATIC, CONF_SAFE

_OPTIONS: Final = probatio.Schema(
    {
        probatio.Required(CONF_AUTOMATIC, default=True): BooleanSelector(),
        probatio.Required(
            CONF_SAFE, default=SafeSearch.MODERATE.name.lower()
        ): SelectSelector(
            SelectSelectorConfig(
                options=[level.name.lower() for level in SafeSearch],
                translation_key="safe_search",
            )
        ),
    }
)


class SearchOptionsFlow(OptionsFlow):
    """Changes how is searched."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin."""
        return await self.async_step_search()

    async def async_step_search(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask."""
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        return self.async_show_form(
            step_id="search",
            data_schema=self.add_suggested_values_to_schema(
                _OPTIONS, self.config_entry.options
            ),
        )
