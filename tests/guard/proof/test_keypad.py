"""PINs are taken one at a time, and a guess is remembered before it is answered."""

import asyncio
from datetime import timedelta
import threading
import time
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.util.file import WriteError
import pytest
from pytest_homeassistant_custom_component.common import (
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.kaizen.const import DOMAIN
from custom_components.kaizen.guard.proof import keypad as keypad_module, pins
from custom_components.kaizen.guard.proof.keypad import Keypad, NotTaken, Wrong
from custom_components.kaizen.guard.proof.lockout import Guesser, Locked
from custom_components.kaizen.guard.proof.pins import PinRefusedError, Verified, verify
from custom_components.kaizen.guard.proof.reports import (
    EVENT_DURESS,
    EVENT_LOCKOUT,
    async_report_duress,
)
from custom_components.kaizen.guard.store import KEY, GuardStore, GuardStoreError

KITCHEN = Guesser(satellite_id="assist_satellite.kitchen")
HALL = Guesser(satellite_id="assist_satellite.hall")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins, "LOG_N", 4)


@pytest.fixture
async def store(hass: HomeAssistant) -> GuardStore:
    """Return a memory with nothing in it."""
    made = GuardStore(hass)
    await made.async_load()
    return made


@pytest.fixture
async def keypad(hass: HomeAssistant, store: GuardStore) -> Keypad:
    """Return a keypad of a house in which Anna and Ben have PINs."""
    made = Keypad(hass, store)
    await made.async_set("anna", "482913", "917264")
    await made.async_set("ben", "305871")
    return made


def _notifications(
    hass: HomeAssistant,
) -> dict[str, persistent_notification.Notification]:
    """Follow what is shown in the sidebar."""
    shown: dict[str, persistent_notification.Notification] = {}

    @callback
    def follow(
        change: persistent_notification.UpdateType,
        changed: dict[str, persistent_notification.Notification],
    ) -> None:
        shown.update(changed)
        if change is persistent_notification.UpdateType.REMOVED:
            for notification_id in changed:
                del shown[notification_id]

    persistent_notification.async_register_callback(hass, follow)
    return shown


async def test_a_right_pin_names_its_owner(keypad: Keypad) -> None:
    """Also the one for duress, and only of those who may."""
    assert keypad.lengths == {6}
    assert await keypad.async_try("482913", KITCHEN) == Verified(
        user_id="anna", duress=False
    )
    assert await keypad.async_try("917264", KITCHEN) == Verified(
        user_id="anna", duress=True
    )
    assert await keypad.async_try("305871", KITCHEN, {"anna"}) == Wrong(locked=None)


async def test_a_pin_that_is_set_anew_replaces_the_old(keypad: Keypad) -> None:
    """With its duress PIN; a poor one changes nothing."""
    await keypad.async_set("anna", "640285")
    for old in ("482913", "917264"):
        assert isinstance(await keypad.async_try(old, KITCHEN), Wrong)
    with pytest.raises(PinRefusedError):
        await keypad.async_set("anna", "111111")
    assert isinstance(await keypad.async_try("640285", KITCHEN), Verified)
    await keypad.async_remove("anna")
    assert isinstance(await keypad.async_try("640285", HALL), Wrong)


async def test_a_wrong_guess_is_on_disk_before_it_is_looked_at(
    keypad: Keypad, hass_storage: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at any instant, it is not forgotten; and a right one is not held against anyone."""
    seen: list[int] = []

    def spy(*args: Any) -> Verified | None:
        seen.append(
            len(hass_storage[KEY]["data"]["lockout"]["buckets"]["house"]["wrong"])
        )
        return verify(*args)

    monkeypatch.setattr(keypad_module, "verify", spy)
    for candidate in ("000001", "482913", "000002"):
        await keypad.async_try(candidate, KITCHEN)
    assert seen == [1, 2, 2]
    assert len(hass_storage[KEY]["data"]["lockout"]["buckets"]["house"]["wrong"]) == 2


async def test_a_guess_that_cannot_be_remembered_is_not_looked_at(
    keypad: Keypad, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a right one."""

    async def full(*args: Any) -> None:
        raise WriteError("disk full")

    looked: list[object] = []
    monkeypatch.setattr(keypad_module, "verify", lambda *args: looked.append(args))
    with (
        patch.object(Store, "_async_write_data", full),
        pytest.raises(GuardStoreError),
    ):
        await keypad.async_try("482913", KITCHEN)
    assert not looked


async def test_guesses_are_few_and_a_restart_gives_no_more(
    hass: HomeAssistant, keypad: Keypad, freezer: FrozenDateTimeFactory
) -> None:
    """Three, then a minute; anywhere in the house; the right PIN is not even looked at."""
    for wrong in ("000001", "000002"):
        assert await keypad.async_try(wrong, KITCHEN) == Wrong(locked=None)
    third = await keypad.async_try("000003", HALL)
    assert third == Wrong(locked=Locked(bucket="house", seconds=60.0))
    assert isinstance(await keypad.async_try("482913", KITCHEN), NotTaken)

    store = GuardStore(hass)
    await store.async_load()
    again = Keypad(hass, store)
    assert isinstance(await again.async_try("482913", HALL), NotTaken)
    freezer.tick(61)
    assert isinstance(await again.async_try("482913", HALL), Verified)


async def test_parallel_guesses_are_no_more_guesses(
    keypad: Keypad, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty at once from thirty rooms: three are looked at, one after the other, cancelled or not."""
    running: list[int] = []
    most: list[int] = []
    guard = threading.Lock()

    def slow(*args: Any) -> Verified | None:
        with guard:
            running.append(1)
            most.append(len(running))
        time.sleep(0.01)
        with guard:
            running.pop()
        return verify(*args)

    monkeypatch.setattr(keypad_module, "verify", slow)
    tasks = [
        asyncio.create_task(
            keypad.async_try(f"10{n:04}", Guesser(satellite_id=f"assist_satellite.{n}"))
        )
        for n in range(30)
    ]
    await asyncio.sleep(0)
    tasks[0].cancel()
    verdicts = await asyncio.gather(*tasks, return_exceptions=True)
    assert len(most) == 3
    assert max(most) == 1
    assert sum(isinstance(verdict, Wrong) for verdict in verdicts) == 2
    assert sum(isinstance(verdict, NotTaken) for verdict in verdicts) == 27


async def test_a_lockout_is_reported_and_goes_by_itself(
    hass: HomeAssistant, keypad: Keypad, freezer: FrozenDateTimeFactory
) -> None:
    """An event, a repair and a notification, in the house's language and without the digits."""
    events = async_capture_events(hass, EVENT_LOCKOUT)
    shown = _notifications(hass)
    hass.config.language = "de"
    hass.states.async_set(
        KITCHEN.satellite_id or "", "idle", {"friendly_name": "Küche"}
    )
    for n in range(3):
        await keypad.async_try(f"00000{n}", KITCHEN)
    await hass.async_block_till_done()
    assert [event.data for event in events] == [
        {
            "bucket": "satellite",
            "subject": "assist_satellite.kitchen",
            "off": False,
            "until": events[0].data["until"],
        }
    ]
    issues = ir.async_get(hass)
    issue = issues.async_get_issue(DOMAIN, "guard_lockout")
    assert issue is not None
    assert (issue.translation_placeholders or {})["where"] == "Küche"
    (notification,) = shown.values()
    assert notification["title"] == "Zu viele falsche PINs: Küche"
    assert "00000" not in str(notification)

    freezer.tick(timedelta(seconds=61))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert issues.async_get_issue(DOMAIN, "guard_lockout") is None


async def test_ten_wrong_ones_need_the_owner(
    hass: HomeAssistant, keypad: Keypad, freezer: FrozenDateTimeFactory
) -> None:
    """The repair stays through restarts until PINs are allowed again."""
    events = async_capture_events(hass, EVENT_LOCKOUT)
    shown = _notifications(hass)
    for n in range(10):
        await keypad.async_try(f"00000{n}", KITCHEN)
        freezer.tick(3600)
    await hass.async_block_till_done()
    assert events[-1].data == {
        "bucket": "house",
        "subject": None,
        "off": True,
        "until": None,
    }
    assert keypad.locked(HALL) == Locked(bucket="house", seconds=None)
    issue = ir.async_get(hass).async_get_issue(DOMAIN, "guard_lockout_off")
    assert issue is not None
    assert issue.is_persistent
    assert shown
    await keypad.async_allow_again()
    assert ir.async_get(hass).async_get_issue(DOMAIN, "guard_lockout_off") is None
    assert not shown
    assert isinstance(await keypad.async_try("482913", KITCHEN), Verified)
    async_fire_time_changed(hass)


async def test_no_pin_is_in_the_log(
    hass: HomeAssistant, keypad: Keypad, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither right nor wrong ones, at any level, nor in an event."""
    caplog.set_level("DEBUG")
    events = async_capture_events(hass, "*")
    for candidate in ("482913", "917264", "771203", "771203", "771203"):
        await keypad.async_try(candidate, KITCHEN)
    async_report_duress(hass, "anna", "lock.front")
    await hass.async_block_till_done()
    assert EVENT_DURESS in [event.event_type for event in events]
    for digits in ("482913", "917264", "771203"):
        assert digits not in caplog.text
        assert digits not in str([event.as_dict() for event in events])
