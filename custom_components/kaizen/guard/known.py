"""What the house knows of a thing, for judging what is done to it."""

from typing import Any, Final

from homeassistant.const import ATTR_DEVICE_CLASS, UnitOfTemperature
from homeassistant.core import HomeAssistant, callback

from .risk import Known

_ALARMED: Final = frozenset({"pending", "triggered"})


@callback
def known_of(hass: HomeAssistant, entity_id: str | None) -> Known:
    """Return what states tell of an entity; nothing of what a caller says of it."""
    alarm = any(
        panel.state in _ALARMED
        for panel in hass.states.async_all("alarm_control_panel")
    )
    fahrenheit = hass.config.units.temperature_unit == UnitOfTemperature.FAHRENHEIT
    state = hass.states.get(entity_id) if entity_id else None
    if state is None:
        domain = entity_id.partition(".")[0] if entity_id else None
        return Known(domain=domain, fahrenheit=fahrenheit, alarm=alarm)
    return Known(
        domain=state.domain,
        device_class=state.attributes.get(ATTR_DEVICE_CLASS),
        state=state.state,
        position=_number(state.attributes.get("current_position")),
        tilt=_number(state.attributes.get("current_tilt_position")),
        fahrenheit=fahrenheit,
        alarm=alarm,
    )


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
