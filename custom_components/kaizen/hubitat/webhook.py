"""The webhook: where the hub posts its events."""

from collections.abc import Callable

from aiohttp.web import Request, Response
from homeassistant.components import webhook
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.network import NoURLAvailableError, get_url

from ..const import DOMAIN
from .api import HubEvent, parse_webhook


def webhook_url(
    hass: HomeAssistant, webhook_id: str, internal_url: str | None
) -> str | None:
    """Return where the hub is to post; None if nobody knows where Home Assistant is in the local network."""
    if internal_url is None:
        try:
            internal_url = get_url(hass, allow_external=False, allow_cloud=False)
        except NoURLAvailableError:
            return None
    return f"{internal_url.rstrip('/')}{webhook.async_generate_path(webhook_id)}"


@callback
def async_listen(
    hass: HomeAssistant,
    name: str,
    webhook_id: str,
    receive: Callable[[HubEvent], None],
) -> CALLBACK_TYPE:
    """Hand over what the local network posts to a webhook, whose id only the hub knows."""

    async def handle(_: HomeAssistant, __: str, request: Request) -> Response | None:
        if event := parse_webhook(await request.read()):
            receive(event)
        return None

    webhook.async_register(hass, DOMAIN, name, webhook_id, handle, local_only=True)
    return lambda: webhook.async_unregister(hass, webhook_id)
