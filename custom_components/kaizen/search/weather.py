"""The house's own weather, which knows better than the web what it is like here."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from homeassistant.components.homeassistant import async_should_expose
from homeassistant.components.weather import (
    DOMAIN as WEATHER,
    SERVICE_GET_FORECASTS,
    WeatherEntityFeature,
)
from homeassistant.const import ATTR_ENTITY_ID, ATTR_SUPPORTED_FEATURES
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar
from homeassistant.util import dt as dt_util

DAYS: Final = 4
_UNKNOWN: Final = frozenset({"unknown", "unavailable"})


@callback
def names_of_home(hass: HomeAssistant) -> list[str]:
    """Return how this house and its rooms are called."""
    areas = [area.name for area in ar.async_get(hass).async_list_areas()]
    return [hass.config.location_name, *areas]


async def async_house_weather(hass: HomeAssistant) -> list[str]:
    """Return what the first exposed weather entity says: now, and a line for each day."""
    if (station := _station(hass)) is None:
        return []
    lines = [f"{station.name}, now: {', '.join(_now(station))}"]
    lines += [_day(row) for row in await _async_forecast(hass, station)]
    return lines


@callback
def _station(hass: HomeAssistant) -> State | None:
    for state in sorted(hass.states.async_all(WEATHER), key=lambda one: one.entity_id):
        exposed = async_should_expose(hass, "conversation", state.entity_id)
        if exposed and state.state not in _UNKNOWN:
            return state
    return None


def _now(station: State) -> Iterator[str]:
    yield station.state
    given = station.attributes
    for name, unit in (
        ("temperature", given.get("temperature_unit", "")),
        ("humidity", "%"),
        ("wind_speed", given.get("wind_speed_unit", "")),
    ):
        if (value := given.get(name)) is not None:
            yield f"{name.replace('_', ' ')} {value} {unit}".rstrip()


async def _async_forecast(
    hass: HomeAssistant, station: State
) -> list[Mapping[str, Any]]:
    features = station.attributes.get(ATTR_SUPPORTED_FEATURES, 0)
    if not features & WeatherEntityFeature.FORECAST_DAILY:
        return []
    try:
        found = await hass.services.async_call(
            WEATHER,
            SERVICE_GET_FORECASTS,
            {ATTR_ENTITY_ID: station.entity_id, "type": "daily"},
            blocking=True,
            return_response=True,
        )
    except HomeAssistantError:
        return []
    match found:
        case {station.entity_id: {"forecast": [*rows]}}:
            return [row for row in rows if isinstance(row, Mapping)][:DAYS]
    return []


def _day(row: Mapping[str, Any]) -> str:
    when = dt_util.parse_datetime(str(row.get("datetime", "")))
    name = f"{dt_util.as_local(when):%A %Y-%m-%d}" if when else "?"
    said = [str(row.get("condition", ""))]
    low, high = row.get("templow"), row.get("temperature")
    if high is not None:
        said.append(
            f"{low} to {high} degrees" if low is not None else f"{high} degrees"
        )
    if (rain := row.get("precipitation_probability")) is not None:
        said.append(f"{rain} % chance of rain")
    return f"{name}: {', '.join(filter(None, said))}"
