"""The ten stages, in their order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .automaton import Automaton
from .cadence import cadence
from .characters import characters
from .language import Language, apply
from .lexicon import Lexicon
from .markup.blocks import Blocks
from .markup.code import Code
from .markup.html import Html
from .markup.inline import Inline
from .markup.reasoning import Reasoning


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """In which language, and with which names, a text is spoken."""

    language: Language
    lexicon: Lexicon
    starts_in_think: bool = False


@dataclass(frozen=True, slots=True)
class CharacterStage:
    """A stage that sees the text as it comes, character by character."""

    number: int
    subject: str
    automata: Callable[[Voice], tuple[Automaton, ...]]


@dataclass(frozen=True, slots=True)
class UnitStage:
    """A stage that sees a speech unit at a time."""

    number: int
    subject: str
    speak: Callable[[str, Voice], str]


STREAM_STAGES: Final = (
    CharacterStage(
        1,
        "reasoning and control tags",
        lambda voice: (Reasoning(starts_in_think=voice.starts_in_think),),
    ),
    CharacterStage(2, "code", lambda voice: (Code(voice.language.code_notice),)),
    CharacterStage(3, "HTML", lambda voice: (Html(),)),
    CharacterStage(
        4, "markdown", lambda voice: (Blocks(voice.language.task_done), Inline())
    ),
)
UNIT_STAGES: Final = (
    UnitStage(5, "characters and emoji", lambda text, voice: characters(text)),
    UnitStage(
        6,
        "literals: links, addresses, paths, entity ids, versions, phone numbers",
        lambda text, voice: apply(
            voice.language.literals, voice.lexicon.literals(text)
        ),
    ),
    UnitStage(
        7,
        "money, percent, units, ranges",
        lambda text, voice: apply(voice.language.quantities, text),
    ),
    UnitStage(
        8,
        "dates, times, ordinals, numbers",
        lambda text, voice: apply(voice.language.numbers, text),
    ),
    UnitStage(
        9,
        "abbreviations and the house's own words",
        lambda text, voice: apply(
            voice.language.abbreviations, voice.lexicon.words(text)
        ),
    ),
    UnitStage(10, "cadence", lambda text, voice: cadence(text, voice.language)),
)
STAGES: Final = (*STREAM_STAGES, *UNIT_STAGES)
