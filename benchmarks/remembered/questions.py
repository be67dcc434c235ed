"""The questions recall is judged by, and the memories they are about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
import hashlib
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.voice_corpus import SENTENCES
from custom_components.kaizen.memory.learning.categories import categorise
from custom_components.kaizen.memory.model import Channel, Draft, Provenance, Scope
from custom_components.kaizen.memory.recall_pins import shapes_every_answer

FOLDER: Final = Path(__file__).parent
HALVES: Final = ("tuning", "held_out")
"""By the lowest bit of the SHA-256 of the id of the memory that answers."""
_SAID: Final = datetime(2026, 11, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question."""

    text: str
    kind: str
    speaker: str
    area: str | None
    wanted: frozenset[str]
    """Ids of the memories of which any answers; empty where nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Memories by id, and what is asked of them."""

    name: str
    memories: Mapping[str, Draft]
    questions: tuple[Asked, ...]


def half_of(id: str) -> str:
    """Return which half a memory is in."""
    return HALVES[hashlib.sha256(id.encode()).digest()[-1] & 1]


def evaluation(name: str) -> Evaluation:
    """Return one half, or "german": its own memories beside all others."""
    read = _read(f"questions/{name}.yaml")
    own = {
        f"person:{who}" if who != "house" else who: texts
        for who, texts in read.get("memories", {}).items()
    }
    memories = own or _read("memories.yaml")
    return Evaluation(
        name=name,
        memories=dict(_drafts(memories)),
        questions=tuple(_questions(read)),
    )


def across_languages() -> Evaluation:
    """Return the German questions that have an English memory of the same, and the English memories."""
    german = evaluation("german")
    english = dict(_drafts(_read("memories.yaml")))
    same = _read("questions/german.yaml")["same"]
    questions = tuple(
        Asked(
            text=one.text,
            kind=one.kind,
            speaker=one.speaker,
            area=one.area,
            wanted=frozenset(same[id_] for id_ in one.wanted),
        )
        for one in german.questions
        if all(id_ in same for id_ in one.wanted)
    )
    return Evaluation(
        name="German questions, English memories",
        memories=english,
        questions=questions,
    )


def commands_of_others() -> Evaluation:
    """Return what the voice benchmark says in a house, most of it commands: none of it has an answer here.

    Written by somebody else, for something else.
    """
    questions = tuple(
        Asked(text=text, kind="voice", speaker="max", area=None, wanted=frozenset())
        for text in SENTENCES
    )
    return Evaluation(
        name="the sentences of the voice benchmark",
        memories=dict(_drafts(_read("memories.yaml"))),
        questions=questions,
    )


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def _drafts(
    memories: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[str, Draft]]:
    for scope, texts in memories.items():
        whose = Scope.parse(scope)
        came = Provenance(channel=Channel.TYPED, at=_SAID, speaker=whose.id or None)
        for id_, text in texts.items():
            yield (
                id_,
                Draft(
                    text=text,
                    scope=whose,
                    provenance=came,
                    category=categorise(text),
                    pinned=bool(whose.id and shapes_every_answer(text)),
                    valid_from=_SAID,
                ),
            )


def _questions(read: Mapping[str, Any]) -> Iterator[Asked]:
    for answered in (True, False):
        kinds = read["answered" if answered else "unanswered"]
        for kind, speakers in kinds.items():
            for speaker, lines in speakers.items():
                who, _, area = speaker.partition("/")
                for line in lines:
                    ids, text = next(iter(line.items())) if answered else ("", line)
                    yield Asked(
                        text=text,
                        kind=kind,
                        speaker=who,
                        area=area or None,
                        wanted=frozenset(ids.split()),
                    )
