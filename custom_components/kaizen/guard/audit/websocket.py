"""The audit for the panel: administrators see it, and only the owner sees duress."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import probatio

from ..model import Origin, Risk, Tier
from .actions import told
from .chain import Record
from .entry import AuditKind, Verdict
from .log import AuditUnwritableError, async_get_audit
from .query import MAX_PAGE, AuditFilter, shown

_OWNER_ONLY: Final = "duress"
_TEXT: Final = probatio.All(str, probatio.Length(max=100))

FILTER: Final = {
    probatio.Optional("start"): cv.datetime,
    probatio.Optional("end"): cv.datetime,
    probatio.Optional("kind"): probatio.In([kind.value for kind in AuditKind]),
    probatio.Optional("origin"): probatio.In([origin.value for origin in Origin]),
    probatio.Optional("tier"): probatio.In([tier.value for tier in Tier]),
    probatio.Optional("decision"): probatio.In([verdict.value for verdict in Verdict]),
    probatio.Optional("risk"): probatio.In([risk.name.lower() for risk in Risk]),
    probatio.Optional("entity"): _TEXT,
    probatio.Optional("user_id"): _TEXT,
    probatio.Optional("request_id"): _TEXT,
    probatio.Optional("rule"): _TEXT,
    probatio.Optional(_OWNER_ONLY): bool,
}


@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    for command in (ws_list, ws_verify, ws_subscribe):
        websocket_api.async_register_command(hass, command)


@websocket_api.require_admin
@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/audit/list",
        probatio.Optional("filter", default=dict): FILTER,
        probatio.Optional("before"): probatio.All(int, probatio.Range(min=1)),
        probatio.Optional("limit", default=50): probatio.All(
            int, probatio.Range(min=1, max=MAX_PAGE)
        ),
    }
)
@websocket_api.async_response
async def ws_list(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send lines, newest first, and where the next page begins."""
    owner = connection.user.is_owner
    try:
        page = await async_get_audit(hass).async_list(
            _filter(msg["filter"], is_owner=owner),
            before=msg.get("before"),
            limit=msg["limit"],
        )
    except OSError as err:
        raise AuditUnwritableError from err
    records = [shown(record, to_owner=owner) for record in page.records]
    connection.send_result(msg["id"], {"entries": records, "before": page.before})


def _filter(asked: Mapping[str, Any], *, is_owner: bool) -> AuditFilter:
    """Return what is asked for; times without a zone are local."""
    wanted: dict[str, Any] = {
        key: dt_util.as_utc(value) if isinstance(value, datetime) else value
        for key, value in asked.items()
        if is_owner or key != _OWNER_ONLY
    }
    return AuditFilter(**wanted)


@websocket_api.require_admin
@websocket_api.websocket_command({probatio.Required("type"): "kaizen/audit/verify"})
@websocket_api.async_response
async def ws_verify(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Look at every line and send what was found."""
    report = await async_get_audit(hass).async_verify()
    connection.send_result(msg["id"], told(report))


@websocket_api.require_admin
@websocket_api.websocket_command({probatio.Required("type"): "kaizen/audit/subscribe"})
@callback
def ws_subscribe(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send every line that is written from now on."""

    @callback
    def send(record: Record) -> None:
        line = shown(record, to_owner=connection.user.is_owner)
        connection.send_event(msg["id"], line)

    audit = async_get_audit(hass)
    connection.subscriptions[msg["id"]] = audit.async_listen(send)
    connection.send_result(msg["id"])
