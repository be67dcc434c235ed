"""A person who talks, a model that answers what it is told to, and a knowledge that can be looked into."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any, Final, override

import yaml

from custom_components.kaizen.memory.learning import (
    Conversation,
    Decision,
    Extractor,
    Ignore,
    Knowledge,
    Learner,
    Neighbour,
    Request,
    Supersede,
    Turn,
)
from custom_components.kaizen.memory.model import (
    Category,
    Channel,
    Draft,
    Memory,
    Provenance,
    Scope,
    Trust,
    person,
)

NOW: Final = datetime(2026, 11, 22, 20, tzinfo=UTC)
ANNA: Final = "anna"
SENTENCES: Final[dict[str, dict[str, list[str]]]] = yaml.safe_load(
    (Path(__file__).parent / "sentences.yaml").read_text()
)


def facts(*texts: str, about: str = "", category: str = "preference") -> str:
    """Return a model's answer of the right form."""
    return json.dumps(
        {
            "facts": [
                {"text": text, "about": about, "category": category} for text in texts
            ]
        }
    )


def said(
    *texts: str,
    language: str = "en",
    speaker: str | None = ANNA,
    taint: Collection[str] = (),
    id: str = "talk",
    **more: Any,
) -> Conversation:
    """Return a conversation in which one person said this."""
    return Conversation(
        id=id,
        turns=[
            Turn(
                text=text,
                at=NOW,
                language=language,
                speaker=speaker,
                taint=frozenset(taint),
                **more,
            )
            for text in texts
        ],
    )


def draft(text: str, **more: Any) -> Draft:
    """Return what Anna's would be."""
    return Draft(
        text=text,
        **{
            "scope": person(ANNA),
            "provenance": Provenance(channel=Channel.LEARNED, at=NOW, speaker=ANNA),
            **more,
        },
    )


def memory(
    text: str, *, id: str = "m1", scope: Scope | None = None, **more: Any
) -> Memory:
    """Return a stored memory of Anna's."""
    return Memory(
        id=id,
        text=text,
        scope=scope or person(ANNA),
        **{
            "rank": 1,
            "subject": "",
            "category": Category.OTHER,
            "provenance": Provenance(channel=Channel.TYPED, at=NOW, speaker=ANNA),
            "trust": Trust.TYPED,
            "taint": frozenset(),
            "pinned": False,
            "pending": False,
            "expires_at": None,
            "valid_from": NOW,
            "superseded_by": None,
            "uses": 0,
            "last_used": None,
            "created_at": NOW,
            "updated_at": NOW,
            "deletion": None,
            **more,
        },
    )


@dataclass(slots=True)
class Model(Extractor):
    """Answers with what `answer` returns for a question, and keeps the questions."""

    answer: Callable[[Request], str]
    model: str = "qwen3:8b"
    asked: list[Request] = field(default_factory=list)

    @override
    async def extract(self, request: Request) -> str:
        self.asked.append(request)
        return self.answer(request)


@dataclass(slots=True)
class Notebook(Knowledge):
    """Knows what was kept; finds everything alike."""

    kept: list[Draft] = field(default_factory=list)
    superseded: set[str] = field(default_factory=set)
    learned: int = 0
    similarity: float = 0.9

    @override
    async def neighbours(self, draft: Draft) -> Sequence[Neighbour]:
        return [
            Neighbour(
                memory=memory(
                    one.text, id=str(index), scope=one.scope, pending=one.pending
                ),
                similarity=self.similarity,
            )
            for index, one in enumerate(self.kept)
            if str(index) not in self.superseded
        ]

    @override
    async def learned_since(self, at: datetime) -> int:
        return self.learned

    @override
    async def keep(self, decisions: Sequence[Decision]) -> int:
        for decision in decisions:
            assert not isinstance(decision, Ignore)
            if isinstance(decision, Supersede):
                self.superseded |= set(decision.ids)
            self.kept.append(replace(decision.draft))
        return len(decisions)


def learner(answer: Callable[[Request], str], notebook: Notebook) -> Learner:
    """Return one who may learn from Anna."""
    return Learner(
        extractor=Model(answer),
        knowledge=notebook,
        clock=lambda: NOW,
        consenting=lambda: {ANNA},
    )


def words_of(request: Request) -> str:
    """Return the person's words in a question."""
    return request.messages[0]["content"].rsplit("Said: ", 1)[1].strip()
