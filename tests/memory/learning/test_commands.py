"""What is said to the memory outright is understood, and nothing else is taken for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from custom_components.kaizen.memory.phrases import (
    Command,
    Correct,
    Forget,
    Private,
    Remember,
    Tell,
    Undo,
    merged,
    read_command,
)

_CORPUS: Final = Path(__file__).parent / "utterances.yaml"


@dataclass(frozen=True, slots=True)
class Said:
    """One labelled utterance."""

    part: str
    language: str
    text: str
    want: Command | None


def _command(want: dict[str, Any] | None) -> Command | None:
    match want:
        case None:
            return None
        case {"remember": text}:
            return Remember(text=text, about=want.get("about", ""))
        case {"forget": query}:
            return Forget(query=query)
        case {"forget_everything": True}:
            return Forget(everything=True)
        case {"correct": new}:
            return Correct(new=new, query=want.get("query", ""))
        case {"tell": about}:
            return Tell(about=about)
        case {"undo": True}:
            return Undo()
        case {"private": on}:
            return Private(on=on)
    raise ValueError(want)


@cache
def _corpus() -> tuple[Said, ...]:
    def items() -> Iterator[Said]:
        for part, languages in yaml.safe_load(_CORPUS.read_text()).items():
            for language, rows in languages.items():
                for row in rows:
                    yield Said(part, language, row["say"], _command(row.get("want")))

    return tuple(items())


def _wrong(part: str) -> list[tuple[str, Command | None, Command | None]]:
    return [
        (said.text, said.want, found)
        for said in _corpus()
        if said.part == part
        and (found := read_command(said.text, said.language)) != said.want
    ]


def test_the_corpus_is_large_enough_to_say_something() -> None:
    """150 utterances at least, 60 of which ask nothing of the memory, a third of them held out."""
    nothing = [said for said in _corpus() if said.want is None]
    held_out = [said for said in _corpus() if said.part == "held_out"]
    assert len(_corpus()) >= 150
    assert len(nothing) >= 60
    assert 3 * len(held_out) >= len(_corpus())


def test_every_utterance_the_grammar_was_written_for_is_understood() -> None:
    """Of what was seen nothing is missed and nothing is taken for what it is not."""
    assert _wrong("seen") == []


def test_utterances_it_was_not_written_for_are_understood() -> None:
    """On held-out words, what fires is right, and most of what should fire does."""
    held_out = [said for said in _corpus() if said.part == "held_out"]
    wrong = _wrong("held_out")
    fired = sum(read_command(s.text, s.language) is not None for s in held_out)
    wrongly_fired = [text for text, _, found in wrong if found is not None]
    missed = [text for text, want, _ in wrong if want is not None]
    wanted = sum(said.want is not None for said in held_out)
    assert (fired - len(wrongly_fired)) / fired >= PRECISION, wrongly_fired
    assert (wanted - len(missed)) / wanted >= RECALL, missed


PRECISION: Final = 0.98
RECALL: Final = 0.90


@pytest.mark.parametrize(
    ("old", "new", "language", "whole"),
    [
        (
            "The bins go out on Tuesday",
            "Wednesday",
            "en",
            "The bins go out on Wednesday",
        ),
        ("Dinner is at 6:30", "7", "en", "Dinner is at 7"),
        ("Der Müll kommt am Dienstag", "Mittwoch", "de", "Der Müll kommt am Mittwoch"),
        (
            "I take my coffee with soy milk",
            "oat milk",
            "en",
            "It is oat milk now (said about: I take my coffee with soy milk)",
        ),
        (
            "We eat from 6 to 7",
            "8",
            "en",
            "It is 8 now (said about: We eat from 6 to 7)",
        ),
    ],
)
def test_a_correction_that_says_only_what_differs_stands_alone_afterwards(
    old: str, new: str, language: str, whole: str
) -> None:
    """Nothing is guessed where more than one thing could be meant."""
    assert merged(old, new, language) == whole


@pytest.mark.parametrize("name", ["Jarvis", "jarvis,", "Hey Jarvis:"])
def test_the_assistant_may_be_called_by_its_name(name: str) -> None:
    """Whatever its owner has called it."""
    found = read_command(f"{name} forget that", "en", frozenset({"jarvis"}))
    assert found == Forget()


def test_a_story_is_no_command() -> None:
    """Long speech is left to the model."""
    assert read_command("remember that I like " + "really " * 80 + "tea", "en") is None
