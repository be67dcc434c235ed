"""The house at this minute: time, room, alarm, and the weather when it is asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
import re
from typing import Any, Final

from homeassistant.components.conversation import DOMAIN as ASSISTANT
from homeassistant.components.homeassistant import async_should_expose
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    floor_registry as fr,
)
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .clock import date_and_time
from .stage import StageInput
from .text import quoted_name

_MOST: Final = 3
"""Alarm panels, or weather stations, that fit a short block."""

_WEATHER_QUESTIONS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(weather|forecast|umbrella|raincoat|sunscreen)\b",
        r"\b(is|will|does|did|going to|gonna)\b.{0,30}\b(rain|snow|storm(?! door| window)|hail|freez|sunny|windy|foggy|cloudy)",
        r"\b(warm|cold|hot|chilly|degrees|temperature|like)\b.{0,20}\b(outside|outdoors)\b",
        r"\b(outside|outdoor)s?\b.{0,20}\b(warm|cold|hot|chilly|degrees|temperature)\b",
        r"\b(un)?wetter(bericht|vorhersage|aussichten|lage)?\b",
        r"\b(regenschirm|regenjacke|sonnencreme|vorhersage)\b",
        r"\b(regnet|schneit|hagelt|stürmt|gewittert)\b",
        r"\b(wird|gibt|kommt|soll)\b.{0,30}\b(regnen|regen|schneien|schnee|gewitter|sturm|sonnig|windig|frost|neblig)",
        r"\b(warm|kalt|heiß|grad|temperatur)\b.{0,20}\bdrau(ß|ss)en\b",
        r"\bdrau(ß|ss)en\b.{0,20}\b(warm|kalt|heiß|grad|temperatur)\b",
    )
)


def asks_for_weather(text: str) -> bool:
    """Tell whether the words are about the weather, in English or German."""
    return any(pattern.search(text) for pattern in _WEATHER_QUESTIONS)


async def house(stage: StageInput) -> Sequence[str]:
    """Return the time, the room and the alarm in one line, and the weather in another."""
    now = (
        date_and_time(dt_util.now(), stage.base_language),
        *_room(stage.hass, stage.device_id),
        *await _alarms(stage),
    )
    weather = await _weather(stage) if asks_for_weather(stage.text) else ()
    return (" · ".join(now), *weather)


@callback
def _room(hass: HomeAssistant, device_id: str | None) -> Iterator[str]:
    if (
        device_id is None
        or (device := dr.async_get(hass).async_get(device_id)) is None
        or (area_id := dr.async_get_effective_area_id(hass, device)) is None
        or (area := ar.async_get(hass).async_get_area(area_id)) is None
    ):
        return
    name = quoted_name(area.name)
    floor = area.floor_id and fr.async_get(hass).async_get_floor(area.floor_id)
    yield f"{name} ({quoted_name(floor.name)})" if floor else name


async def _alarms(stage: StageInput) -> Sequence[str]:
    panels = _exposed(stage.hass, Platform.ALARM_CONTROL_PANEL)
    if not panels:
        return ()
    words = await _state_words(stage, Platform.ALARM_CONTROL_PANEL)
    several = len(panels) > 1
    return [
        f"Alarm{f' {quoted_name(panel.name)}' if several else ''}: {words(panel)}"
        for panel in panels
    ]


async def _weather(stage: StageInput) -> Sequence[str]:
    stations = _exposed(stage.hass, Platform.WEATHER)
    if not stations:
        return ()
    words = await _state_words(stage, Platform.WEATHER)
    return [
        f"Weather now, {quoted_name(station.name)}: "
        + ", ".join((words(station), *_readings(station.attributes)))
        for station in stations
    ]


def _readings(attributes: Mapping[str, Any]) -> Iterator[str]:
    """Return the measured values that a weather entity has, with their units."""
    for label, value, unit in (
        ("", "temperature", attributes.get("temperature_unit", "")),
        ("humidity ", "humidity", "%"),
        ("wind ", "wind_speed", attributes.get("wind_speed_unit", "")),
    ):
        if (reading := attributes.get(value)) is not None:
            yield f"{label}{reading} {unit}".rstrip()


@callback
def _exposed(hass: HomeAssistant, domain: str) -> list[State]:
    """Return what conversation agents may see of a domain, a few at most."""
    states = sorted(hass.states.async_all(domain), key=lambda state: state.entity_id)
    seen = (s for s in states if async_should_expose(hass, ASSISTANT, s.entity_id))
    return list(islice(seen, _MOST))


async def _state_words(stage: StageInput, domain: str) -> Callable[[State], str]:
    """Return how the states of a domain are called in the person's language."""
    translations = await async_get_translations(
        stage.hass, stage.base_language, "entity_component", {domain}
    )

    def words(state: State) -> str:
        key = f"component.{domain}.entity_component._.state.{state.state}"
        return translations.get(key, state.state.replace("_", " "))

    return words
