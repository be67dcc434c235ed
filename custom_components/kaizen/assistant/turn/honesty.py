"""Whether an answer claims an action that no tool carried out.

A false correction is worse than a missed claim: in doubt, an answer is believed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
import re
from typing import Final

from .outcomes import Outcome
from .phrases import CLAIMS, Claims, Request, request_kind

_QUOTED: Final = re.compile(r"[\"“„«»][^\"“”„«»]*[\"”“«»]")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?:])\s+|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an answer says was done."""

    acted: bool
    """The assistant says "I did", not only how things are now."""


def find_claim(answer: str, language: str, request: Request) -> Claim | None:
    """Return the strongest claim of an answer, if it makes one."""
    claims = CLAIMS.get(language.partition("-")[0].lower())
    if claims is None or request is Request.WORDS:
        return None
    found = [
        claim
        for sentence in _SENTENCE_END.split(_QUOTED.sub(" ", answer))
        if (claim := _claim_of(sentence.strip(), claims))
    ]
    acted = [claim for claim in found if claim.acted]
    return next(iter(acted or found), None)


def is_unbacked(
    answer: str,
    *,
    asked: str,
    language: str,
    this_turn: Sequence[Outcome],
    earlier: Sequence[Outcome],
) -> bool:
    """Return whether an answer claims what no tool has done.

    To a question, "I turned it on" may report an earlier turn, and how things are
    needs no tool. To a command, only this turn counts.
    """
    request = request_kind(asked)
    claim = find_claim(answer, language, request)
    if claim is None or any(o.succeeded and o.acted for o in this_turn):
        return False
    looked = any(o.succeeded for o in this_turn)
    if request is Request.QUESTION:
        acted_before = any(o.succeeded and o.acted for o in earlier)
        return claim.acted and not looked and not acted_before
    return claim.acted or not looked


def _claim_of(sentence: str, claims: Claims) -> Claim | None:
    if sentence.endswith("?") or claims.reported.search(sentence):
        return None
    for acted, pattern in ((True, claims.acted), (False, claims.state)):
        match = pattern.search(sentence)
        if match and not claims.conditional.search(sentence[: match.start()]):
            return Claim(acted=acted)
    return None
