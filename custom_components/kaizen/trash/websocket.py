"""The trash for the panel: administrators look and restore, and only the owner erases."""

from dataclasses import asdict
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.components.conversation.chat_log import current_chat_log
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
import probatio

from .house import async_house
from .model import TrashItem
from .purge import Eraser

_ID: Final = probatio.Match(r"[0-9a-f]{32}\Z")
_TEXT: Final = probatio.All(str, probatio.Length(max=100))
MAX_ERASE: Final = 1000


@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    for command in (ws_list, ws_restore, ws_erase):
        websocket_api.async_register_command(hass, command)


def _told(item: TrashItem) -> dict[str, Any]:
    times = {
        key: getattr(item, key).isoformat() for key in ("deleted_at", "expires_at")
    }
    return asdict(item) | times


@websocket_api.require_admin
@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/trash/list",
        probatio.Optional("kind"): _TEXT,
        probatio.Optional("key"): _TEXT,
        probatio.Optional("limit", default=100): probatio.All(
            int, probatio.Range(min=1, max=1000)
        ),
    }
)
@websocket_api.async_response
async def ws_list(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send what is in the trash, latest first, without its content."""
    items = await async_house(hass).trash.async_list(
        kind=msg.get("kind"), key=msg.get("key"), limit=msg["limit"]
    )
    connection.send_result(msg["id"], {"items": [_told(item) for item in items]})


@websocket_api.require_admin
@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/trash/restore",
        probatio.Required("item_id"): _ID,
    }
)
@websocket_api.async_response
async def ws_restore(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Put a thing back."""
    trash = async_house(hass).trash
    item = await trash.async_restore(msg["item_id"], actor=connection.user.id)
    connection.send_result(msg["id"], {"item": _told(item)})


@websocket_api.require_admin
@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/trash/erase",
        probatio.Required("item_ids"): probatio.All(
            [_ID], probatio.Length(min=1, max=MAX_ERASE)
        ),
    }
)
@websocket_api.async_response
async def ws_erase(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Erase for good, for the owner, and never inside a turn of a conversation.

    Raises:
        Unauthorized: Somebody else asks.
    """
    if not connection.user.is_owner or current_chat_log.get() is not None:
        raise Unauthorized
    house = async_house(hass)
    eraser = Eraser(house.trash, house.store, hass.async_add_executor_job)
    erased = await eraser.async_erase(msg["item_ids"], actor=connection.user.id)
    connection.send_result(msg["id"], {"erased": erased})
