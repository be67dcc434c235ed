"""Whether an answer claims an action that no tool carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import re
from typing import Final

_ACTIONS_EN: Final = (
    r"turned|switched|set|dimmed|brightened|opened|closed|locked|unlocked|started|"
    r"stopped|paused|resumed|armed|disarmed|activated|deactivated|muted|unmuted|"
    r"raised|lowered|increased|decreased|changed|adjusted|added|removed|cancell?ed|"
    r"enabled|disabled|played|announced|broadcast"
)
_ACTIONS_DE: Final = (
    r"eingeschaltet|ausgeschaltet|angeschaltet|angemacht|ausgemacht|gestellt|gesetzt|"
    r"eingestellt|gedimmt|geöffnet|geschlossen|verriegelt|entriegelt|abgeschlossen|"
    r"aufgeschlossen|gestartet|gestoppt|angehalten|pausiert|aktiviert|deaktiviert|"
    r"hochgefahren|heruntergefahren|erhöht|verringert|geändert|hinzugefügt|entfernt|"
    r"abgebrochen|scharfgeschaltet|entschärft|abgespielt|angesagt|aufgemacht|zugemacht"
)

_CLAIMS: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        rf"\bI(?:['\u2019]ve| have)? (?:now |just |already |successfully )*(?:{_ACTIONS_EN})\b"
        rf"|\b(?:has|have) (?:now |just |been |successfully )*been (?:successfully )?(?:{_ACTIONS_EN})\b"
        r"|^\W*(?:(?:okay|ok|sure|alright|all)\W+)?(?:it['\u2019]s )?done\b"
        rf"|^\W*(?:{_ACTIONS_EN}) (?:on|off|up|down|the)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        rf"\bhabe?\b[^.!?]*\b(?:{_ACTIONS_DE})\b"
        rf"|\b(?:wurden?|ist jetzt|sind jetzt|ist nun|sind nun)\b[^.!?]*\b(?:{_ACTIONS_DE})\b"
        r"|^\W*(?:(?:okay|ok|klar|alles)\W+)?(?:erledigt|schon passiert|gemacht)\b",
        re.IGNORECASE,
    ),
}
"""How an answer says that it acted. A state ("is on") is not a claim."""

_QUESTION: Final = re.compile(
    r"\?\s*$|^\s*(?:did|have|has|was|were|what|which|who|when|why|how|is|are|hast|hat|"
    r"habt|wurde|was|wer|wann|warum|wieso|wie|ist|sind)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one tool call came to."""

    tool: str
    succeeded: bool
    acted: bool
    """False for a tool that only reads."""


def claims_action(answer: str, language: str) -> bool:
    """Return whether an answer says that something was done."""
    claims = _CLAIMS.get(language.partition("-")[0].lower())
    return claims is not None and claims.search(answer) is not None


def asks_about_the_past(text: str) -> bool:
    """Return whether the words are a question, so that "I turned it on" may report."""
    return _QUESTION.search(text) is not None


def is_backed(
    *, question: bool, this_turn: Sequence[Outcome], earlier: Sequence[Outcome]
) -> bool:
    """Return whether some tool really did something that an answer may speak of."""
    outcomes = (*earlier, *this_turn) if question else this_turn
    return any(outcome.succeeded and outcome.acted for outcome in outcomes)
