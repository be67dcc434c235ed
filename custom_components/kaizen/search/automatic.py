"""Questions that plainly need today's facts are searched before the model reads them."""

from collections.abc import Sequence
from typing import Final, Protocol

from homeassistant.core import Context, HomeAssistant

from ..guard import TaintSource, async_note_taint
from .asker import async_asker
from .errors import NotAllowedError, QuotaError, SearchError
from .questions import is_weather_at_home, topic_of
from .runtime import async_runtime
from .telling import tell_findings
from .weather import async_house_weather, names_of_home

PATIENCE: Final = 1.8
"""Seconds a turn waits, less than a stage of enrichment has; a slower search goes on for the tool."""
VOICE_PATIENCE: Final = 0.35
"""The same where somebody listens: the model then calls the tool, and the wait is announced."""
RESULTS: Final = 4
_BEGUN: Final = (
    "The web is being searched for this: call kaizen__web_search to get what is found."
)


class Words(Protocol):
    """A turn, as far as a search needs to know it."""

    @property
    def hass(self) -> HomeAssistant:
        """Home Assistant."""

    @property
    def text(self) -> str:
        """What the person said."""

    @property
    def language(self) -> str:
        """The language of it."""

    @property
    def device_id(self) -> str | None:
        """What it came through."""

    @property
    def context(self) -> Context:
        """Who stands behind it."""


async def async_search_for_turn(words: Words) -> Sequence[str]:
    """Return what was found for a question that needs it; a failure is the tool's to tell."""
    hass = words.hass
    if (runtime := async_runtime(hass)) is None or not runtime.settings.automatic:
        return ()
    home = names_of_home(hass)
    if topic_of(words.text, home=home) is None:
        if is_weather_at_home(words.text, home=home):
            return await _async_own_weather(hass)
        return ()
    asker = await async_asker(hass, words.context, words.device_id)
    query = runtime.query(words.text, words.language)
    patience = VOICE_PATIENCE if asker.voice else PATIENCE
    try:
        found = await runtime.async_find(query, asker, most=RESULTS, patience=patience)
    except (NotAllowedError, QuotaError) as err:
        return (err.said,)
    except SearchError:
        if not runtime.engine.is_running(query):
            return ()
        runtime.book.begin(asker.conversation, asker.turn, query)
        return (_BEGUN,)
    if asker.chat_log:
        async_note_taint(hass, asker.chat_log.conversation_id, TaintSource.WEB)
    return (f"The web was searched: {tell_findings(found)}",)


async def _async_own_weather(hass: HomeAssistant) -> Sequence[str]:
    """Return the forecast: how it is now is in every turn that asks for the weather."""
    days = (await async_house_weather(hass))[1:]
    return (
        (f"Forecast of the house's own weather station: {'; '.join(days)}",)
        if days
        else ()
    )
