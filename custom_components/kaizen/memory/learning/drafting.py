"""Makes drafts: of what was said outright, and of what was learned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ..model import (
    TEXT_MOST,
    UNKNOWN_VOICE,
    UTTERANCE_MOST,
    Category,
    Channel,
    Draft,
    Provenance,
    Scope,
    Trust,
    person,
)
from ..phrases import Remember
from .answer import Fact
from .categories import categorise
from .caution import Concern, concern
from .grounding import grounded_about
from .model import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who said something, where and how."""

    at: datetime
    speaker: str | None
    """User id; None for a voice nobody could name."""
    utterance: str
    channel: Channel = Channel.SPOKEN
    conversation_id: str | None = None
    taint: frozenset[str] = frozenset()
    scope: Scope | None = None
    """Where it belongs if not to the person who speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Words that are not kept, whoever says yes."""

    concern: Concern


def draft_of(command: Remember, said: Said) -> Draft | Refused:
    """Return the memory that was asked for outright.

    It waits for the owner's yes if an order or an address is in it, if others' words had entered the conversation, or
    if nobody knows who speaks.
    """
    found = concern(command.text) or concern(said.utterance)
    if found and found.never:
        return Refused(concern=found)
    typed = said.channel is Channel.TYPED
    known = said.speaker is not None
    return Draft(
        text=command.text[:TEXT_MOST],
        scope=_scope(said) if known else UNKNOWN_VOICE,
        subject=command.about,
        category=categorise(command.text),
        provenance=Provenance(
            channel=said.channel,
            at=said.at,
            speaker=said.speaker,
            conversation_id=said.conversation_id,
            utterance=said.utterance[:UTTERANCE_MOST],
        ),
        trust=(Trust.TYPED if typed else Trust.SPOKEN) if known else Trust.UNKNOWN,
        taint=said.taint,
        pending=bool(found or said.taint or not known),
        valid_from=said.at,
    )


def learned(
    fact: Fact,
    statement: Statement,
    *,
    conversation_id: str,
    model: str,
    consenting: Collection[str],
) -> Draft | None:
    """Return the memory of a sentence a model chose; None for a person who does not want to be learned from."""
    turn = statement.turn
    if turn.speaker is not None and turn.speaker not in consenting:
        return None
    return Draft(
        text=statement.text,
        scope=UNKNOWN_VOICE if turn.speaker is None else person(turn.speaker),
        subject=grounded_about(fact, statement),
        category=_category(fact, statement),
        provenance=Provenance(
            channel=Channel.LEARNED,
            at=turn.at,
            speaker=turn.speaker,
            conversation_id=conversation_id,
            utterance=turn.text[:UTTERANCE_MOST],
            source=model,
        ),
        trust=Trust.UNKNOWN if turn.speaker is None else Trust.LEARNED,
        taint=statement.taint,
        pending=turn.speaker is None or bool(statement.taint),
        valid_from=turn.at,
    )


def _category(fact: Fact, statement: Statement) -> Category:
    own = categorise(statement.text)
    # A model may not open a memory to guests by calling it the house's.
    guess = Category.OTHER if fact.category is Category.HOUSE else fact.category
    return guess if own is Category.OTHER else own


def _scope(said: Said) -> Scope:
    return said.scope or person(said.speaker or "")
