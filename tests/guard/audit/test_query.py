"""Questions: the right lines, newest first, page by page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from custom_components.kaizen.guard.audit import query
from custom_components.kaizen.guard.audit.files import segments
from custom_components.kaizen.guard.audit.journal import Journal
from custom_components.kaizen.guard.audit.query import AuditFilter, page, shown

START = datetime(2026, 11, 1, tzinfo=UTC)
LINES: tuple[dict[str, Any], ...] = (
    {"kind": "decision", "origin": "model", "decision": "deny", "risk": "unsecuring"},
    {"kind": "decision", "origin": "voice", "decision": "allow", "risk": "securing"},
    {"kind": "outcome", "result": "done"},
    {"kind": "decision", "origin": "voice", "user_id": "a", "entities": ["lock.a"]},
    {"kind": "decision", "rule": "window", "entities": ["lock.b", "lock.a"]},
    {"kind": "decision", "reason": "locked_out", "tier": "guest", "duress": True},
)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Sixty lines, one an hour, in many segments."""
    hours = iter(range(1000))
    journal = Journal(
        tmp_path / "audit",
        tmp_path / "head",
        segment_bytes=2000,
        clock=lambda: START + timedelta(hours=next(hours)),
    )
    for number in range(60):
        journal.append({**LINES[number % 6], "request_id": f"r{number + 1}"})
    assert len(segments(tmp_path / "audit")) > 3
    return journal


def ask(journal: Journal, *, limit: int = 100, **wanted: Any) -> list[int]:
    """Return the sequences of the lines that are like this."""
    asked = AuditFilter(**wanted)
    found = page(journal.newest_first(), asked, before=None, limit=limit)
    return [record["sequence"] for record in found.records]


def of(*numbers: int) -> list[int]:
    """Return the sequences of these lines of the six, newest first."""
    return [n for n in range(60, 0, -1) if (n - 1) % 6 in numbers]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, of(0, 1, 2, 3, 4, 5)),
        ({"kind": "outcome"}, of(2)),
        ({"origin": "voice"}, of(1, 3)),
        ({"origin": "voice", "decision": "allow"}, of(1)),
        ({"risk": "unsecuring"}, of(0)),
        ({"tier": "guest"}, of(5)),
        ({"entity": "lock.a"}, of(3, 4)),
        ({"entity": "lock"}, []),
        ({"user_id": "a"}, of(3)),
        ({"rule": "wind"}, of(4)),
        ({"rule": "LOCKED"}, of(5)),
        ({"duress": True}, of(5)),
        ({"duress": False}, of(0, 1, 2, 3, 4)),
        ({"request_id": "r7"}, [7]),
    ],
)
def test_filter(journal: Journal, wanted: dict[str, Any], found: list[int]) -> None:
    """Each one alone, and two together."""
    assert ask(journal, **wanted) == found


def test_time_range_includes_its_start_and_not_its_end(journal: Journal) -> None:
    """As ranges do; the clock is asked when a segment begins too."""
    every = page(journal.newest_first(), AuditFilter(), before=None, limit=100).records
    first, end = (datetime.fromisoformat(every[n]["ts"]) for n in (20, 10))
    found = ask(journal, start=first, end=end)
    assert found == [record["sequence"] for record in every[11:21]]


def test_pages_join_to_everything(journal: Journal) -> None:
    """Also while more is written."""
    before, found = None, []
    while True:
        asked = AuditFilter(origin="voice")
        here = page(journal.newest_first(), asked, before=before, limit=7)
        found += [record["sequence"] for record in here.records]
        journal.append({"kind": "decision", "origin": "voice"})
        if (before := here.before) is None:
            break
        assert len(here.records) == 7
    assert found == of(1, 3)


def test_a_question_looks_at_so_many_lines_only(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next page goes on where it stopped, so nothing is missed."""
    monkeypatch.setattr(query, "MAX_LOOKED_AT", 10)
    before, found, pages = None, [], 0
    while pages == 0 or before is not None:
        asked = AuditFilter(request_id="r3")
        here = page(journal.newest_first(), asked, before=before, limit=5)
        found += [record["sequence"] for record in here.records]
        before, pages = here.before, pages + 1
    assert found == [3]
    assert pages == 6


def test_disfigured_lines_are_shown_rather_than_hidden(
    journal: Journal, tmp_path: Path
) -> None:
    """Somebody put a number where a list was."""
    last = segments(tmp_path / "audit")[-1]
    journal.close()
    with last.open("ab") as file:
        file.write(b'{"sequence":61,"entities":5,"kind":"decision"}\nno record\n')
    assert ask(Journal(tmp_path / "audit", tmp_path / "head"), entity="lock.a")[0] == 61


def test_only_the_owner_is_shown_duress(journal: Journal) -> None:
    """For anybody else the line is like any other; there is no gap in the numbers."""
    asked = AuditFilter(duress=True)
    (record,) = page(journal.newest_first(), asked, before=None, limit=1).records
    assert shown(record, to_owner=True)["duress"] is True
    hidden = shown(record, to_owner=False)
    assert "duress" not in hidden
    assert hidden["sequence"] == record["sequence"]
    assert not {"prev", "salt"} & hidden.keys()
