"""What a new memory does to those that are known: it joins them, takes the place of some, or is one of them.

Similarity proposes whom to look at. Words decide, and nothing is ever deleted: what is superseded is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
import re
from typing import Final

from ..model import Draft, Memory
from .meaning import Meaning, meaning
from .model import Add, Decision, Ignore, Supersede

CANDIDATE: Final = 0.60
"""Cosine from which a memory is looked at: below 0.75 half of all contradictions lie."""

_SLOTS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<slot>(?:my|our|\w+'s|mein\w*|unser\w*) (?:[\w'-]+ ){0,3}?(?:name|birthday|favou?rite [\w ]+?|address|phone number|job|employer|boss|age|size|shoe size|height|nickname|bedtime|car|geburtstag|lieblings\w+|adresse"
        r"|telefonnummer|beruf|chef\w*|alter|schuhgröße|auto|spitzname))(?: is| are| ist| sind|:) (?:now |jetzt )?(?P<value>.+)",
        r"(?P<slot>(?:i|we|ich|wir|(?:my|our|mein\w*|unser\w*) \w+|[A-Z]\w+) (?:now |jetzt |currently )?(?:lives?|wohne?n?t?|lebe?n?t?)) (?:jetzt |now |inzwischen )?(?P<value>(?:in|at|on|auf|bei) .+)",
        r"(?P<slot>(?:i|ich|(?:my|our|mein\w*|unser\w*) \w+|[A-Z]\w+)(?:'m| am| is| bin| ist) )(?P<value>\d+(?: years old| jahre alt)?)",
        r"(?P<slot>(?:my|our|mein\w*|unser\w*) (?:\w+ ){1,2}?(?:is called|is named|heißt)) (?:now |jetzt )?(?P<value>.+)",
        r"(?P<slot>(?:i|we|ich|wir) (?:get up|wake up|go to bed|stehe?n?|gehe?n?)) (?P<value>(?:at|um|gegen) .+)",
        r"(?P<slot>(?:i|ich) (?:work|arbeite)) (?:jetzt |now )?(?P<value>(?:as|for|als|bei|für) .+)",
        r"(?P<slot>(?:the |our |die |der |das )[\w ]+? (?:is|are|go(?:es)? out|ist|sind|kommt|wird abgeholt)) (?P<value>(?:on|at|in|every|am|um|jeden) .+)",
    )
)
"""Statements that have room for one value at a time."""
_LATELY: Final = re.compile(
    r"(?<!\w)(?:now|these days|nowadays|no longer|any ?more|instead|switched|changed|since|not .+ but|from now on"
    r"|jetzt|inzwischen|mittlerweile|nicht mehr|kein\w* .+ mehr|statt\w*|neuerdings|seit|nur noch)(?!\w)",
    re.IGNORECASE,
)
_LATELY_STEMS: Final = meaning(
    "now these days nowadays longer anymore more instead switched changed since jetzt inzwischen mittlerweile mehr statt stattdessen neuerdings seit"
).set
_OPPOSITES: Final = tuple(
    frozenset(meaning(pair).words)
    for pair in (
        "like hate",
        "love hate",
        "like dislike",
        "love dislike",
        "enjoy hate",
        "mag hasse",
        "liebe hasse",
        "start stop",
        "single married",
        "ledig verheiratet",
        "vegetarian meat",
        "early late",
        "früh spät",
    )
)
_USUAL: Final = meaning(
    "drink take eat like love prefer trinke esse nehme mag liebe bevorzuge live work wohne arbeite drive fahre be have use"
).set
_SHARED_LEAST: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A known memory that may say the same, or the contrary."""

    memory: Memory
    similarity: float
    """Cosine of the vectors, or 1.0 for what shares words where there are none."""


def decide(draft: Draft, neighbours: Sequence[Neighbour]) -> Decision:
    """Return what `draft` does to what is known in its scope.

    What waits for a yes supersedes nothing, and nothing that was pinned is superseded unasked: the draft waits instead.
    """
    new = meaning(draft.text)
    near = [
        one.memory
        for one in neighbours
        if one.memory.scope == draft.scope
        and one.memory.deletion is None
        and one.memory.superseded_by is None
        and (
            one.similarity >= CANDIDATE or _plain(one.memory.text) == _plain(draft.text)
        )
    ]
    for memory in near:
        if _same(draft.text, new, memory.text) and (
            draft.pending or not memory.pending
        ):
            return Ignore(id=memory.id)
    if draft.pending:
        return Add(draft=draft)
    outdated = tuple(
        memory.id
        for memory in near
        if memory.is_live and not memory.pinned and contradicts(draft.text, memory.text)
    )
    return Supersede(draft=draft, ids=outdated) if outdated else Add(draft=draft)


def contradicts(new: str, old: str) -> bool:
    """Return whether two statements cannot both be current."""
    told, known = meaning(new), meaning(old)
    if _same_slot(new, old):
        return True
    if told.set == known.set and told.numbers == known.numbers:
        return told.negations % 2 != known.negations % 2
    if _opposed(told, known):
        return True
    return bool(_LATELY.search(new)) and _same_frame(told, known)


def _same_slot(new: str, old: str) -> bool:
    for slot in _SLOTS:
        one, other = slot.match(new), slot.match(old)
        if (
            one
            and other
            and meaning(one["slot"]) == meaning(other["slot"])
            and one["slot"].split()[0].casefold() == other["slot"].split()[0].casefold()
        ):
            return _plain(one["value"]) != _plain(other["value"])
    return False


def _opposed(new: Meaning, old: Meaning) -> bool:
    different = new.set ^ old.set
    return (
        len(different) == 2
        and different in _OPPOSITES
        and bool(new.set & old.set)
        and new.negations == old.negations
        and new.numbers == old.numbers
    )


def _same_frame(new: Meaning, old: Meaning) -> bool:
    """Return whether one who says "now" speaks of the same thing: the same object, or the same habit."""
    said = new.set - _LATELY_STEMS
    shared = said & old.set
    objects = shared - _USUAL
    return (
        bool(objects)
        and len(shared) / max(1, min(len(said), len(old.set))) >= _SHARED_LEAST
    )


def _same(text: str, new: Meaning, other: str) -> bool:
    if _plain(text) == _plain(other):
        return True
    known = meaning(other)
    return (
        bool(new.words)
        # In the same order: who loves whom.
        and new.words == known.words
        and new.numbers == known.numbers
        and new.negations == known.negations
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
