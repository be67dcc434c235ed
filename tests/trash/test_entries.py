"""Removed config entries: kept whole, and back as they were."""

from collections.abc import AsyncGenerator
from datetime import timedelta
import json
from pathlib import Path
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import (
    ConfigEntryDisabler,
    ConfigEntryState,
    ConfigFlow,
    ConfigSubentryData,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockUser,
    async_capture_events,
    async_fire_time_changed,
    mock_config_flow,
    mock_integration,
    mock_platform,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.kaizen import async_remove_entry
from custom_components.kaizen.const import CONF_KIND, DOMAIN
from custom_components.kaizen.guard.audit import async_get_audit, async_setup_audit
from custom_components.kaizen.guard.audit.query import AuditFilter
from custom_components.kaizen.trash import (
    EVENT_EXPIRED,
    TrashConflictError,
    async_get_bin,
    async_setup,
)
from custom_components.kaizen.trash.entries import KIND, entry_of, payload_of
from custom_components.kaizen.trash.house import async_house
from custom_components.kaizen.trash.store import State

SECRET: Final = "very-secret-token"


class Flow(ConfigFlow):
    """Knows the version of the entry below."""

    VERSION = 1
    MINOR_VERSION = 2


@pytest.fixture
async def entry(hass: HomeAssistant) -> AsyncGenerator[MockConfigEntry]:
    """An entry of Kaizen with everything an entry can have; what it connects to is left out."""

    async def set_up(*_: Any) -> None:
        pass

    mock_integration(
        hass,
        MockModule(
            DOMAIN,
            async_setup_entry=set_up,
            async_unload_entry=set_up,
            async_remove_entry=async_remove_entry,
        ),
    )
    mock_platform(hass, f"{DOMAIN}.config_flow")
    await async_setup(hass)
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Hub in the closet",
        unique_id="b7a4",
        data={CONF_KIND: "hubitat", "token": SECRET, "list": [1, 2.5, None, "ü"]},
        options={"interval": 30},
        subentries_data=[
            ConfigSubentryData(
                data={"model": "qwen"},
                subentry_type="conversation",
                title="Voice",
                unique_id="v",
            )
        ],
        version=1,
        minor_version=2,
        pref_disable_polling=True,
    )
    entry.add_to_hass(hass)
    with mock_config_flow(DOMAIN, Flow):
        await hass.config_entries.async_setup(entry.entry_id)
        yield entry
    await hass.async_add_executor_job(async_house(hass).store.close)


async def test_removed_entry_comes_back_equal(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """With its ids, subentries, options and secrets; it is set up again."""
    before = entry.as_dict()
    await hass.config_entries.async_remove(entry.entry_id)
    bin_ = async_get_bin(hass)
    (item,) = await bin_.async_list()
    assert (item.kind, item.key, item.label) == (KIND, entry.entry_id, entry.title)
    await bin_.async_restore(item.id, actor="owner")
    back = hass.config_entries.async_get_entry(entry.entry_id)
    assert back
    assert back.state is ConfigEntryState.LOADED
    assert back.as_dict() == before | {"modified_at": back.as_dict()["modified_at"]}
    assert await bin_.async_list() == []


def test_an_entry_is_written_and_read_back_byte_for_byte() -> None:
    """Also one that is disabled."""
    entry = MockConfigEntry(
        domain=DOMAIN, data={"a": {"b": [1]}}, disabled_by=ConfigEntryDisabler.USER
    )
    content = payload_of(entry).content
    assert payload_of(entry_of(content)).content == content
    assert json.loads(content)["disabled_by"] == "user"


async def test_names_of_entities_come_back(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Home Assistant remembers them for the same entry."""
    registry = er.async_get(hass)
    made = registry.async_get_or_create("lock", DOMAIN, "u1", config_entry=entry)
    registry.async_update_entity(made.entity_id, new_entity_id="lock.my_own_name")
    await hass.config_entries.async_remove(entry.entry_id)
    assert registry.async_get("lock.my_own_name") is None
    bin_ = async_get_bin(hass)
    (item,) = await bin_.async_list()
    await bin_.async_restore(item.id, actor="owner")
    back = hass.config_entries.async_get_entry(entry.entry_id)
    again = registry.async_get_or_create("lock", DOMAIN, "u1", config_entry=back)
    assert again.entity_id == "lock.my_own_name"


async def test_moving_an_entry_in_removes_it(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Once: Home Assistant's own word of the removal does not add a second item."""
    bin_ = async_get_bin(hass)
    await bin_.async_move_in(KIND, entry.entry_id, actor="agent")
    assert hass.config_entries.async_get_entry(entry.entry_id) is None
    assert [item.actor for item in await bin_.async_list()] == ["agent"]


async def test_another_entry_for_the_same_thing_stays(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """It was set up anew meanwhile."""
    await hass.config_entries.async_remove(entry.entry_id)
    MockConfigEntry(domain=DOMAIN, unique_id="b7a4").add_to_hass(hass)
    bin_ = async_get_bin(hass)
    (item,) = await bin_.async_list()
    with pytest.raises(TrashConflictError):
        await bin_.async_restore(item.id, actor="owner")
    assert len(await bin_.async_list()) == 1


@pytest.mark.parametrize("saved", [True, False])
async def test_killed_before_home_assistant_saved(
    hass: HomeAssistant, entry: MockConfigEntry, saved: bool
) -> None:
    """It saves a second later: at the next start the entry is where the files say, and only there."""
    await hass.config_entries.async_remove(entry.entry_id)
    if not saved:
        entry.add_to_hass(hass)
    house = async_house(hass)
    await async_setup(hass)
    assert len(await house.trash.async_list()) == (1 if saved else 0)
    assert house.store.unsettled() == []
    if saved:
        (item,) = await house.trash.async_list()
        found = house.store.find(item.id)
        assert found
        assert found[1] is State.KEPT


async def test_secrets_are_in_the_trash_and_nowhere_else(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Without them an entry would not come back; neither lists nor the audit nor logs hold them."""
    async_setup_audit(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    client = await hass_ws_client()
    await client.send_json_auto_id({"type": "kaizen/trash/list"})
    assert SECRET not in json.dumps(await client.receive_json())
    assert SECRET not in caplog.text
    await hass.async_block_till_done(wait_background_tasks=True)

    def holders() -> set[str]:
        return {
            path.name
            for path in Path(hass.config.config_dir).rglob("*")
            if path.is_file() and SECRET.encode() in path.read_bytes()
        }

    assert await hass.async_add_executor_job(holders) <= {"trash.db", "trash.db-wal"}


async def test_panel_restores_and_only_the_owner_erases(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
) -> None:
    """The audit says who did what to which item, and not what it was."""
    async_setup_audit(hass)
    client = await hass_ws_client()

    async def ask(command: str, **more: Any) -> Any:
        await client.send_json_auto_id({"type": f"kaizen/trash/{command}", **more})
        return await client.receive_json()

    await hass.config_entries.async_remove(entry.entry_id)
    (item,) = (await ask("list"))["result"]["items"]
    restored = await ask("restore", item_id=item["id"])
    assert restored["result"]["item"]["id"] == item["id"]
    await hass.config_entries.async_remove(entry.entry_id)
    (item,) = (await ask("list", kind=KIND))["result"]["items"]
    hass_admin_user.is_owner = False
    assert (await ask("erase", item_ids=[item["id"]]))["error"][
        "code"
    ] == "unauthorized"
    assert len((await ask("list"))["result"]["items"]) == 1
    hass_admin_user.is_owner = True
    assert (await ask("erase", item_ids=[item["id"]]))["result"] == {"erased": 1}
    assert (await ask("list"))["result"]["items"] == []

    def on_disk() -> bytes:
        folder = Path(hass.config.path("kaizen"))
        return b"".join(path.read_bytes() for path in folder.glob("trash.db*"))

    left = await hass.async_add_executor_job(on_disk)
    assert left.count(SECRET.encode()) <= 1
    lines = (await async_get_audit(hass).async_list(AuditFilter(kind="trash"))).records
    assert [line["verb"] for line in lines] == [
        "kaizen.trash_erase",
        "kaizen.trash_move_in",
        "kaizen.trash_restore",
        "kaizen.trash_move_in",
    ]
    assert lines[0]["actor"] == hass_admin_user.id
    assert lines[0]["subject"] == item["id"]
    assert entry.title not in str(lines)


async def test_nothing_is_erased_off_the_record(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
) -> None:
    """The audit cannot be written; moving in still works, or a removal would lose the entry."""
    async_setup_audit(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    folder = Path(hass.config.path("kaizen", "audit"))
    folder.rename(folder.with_name("elsewhere"))
    folder.touch()
    await hass.config_entries.async_remove(entry.entry_id)
    (item,) = await async_get_bin(hass).async_list()
    hass_admin_user.is_owner = True
    client = await hass_ws_client()
    ask = {"type": "kaizen/trash/erase", "item_ids": [item.id]}
    await client.send_json_auto_id(ask)
    answer = await client.receive_json()
    assert answer["error"]["translation_key"] == "audit_unwritable"
    assert len(await async_get_bin(hass).async_list()) == 1


async def test_retention_announces_how_much_went(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Counts, and nothing else."""
    told = async_capture_events(hass, EVENT_EXPIRED)
    await hass.config_entries.async_remove(entry.entry_id)
    for _ in range(2):
        assert [event.data for event in told] == []
        assert len(await async_get_bin(hass).async_list()) == 1
        freezer.tick(timedelta(days=15, seconds=1))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert [event.data for event in told] == [{"count": 1, "kinds": {KIND: 1}}]
    assert await async_get_bin(hass).async_list() == []


async def test_only_administrators_look(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
) -> None:
    """Labels name people's things."""
    client = await hass_ws_client(hass, hass_read_only_access_token)
    for command in (
        {"type": "kaizen/trash/list"},
        {"type": "kaizen/trash/restore", "item_id": "0" * 32},
        {"type": "kaizen/trash/erase", "item_ids": ["0" * 32]},
    ):
        await client.send_json_auto_id(command)
        assert (await client.receive_json())["error"]["code"] == "unauthorized"
