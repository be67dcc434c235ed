"""A second look at the nearest memories: whether one of them answers, and which; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp
import re
from typing import Final

from .embedding.recipes import Recipe
from .model import Memory
from .recall_question import Cue, Question
from .words import content_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A memory that may matter."""

    memory: Memory
    similarity: float | None
    """Cosine of question and memory; None where there are no vectors to compare."""


type SecondLook = Callable[[Question, Sequence[Candidate], Recipe], Sequence[float]]
"""Returns for every candidate the confidence that it matters, knowing all of them."""


class Sign(StrEnum):
    """What speaks for or against there being an answer at all."""

    NEAR = "near"
    """How near the best memory is, in steps from `Recipe.floor` to `Recipe.usual`."""
    NAMED = "named"
    """A memory is about somebody the question calls what another memory calls him ("the dog", "is called Bruno")."""
    OWN = "own"
    ORDER = "order"
    """A command in which the speaker does not speak of himself."""
    DEVICE = "device"
    UNNAMED = "unnamed"
    """It asks for a thing by its name, and none of the best memories shares its words."""
    EVENT = "event"


WEIGHTS: Final[Mapping[Sign, float]] = {
    Sign.NEAR: 1.37,
    Sign.NAMED: 1.54,
    Sign.OWN: 3.19,
    Sign.ORDER: -1.32,
    Sign.DEVICE: -1.60,
    Sign.UNNAMED: -4.47,
    Sign.EVENT: -2.60,
}
BIAS: Final = -1.12
"""Both fitted with MiniLM by `scripts/bench memory-quality --fit`, on the half of its questions that is for tuning and on
the sentences of the voice benchmark."""

_SAME_WORDS: Final = 0.33
_SAME_NAME: Final = 0.53
"""Steps a candidate is lifted by."""
_REACH: Final = 1.67
"""Steps behind the best memory within which another is told with it."""
_BEST: Final = 5
_INTRODUCTIONS: Final = (
    re.compile(
        r"\b(?P<what>\w+)(?:['’]s)?\s+(?:(?:is|are)\s+(?:called|named)|name\s+is|heißt|heißen)\s+(?P<name>[A-ZÄÖÜ]\w+)"
    ),
    re.compile(r"\b[Mm]y\s+(?:[a-z]+\s+)?(?P<what>[a-z]+)\s+(?P<name>[A-Z][a-z]+)\b"),
    re.compile(
        r"\b(?P<what>\w+)\s+(?:is|ist)\s+(?:Herr|Frau|Mrs?|Ms|Doctor|Doktor|Dr|Professor)\.?\s+(?P<name>[A-ZÄÖÜ]\w+)"
    ),
)


def second_look(
    question: Question, candidates: Sequence[Candidate], recipe: Recipe
) -> list[float]:
    """Judge whether the best memory answers; if it does, those nearly as good are told with it."""
    shared = [_shared(question, one) for one in candidates]
    places = _places(question, candidates, shared, recipe)
    known = [place for place in places if place is not None]
    best = max(known, default=0.0)
    signs = signs_of(question, candidates, recipe)
    answered = sum(WEIGHTS[sign] * value for sign, value in signs.items()) + BIAS
    return [
        words if place is None else _confidence(answered, best - place)
        for place, words in zip(places, shared, strict=True)
    ]


def signs_of(
    question: Question, candidates: Sequence[Candidate], recipe: Recipe
) -> dict[Sign, float]:
    """Return what speaks for and against the candidates with a vector holding an answer."""
    near = [one for one in candidates if one.similarity is not None]
    shared = [_shared(question, one) for one in near]
    named = _named(question, near)
    ranked = sorted(
        zip(_places(question, near, shared, recipe), range(len(near)), strict=True),
        key=lambda place: (-(place[0] or 0.0), place[1]),
    )[:_BEST]
    best = near[ranked[0][1]].similarity if ranked else None
    words = max((shared[number] for _, number in ranked), default=0.0)
    cues = question.cues
    return {
        Sign.NEAR: 0.0 if best is None else _steps(best, recipe),
        Sign.NAMED: float(any(named)),
        Sign.OWN: float(Cue.OWN in cues),
        Sign.ORDER: float(Cue.ORDER in cues and Cue.OWN not in cues),
        Sign.DEVICE: float(Cue.DEVICE in cues),
        Sign.UNNAMED: (Cue.ATTRIBUTE in cues) * (1 - words),
        Sign.EVENT: float(Cue.EVENT in cues),
    }


def agreement(question: Question, text: str) -> float:
    """Return which share of the question's words occurs in a text, endings aside."""
    if not question.words:
        return 0.0
    there = _stems(content_words(text))
    return sum(_stem(word) in there for word in question.words) / len(question.words)


def _shared(question: Question, one: Candidate) -> float:
    return agreement(question, f"{one.memory.subject} {one.memory.text}")


def _places(
    question: Question,
    candidates: Sequence[Candidate],
    shared: Sequence[float],
    recipe: Recipe,
) -> list[float | None]:
    """Return how near each candidate is, with what its words and names add."""
    return [
        None
        if one.similarity is None
        else _steps(one.similarity, recipe) + _SAME_WORDS * words + _SAME_NAME * name
        for one, words, name in zip(
            candidates, shared, _named(question, candidates), strict=True
        )
    ]


def _named(question: Question, candidates: Iterable[Candidate]) -> list[bool]:
    """Return which candidates speak of somebody by the name that another one introduces."""
    texts = [one.memory.text for one in candidates]
    asked = _stems(question.words)
    names = {
        found["name"].casefold()
        for text in texts
        for introduction in _INTRODUCTIONS
        for found in introduction.finditer(text)
        if _stem(found["what"].casefold()) in asked
    }
    return [bool(names) and not names.isdisjoint(_bare(text)) for text in texts]


def _bare(text: str) -> set[str]:
    return {word.removesuffix("'s").removesuffix("’s") for word in content_words(text)}


def _steps(similarity: float, recipe: Recipe) -> float:
    return (similarity - recipe.floor) / (recipe.usual - recipe.floor)


def _confidence(answered: float, behind: float) -> float:
    """Return the confidence of a memory some steps behind the best: none is told where the best does not answer."""
    close = 1 - behind / _REACH
    return 1 / (1 + exp(-(answered * close if answered > 0 else answered + close - 1)))


def _stems(words: Iterable[str]) -> set[str]:
    return {_stem(word) for word in words}


def _stem(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("’s")
    return word[:5] if len(word) > 5 else word.rstrip("s")
