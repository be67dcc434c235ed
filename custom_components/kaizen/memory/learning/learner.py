"""Reads a finished conversation and keeps what may be kept of it, all of it at once or nothing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from ..model import Draft
from .answer import Fact, InvalidAnswerError, read_answer
from .decision import Neighbour, decide
from .drafting import learned
from .gate import statements
from .grounding import source_of
from .model import Conversation, Decision, Ignore, Statement
from .prompt import Request, request

ADDED_MOST: Final = 10
"""Memories an hour that nobody asked for."""
_HOUR: Final = timedelta(hours=1)
_THINKS: Final = (False, None)
"""Told not to think, some models ignore the schema (ollama/ollama#14645): asked again, nothing is said of it."""


class ExtractionFailure(Exception):
    """The model did not answer."""


class Extractor(Protocol):
    """Asks a model."""

    model: str

    async def extract(self, request: Request) -> str:
        """Return the text of the answer.

        Raises:
            ExtractionFailure: There is none.
        """


class Knowledge(Protocol):
    """What is known, and where what is learned is kept."""

    async def neighbours(self, draft: Draft) -> Sequence[Neighbour]:
        """Return what is known in the draft's scope that is like it, waiting memories too."""

    async def learned_since(self, at: datetime) -> int:
        """Return how many memories were learned unasked since then, waiting ones too."""

    async def keep(self, decisions: Sequence[Decision]) -> int:
        """Store all of it in one change, or nothing; return how many memories are new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What came of a conversation."""

    read: int = 0
    """Sentences that passed the gate."""
    proposed: int = 0
    """Facts a model saw in them."""
    kept: int = 0
    ungrounded: int = 0
    invalid: bool = False
    """The model did not answer as asked, twice."""


@dataclass(slots=True, kw_only=True)
class Learner:
    """Learns from conversations, one at a time."""

    extractor: Extractor
    knowledge: Knowledge
    clock: Callable[[], datetime]
    """Tells the time, with its zone."""
    consenting: Callable[[], Collection[str]] = field(default=lambda: ())
    """Returns the user ids of those who may be learned from."""

    async def learn(self, conversation: Conversation) -> Lesson:
        """Keep what a conversation holds.

        Raises:
            ExtractionFailure: The model did not answer; nothing was kept.
        """
        said = self._own(statements(conversation))
        if not said:
            return Lesson()
        room = ADDED_MOST - await self.knowledge.learned_since(self.clock() - _HOUR)
        if room <= 0:
            return Lesson(read=len(said))
        facts = await self._facts(said)
        if facts is None:
            return Lesson(read=len(said), invalid=True)
        drafts = self._drafts(facts, said, conversation.id)
        decisions = [await self._decide(draft) for draft in drafts[:room]]
        new = [one for one in decisions if not isinstance(one, Ignore)]
        return Lesson(
            read=len(said),
            proposed=len(facts),
            ungrounded=sum(source_of(fact, said) is None for fact in facts),
            kept=await self.knowledge.keep(new) if new else 0,
        )

    def _own(self, said: list[Statement]) -> list[Statement]:
        consenting = self.consenting()
        return [
            one
            for one in said
            if one.turn.speaker is None or one.turn.speaker in consenting
        ]

    async def _facts(self, said: Sequence[Statement]) -> tuple[Fact, ...] | None:
        for think in _THINKS:
            question = request((one.text for one in said), think=think)
            try:
                return read_answer(await self.extractor.extract(question))
            except InvalidAnswerError:
                continue
        return None

    def _drafts(
        self, facts: Sequence[Fact], said: Sequence[Statement], conversation_id: str
    ) -> list[Draft]:
        consenting = self.consenting()
        found: dict[str, Draft] = {}
        for fact in facts:
            if (source := source_of(fact, said)) and (
                draft := learned(
                    fact,
                    source,
                    conversation_id=conversation_id,
                    model=self.extractor.model,
                    consenting=consenting,
                )
            ):
                found.setdefault(f"{draft.scope} {draft.text}", draft)
        return list(found.values())

    async def _decide(self, draft: Draft) -> Decision:
        return decide(draft, await self.knowledge.neighbours(draft))
