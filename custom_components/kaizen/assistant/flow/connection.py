"""The address and key of a model server: read from a form, and tried."""

from collections.abc import Mapping
from dataclasses import dataclass
import ipaddress
import os
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio
from yarl import URL

from ..ollama import (
    InstalledModel,
    InvalidUrlError,
    NotOllamaError,
    OllamaClient,
    OllamaError,
    StalledError,
    TlsError,
    UnauthorizedError,
    UnreachableError,
    normalise_url,
)
from ..settings import CONF_API_KEY, CONF_FALLBACK_API_KEY, CONF_FALLBACK_URL, CONF_URL

_SECRET: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))

CONNECTION_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(CONF_URL): TextSelector(),
        probatio.Optional(probatio.Secret(CONF_API_KEY)): _SECRET,
        probatio.Optional(CONF_FALLBACK_URL): TextSelector(),
        probatio.Optional(probatio.Secret(CONF_FALLBACK_API_KEY)): _SECRET,
    }
)
KEY_SCHEMA: Final = probatio.Schema(
    {probatio.Optional(probatio.Secret(CONF_API_KEY)): _SECRET}
)

ERRORS: Final[Mapping[type[Exception], tuple[str, str]]] = {
    TlsError: (CONF_URL, "tls"),
    UnreachableError: (CONF_URL, "unreachable"),
    StalledError: (CONF_URL, "unreachable"),
    NotOllamaError: (CONF_URL, "not_ollama"),
    UnauthorizedError: (CONF_API_KEY, "unauthorized"),
    OllamaError: ("base", "server_error"),
}
"""The field a failure is shown at, and its text."""

_GIGABYTE: Final = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A model server that has answered."""

    client: OllamaClient
    installed: list[InstalledModel]


def read_connection(form: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return a form's data as an entry stores it, and the errors in it by field."""
    data: dict[str, str] = {}
    errors: dict[str, str] = {}
    for field in (CONF_URL, CONF_FALLBACK_URL):
        if text := form.get(field, "").strip():
            try:
                data[field] = normalise_url(text)
            except InvalidUrlError as err:
                errors[field] = err.translation_key
    if CONF_URL not in data:
        errors[CONF_URL] = InvalidUrlError.translation_key
    elif data[CONF_URL] == data.get(CONF_FALLBACK_URL):
        errors[CONF_FALLBACK_URL] = "same_url"
    for field in (CONF_API_KEY, CONF_FALLBACK_API_KEY):
        if key := form.get(field, "").strip():
            data[field] = key
    return data, errors


async def async_try(
    hass: HomeAssistant, data: Mapping[str, str]
) -> tuple[Server | None, dict[str, str]]:
    """Return the server an entry's data leads to, or what is wrong with it by field."""
    client = OllamaClient(
        async_get_clientsession(hass), data[CONF_URL], data.get(CONF_API_KEY)
    )
    try:
        await client.version()
        return Server(client=client, installed=await client.installed()), {}
    except OllamaError as err:
        field, text = next(ERRORS[kind] for kind in type(err).__mro__ if kind in ERRORS)
        return None, {field: text}


def host_memory(url: str) -> int | None:
    """Return this machine's memory in gigabytes if it is the one at `url`."""
    if not _is_loopback(URL(url).host or ""):
        return None
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except ValueError, OSError:
        return None
    return round(pages * size / _GIGABYTE)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
