"""What a server still holds, worked out from what it was sent."""

from collections.abc import Iterable

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.kaizen.assistant.prompt import PrefixLedger
from custom_components.kaizen.assistant.prompt.ledger import shared_prefix

HEAD = ("tool " * 700, "system " * 500)
"""About 2000 tokens."""
MODEL = "http://closet:11434 qwen3.5:4b"


@pytest.fixture
def ledger() -> PrefixLedger:
    """A ledger of a server that has read the head."""
    ledger = PrefixLedger()
    ledger.record(MODEL, HEAD, 2000)
    return ledger


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [
        ([], ["a"], 0),
        (["ab", "c"], ["ab", "c"], 3),
        (["ab", "cd"], ["ab", "cx"], 3),
        (["ab"], ["ab", "c"], 2),
        (["xb", "c"], ["ab", "c"], 0),
    ],
)
def test_shared_prefix(one: list[str], other: list[str], length: int) -> None:
    """The first difference ends it."""
    assert shared_prefix(one, other) == length


def test_an_unknown_model_reads_everything() -> None:
    """Nothing is assumed."""
    assert PrefixLedger().evaluated(MODEL, HEAD, 2000) == 2000


def test_an_empty_prompt_costs_nothing() -> None:
    """A server that counts nothing has read nothing."""
    assert PrefixLedger().evaluated(MODEL, (), 0) == 0


def test_a_longer_prompt_costs_what_was_added(ledger: PrefixLedger) -> None:
    """The server's own counts are used, not the number of letters."""
    added = ledger.evaluated(MODEL, (*HEAD, "ä" * 1000), 2050)
    assert added == pytest.approx(50, abs=8)


def test_another_conversation_costs_its_own_words(ledger: PrefixLedger) -> None:
    """The head stays known below whatever a conversation put on top of it."""
    ledger.record(MODEL, (*HEAD, "one" * 300, "two" * 300), 2500)
    added = ledger.evaluated(MODEL, (*HEAD, "three" * 20), 2030)
    assert added == pytest.approx(30, abs=8)


def test_a_change_in_the_head_costs_what_follows(ledger: PrefixLedger) -> None:
    """A renamed entity is read again from where its name stands."""
    system = HEAD[1][:-360] + "!" * 360
    assert ledger.evaluated(MODEL, (HEAD[0], system), 2000) == pytest.approx(100, abs=8)


def test_repeated_answers_are_known() -> None:
    """Templates that repeat an answer as it was written save reading it."""
    ledger = PrefixLedger()
    ledger.record(MODEL, HEAD, 2000, answer="a" * 400, output_tokens=120)
    assert ledger.evaluated(MODEL, (*HEAD, "a" * 400, "b" * 40), 2140) <= 30
    assert ledger.evaluated(MODEL, (*HEAD, "x" * 400, "b" * 40), 2140) >= 130


@pytest.mark.parametrize(
    ("segments", "held"),
    [(HEAD, True), (HEAD[:1], True), ((*HEAD, "more"), False), (("x", HEAD[1]), False)],
)
def test_holds(ledger: PrefixLedger, segments: Iterable[str], held: bool) -> None:
    """What begins a read prompt is held."""
    assert ledger.holds(MODEL, tuple(segments)) is held
    assert not ledger.holds("another model", tuple(segments))


def test_forgetting(ledger: PrefixLedger) -> None:
    """After a failure nobody knows what the server holds."""
    ledger.forget(MODEL)
    assert not ledger.holds(MODEL, HEAD)
    ledger.forget(MODEL)


def test_an_unloaded_model_holds_nothing(freezer: FrozenDateTimeFactory) -> None:
    """The server throws the cache away with the model."""
    ledger = PrefixLedger()
    ledger.record(MODEL, HEAD, 2000, keep_alive=300)
    ledger.record("stays", HEAD, 2000, keep_alive=-1)
    freezer.tick(299)
    assert ledger.holds(MODEL, HEAD)
    freezer.tick(2)
    assert not ledger.holds(MODEL, HEAD)
    assert ledger.evaluated(MODEL, HEAD, 2000) == 2000
    assert ledger.holds("stays", HEAD)
