"""The audit in the panel: for administrators, and duress for the owner alone."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.kaizen.guard.audit import AuditLog

from .test_entry import REQUEST
from .test_log import ALLOW, DENY


@pytest.fixture
def is_owner(request: pytest.FixtureRequest, hass_admin_user: MockUser) -> bool:
    """Make the administrator the owner, or not."""
    hass_admin_user.is_owner = request.param
    return bool(request.param)


@pytest.mark.parametrize("is_owner", [True, False], indirect=True)
async def test_list_and_subscription(
    audit: AuditLog, hass_ws_client: WebSocketGenerator, is_owner: bool
) -> None:
    """Filtered, paged, pushed; the lines of others look the same but for duress."""
    client = await hass_ws_client()
    await client.send_json_auto_id({"type": "kaizen/audit/subscribe"})
    assert (await client.receive_json())["success"]
    await audit.async_decided(REQUEST, DENY, request_id="r1")
    await audit.async_decided(REQUEST, ALLOW, request_id="r2", duress=True)
    pushed = [(await client.receive_json())["event"] for _ in range(2)]
    assert [line["request_id"] for line in pushed] == ["r1", "r2"]
    assert pushed[1].get("duress", False) is is_owner

    await client.send_json_auto_id({"type": "kaizen/audit/list", "limit": 1})
    first = (await client.receive_json())["result"]
    assert first["entries"] == [pushed[1]]
    ask = {"type": "kaizen/audit/list", "before": first["before"]}
    await client.send_json_auto_id(ask)
    assert (await client.receive_json())["result"] == {
        "entries": [pushed[0]],
        "before": None,
    }


@pytest.mark.parametrize("is_owner", [True, False], indirect=True)
async def test_others_cannot_ask_for_duress(
    audit: AuditLog, hass_ws_client: WebSocketGenerator, is_owner: bool
) -> None:
    """The filter does nothing for them, or its answer would tell."""
    await audit.async_decided(REQUEST, DENY, request_id="r1")
    await audit.async_decided(REQUEST, ALLOW, request_id="r2", duress=True)
    client = await hass_ws_client()
    wanted = {"duress": True, "start": "2020-01-01T00:00:00", "origin": "model"}
    await client.send_json_auto_id({"type": "kaizen/audit/list", "filter": wanted})
    entries = (await client.receive_json())["result"]["entries"]
    expected = ["r2"] if is_owner else ["r2", "r1"]
    assert [line["request_id"] for line in entries] == expected


async def test_verify(audit: AuditLog, hass_ws_client: WebSocketGenerator) -> None:
    """The same as the action says."""
    await audit.async_decided(REQUEST, DENY, request_id="r1")
    client = await hass_ws_client()
    await client.send_json_auto_id({"type": "kaizen/audit/verify"})
    result = (await client.receive_json())["result"]
    assert result["ok"] is True
    assert result["head_sequence"] == 1
    assert len(result["head_hash"]) == 64


@pytest.mark.parametrize("command", ["list", "verify", "subscribe"])
async def test_only_administrators(
    hass: HomeAssistant,
    audit: AuditLog,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
    command: str,
) -> None:
    """Who was where when is nobody else's business."""
    client = await hass_ws_client(hass, hass_read_only_access_token)
    await client.send_json_auto_id({"type": f"kaizen/audit/{command}"})
    assert (await client.receive_json())["error"]["code"] == "unauthorized"


async def test_unknown_filters_are_refused(
    audit: AuditLog, hass_ws_client: WebSocketGenerator
) -> None:
    """Rather than answered with everything."""
    client = await hass_ws_client()
    for wanted in ({"colour": "red"}, {"origin": "moon"}, {"entity": "x" * 200}):
        await client.send_json_auto_id({"type": "kaizen/audit/list", "filter": wanted})
        assert (await client.receive_json())["error"]["code"] == "invalid_format"
