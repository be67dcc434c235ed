"""The action `kaizen.search`, and what it shares with HTTP clients."""

from typing import Any, Final

from homeassistant.core import (
    Context,
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType
import probatio

from ..const import DOMAIN
from ..guard import clean
from .asker import async_asker
from .engine import KEPT
from .runtime import async_require

SERVICE_SEARCH: Final = "search"
MOST_PAGES: Final = 3

ATTR_LANGUAGE: Final = "language"
ATTR_PAGES: Final = "pages"
ATTR_QUERY: Final = "query"
ATTR_RESULTS: Final = "results"

SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(ATTR_QUERY): probatio.All(
            cv.string, str.strip, probatio.Length(min=1, max=500)
        ),
        probatio.Optional(ATTR_RESULTS, default=5): probatio.All(
            probatio.Coerce(int), probatio.Range(min=1, max=KEPT)
        ),
        probatio.Optional(ATTR_PAGES, default=0): probatio.All(
            probatio.Coerce(int), probatio.Range(min=0, max=MOST_PAGES)
        ),
        probatio.Optional(ATTR_LANGUAGE): cv.string,
    }
)
"""What an action, a GET and a POST may ask for."""


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the action."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_SEARCH,
        _async_search,
        schema=SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )


async def async_search(
    hass: HomeAssistant, wanted: dict[str, Any], context: Context
) -> JsonObjectType:
    """Search on behalf of a context's user; `wanted` fits the schema.

    What comes back are other people's words, without anything unseen in them.

    Raises:
        SearchError: Search is off, they may not, nothing is found, or nobody answers.
    """
    runtime = async_require(hass)
    asker = await async_asker(hass, context)
    query = runtime.query(wanted[ATTR_QUERY], wanted.get(ATTR_LANGUAGE))
    found = await runtime.async_find(
        query, asker, most=wanted[ATTR_RESULTS], pages=wanted[ATTR_PAGES]
    )
    return clean(found.as_dict())


async def _async_search(call: ServiceCall) -> ServiceResponse:
    return await async_search(call.hass, dict(call.data), call.context)
