"""The fields that several forms of the guard share."""

from collections.abc import Collection, Sequence

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)


def choice(
    translation_key: str, options: Sequence[str], *, multiple: bool = False
) -> SelectSelector:
    """Return a choice among translated options."""
    return SelectSelector(
        SelectSelectorConfig(
            options=list(options),
            mode=SelectSelectorMode.LIST,
            multiple=multiple,
            translation_key=translation_key,
        )
    )


def number(low: int, high: int, unit: str | None = None) -> NumberSelector:
    """Return a box for a whole number."""
    config = NumberSelectorConfig(
        min=low, max=high, step=1, mode=NumberSelectorMode.BOX
    )
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def among(entity_ids: Collection[str]) -> EntitySelector:
    """Return a choice among these entities only."""
    return EntitySelector(EntitySelectorConfig(include_entities=sorted(entity_ids)))


def satellites(*, multiple: bool = True) -> EntitySelector:
    """Return a choice among voice satellites."""
    return EntitySelector(
        EntitySelectorConfig(filter={"domain": "assist_satellite"}, multiple=multiple)
    )


async def async_people(hass: HomeAssistant) -> SelectSelector:
    """Return a choice among those who have an account."""
    return SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=user.id, label=user.name or user.id)
                for user in await hass.auth.async_get_users()
                if user.is_active and not user.system_generated
            ],
            mode=SelectSelectorMode.DROPDOWN,
            multiple=True,
        )
    )
