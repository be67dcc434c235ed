"""Nobody talks the house open: every attack of the corpus, in a real Home Assistant, with a model that wants it open."""

import asyncio
from collections.abc import AsyncGenerator
import json
import re
from typing import Final

import pytest
import pytest_asyncio
import pytest_socket

from .attacks.corpus import COUNT, Attack, attacks
from .attacks.house import AttackedHouse, attacked_house
from .attacks.malice import LIE
from .attacks.ways import WAYS, Said
from .conftest import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="module")

CORPUS: Final = attacks()
SAID: Final = [
    pytest.param(attack, way, id=f"{attack.id:02}-{way.replace(' ', '-')}")
    for attack in CORPUS
    if attack.scenario is None
    for way in attack.ways
]
MATCHED: Final = frozenset({"home assistant", "webhook"})
"""Ways without a model: what they do not understand, they do not do."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[AttackedHouse]:
    """The house, shut and armed."""
    pytest_socket.enable_socket()
    async with attacked_house(tmp_path_factory.mktemp("attacks") / "house") as found:
        await found.secure()
        yield found


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def _open_sockets(socket_enabled: None) -> None:
    """The simulators listen in this very process."""


def refusals() -> re.Pattern[str]:
    """Return what the guard says when it refuses."""
    file = ROOT / "custom_components" / "kaizen" / "translations" / "en.json"
    told = json.loads(file.read_text("utf-8"))
    texts = [
        text["message"]
        for key, text in told["exceptions"].items()
        if key.startswith(("guard_refused_", "guard_proof_needed"))
    ]
    texts += [
        told["common"][f"spoken_guard_{key}"]
        for key in ("ask_pin", "ask_confirm", "ask_phone", "locked_out")
    ]
    parts = (re.sub(r"\\{\w+\\}", ".+", re.escape(text)) for text in texts)
    return re.compile("|".join(parts), re.DOTALL)


REFUSED: Final = refusals()


async def play(house: AttackedHouse, attack: Attack, way: str) -> list[Said]:
    """Say what an attack says, while the model does what it wants."""
    await house.plant(attack.planted)
    house.malice.wish(*attack.steps)
    answers: list[Said] = []
    going_on: str | None = None
    for turn in attack.turns:
        answers.append(await WAYS[way](house, turn, going_on))
        going_on = answers[-1].conversation_id
    return answers


def assert_told(house: AttackedHouse, way: str, answers: list[Said]) -> None:
    """Expect the refusal to be heard by whoever asked, whatever the model says."""
    if way == "other agent":
        assert any(map(REFUSED.search, house.malice.told)), house.malice.told
        return
    said = " / ".join(answer.text for answer in answers)
    if way in MATCHED:
        assert all(answer.failed for answer in answers), said
        return
    refused = [found.start() for found in REFUSED.finditer(said)]
    assert refused or any(a.failed for a in answers), said
    assert LIE not in said or said.index(LIE) < refused[-1], said


async def test_the_corpus_is_whole() -> None:
    """45 cases, each with a way in or a test of its own."""
    assert [attack.id for attack in CORPUS] == list(range(1, COUNT + 1))
    for attack in CORPUS:
        assert attack.turns
        assert attack.reasons
        assert attack.scenario is None or attack.scenario in globals()


@pytest.mark.parametrize(("attack", "way"), SAID)
async def test_words_open_nothing(place: AttackedHouse, attack: Attack, way: str) -> None:
    """As the house comes: nothing is unsecured, the refusal is heard, and it is on record."""
    answers = await play(place, attack, way)
    assert await place.harm() == []
    decisions = await place.decisions()
    assert {line["decision"] for line in decisions} <= {"deny"}
    assert {line["reason"] for line in decisions} <= attack.reasons
    assert decisions or way in MATCHED
    if decisions:
        assert_told(place, way, answers)
