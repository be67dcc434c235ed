"""The guard's memory outlives restarts, and without it nothing is proven."""

import json
from pathlib import Path
import stat
from typing import Any

from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.kaizen.const import DOMAIN
from custom_components.kaizen.guard.proof import pins
from custom_components.kaizen.guard.proof.lockout import Guesser
from custom_components.kaizen.guard.proof.pins import enrol
from custom_components.kaizen.guard.store import (
    ISSUE,
    KEY,
    GuardStore,
    GuardStoreError,
    StoreProblem,
)

KITCHEN = Guesser(satellite_id="assist_satellite.kitchen")


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Keep files where nothing else does."""
    return hass_tmp_config_dir


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Write to the disk: the file is the subject."""
    return {}


@pytest.fixture
def path(hass: HomeAssistant) -> Path:
    """Return where the file is."""
    return Path(hass.config.path(".storage", KEY))


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins, "LOG_N", 4)


async def _loaded(hass: HomeAssistant) -> GuardStore:
    store = GuardStore(hass)
    await store.async_load()
    return store


def _issue(hass: HomeAssistant) -> ir.IssueEntry | None:
    return ir.async_get(hass).async_get_issue(DOMAIN, ISSUE)


async def test_everything_is_remembered_in_a_private_file(
    hass: HomeAssistant, path: Path
) -> None:
    """All sections come back; only the owner of the process may read the file; no digits are in it."""
    store = await _loaded(hass)
    data = store.data
    data.pins["anna"] = enrol("anna", "482913", "917264")
    data.lockout.count(KITCHEN, 1_800_000_000.0)
    data.usage["lock.front"] = [1.0]
    data.tiers["ben"] = "trusted"
    data.enabled["voice"] = True
    data.extra["seeds"] = {"x": 1}
    await store.async_save()

    again = await _loaded(hass)
    assert again.data.as_dict() == data.as_dict()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "482913" not in path.read_text()
    assert "917264" not in path.read_text()
    assert "scrypt" not in repr(again.data)


async def test_before_it_is_read_there_is_nothing(hass: HomeAssistant) -> None:
    """Who asks too early is refused rather than told that nobody has guessed."""
    store = GuardStore(hass)
    with pytest.raises(GuardStoreError):
        _ = store.data


async def test_a_first_start_is_no_problem(hass: HomeAssistant) -> None:
    """No file means nothing to remember."""
    store = await _loaded(hass)
    assert store.problem is None
    assert store.data.pins == {}
    assert _issue(hass) is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "{}",
        "[]",
        "null",
        '"x"',
        '{"version": 1}',
        '{"version": 1, "data": null}',
        '{"version": 1, "data": {}}',
        '{"version": "one", "data": {}}',
        '{"version": 1, "data": {"pins": {"a": 1}, "lockout": {"off": false, "buckets": {}}, "usage": {}, "tiers": {}, "enabled": {}, "extra": {}}}',
        '{"version": 1, "data": {"pins": {}, "lockout": {}, "usage": {}, "tiers": {}, "enabled": {}, "extra": {}}}',
        '{"version": 2, "data": {}}',
        "\x00\xff",
    ],
)
async def test_a_damaged_file_proves_nothing_and_is_kept(
    hass: HomeAssistant, path: Path, content: str
) -> None:
    """Until the owner begins anew: through restarts, with a repair, and never written over."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="latin-1")
    for _ in range(2):
        store = await _loaded(hass)
        assert store.problem is not None
        with pytest.raises(GuardStoreError):
            _ = store.data
        with pytest.raises(GuardStoreError):
            await store.async_save()
        assert _issue(hass) is not None
        assert [kept.read_text("latin-1") for kept in path.parent.glob(f"{KEY}*")] == [
            content
        ]

    await store.async_begin_anew()
    assert _issue(hass) is None
    assert store.data.pins == {}
    kept = [file.read_text("latin-1") for file in path.parent.glob(f"{KEY}.corrupt.*")]
    assert kept == [content]
    assert (await _loaded(hass)).problem is None


async def test_a_newer_file_says_so(hass: HomeAssistant, path: Path) -> None:
    """To update helps; nothing else is needed."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        json.dumps({"version": 9, "minor_version": 1, "key": KEY, "data": {}})
    )
    assert (await _loaded(hass)).problem is StoreProblem.NEWER


async def test_a_repaired_file_ends_the_repair(hass: HomeAssistant, path: Path) -> None:
    """A backup that is put back is read, and the notice goes."""
    store = await _loaded(hass)
    await store.async_save()
    whole = path.read_text()
    path.write_text("{")
    assert (await _loaded(hass)).problem is StoreProblem.UNREADABLE
    path.write_text(whole)
    assert (await _loaded(hass)).problem is None
    assert _issue(hass) is None


async def test_what_cannot_be_written_is_an_error(
    hass: HomeAssistant, path: Path
) -> None:
    """Home Assistant would only log it, and the guess would be forgotten."""
    store = await _loaded(hass)
    await store.async_save()
    path.unlink()
    path.mkdir()
    with pytest.raises(GuardStoreError) as failed:
        await store.async_save()
    assert failed.value.problem is StoreProblem.UNWRITABLE
    path.rmdir()
    await store.async_save()
    assert path.is_file()


async def test_nothing_is_promised_while_stopping(hass: HomeAssistant) -> None:
    """Then writes are put off, so what depends on them is refused."""
    store = await _loaded(hass)
    hass.set_state(CoreState.stopping)
    try:
        with pytest.raises(GuardStoreError):
            await store.async_save()
    finally:
        hass.set_state(CoreState.running)
