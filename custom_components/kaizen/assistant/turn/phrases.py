"""How people ask, and how answers say that something was done, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
import re
from typing import Final


class Request(Enum):
    """What a person's words ask for."""

    ACTION = auto()
    """Something may have to be done."""
    QUESTION = auto()
    """How things are or were, or nothing at all ("thanks")."""
    WORDS = auto()
    """A text: a story, an explanation, a translation."""


def _compile(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_WORDS_WANTED: Final = _compile(
    r"\b(?:tell|say|write|read|sing|explain|translate|recite|describe|imagine|"
    r"suppose|story|joke|poem|riddle|recipe|quote|define|summari[sz]e)\b",
    r"\b(?:erzähl|schreib|erklär|übersetz|beschreib|reim)\w*\b",
    r"\b(?:sag|sage|lies|sing|stell dir vor|geschichte|witz|gedicht|rätsel|rezept)\b",
)
_COURTESY: Final = _compile(
    r"^\W*(?:thanks?|thank you|thx|great|cool|nice|perfect|good|well done|danke|super|"
    r"prima|toll|klasse|vielen dank|gut)(?:\W+(?:you|very|so|much|a lot|job|max|dir|"
    r"schön|sehr|gemacht))*\W*$"
)
_POLITE_COMMAND: Final = _compile(
    r"\b(?:can|could|would|will) you\b",
    r"\b(?:kannst|könntest|würdest|magst|schaltest|machst|stellst|öffnest|schließt|"
    r"dimmst|startest|fährst|setzt) du\b",
)
_QUESTION: Final = _compile(
    r"\?\s*$",
    r"^\W*(?:(?:and|so|hey|und|also)\W+)*(?:did|do|does|have|has|had|was|were|what|"
    r"which|who|whose|where|when|why|how|is|are|hast|hat|habt|haben|habe|war|waren|"
    r"wurden?|welche\w*|wer|wo|wann|warum|wieso|wie|ist|sind|bist|gibt)\b",
)


def request_kind(text: str) -> Request:
    """Return what a person's words ask for, in English or German."""
    if _WORDS_WANTED.search(text):
        return Request.WORDS
    if _COURTESY.search(text):
        return Request.QUESTION
    if _QUESTION.search(text) and not _POLITE_COMMAND.search(text):
        return Request.QUESTION
    return Request.ACTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """How one language says that something was done, one sentence at a time."""

    acted: re.Pattern[str]
    """The assistant did it."""
    state: re.Pattern[str]
    """It has been done, whoever did it."""
    conditional: re.Pattern[str]
    """Before one of these, it makes no claim."""
    reported: re.Pattern[str]
    """Anywhere in the sentence: it is about another time or another person."""


_DONE_EN: Final = (
    r"turned|switched|dimmed|brightened|opened|closed|locked|unlocked|started|"
    r"stopped|paused|resumed|armed|disarmed|activated|deactivated|muted|unmuted|"
    r"raised|lowered|increased|decreased|changed|adjusted|added|removed|cancell?ed|"
    r"enabled|disabled|played|announced|broadcast"
)
_STATES_EN: Final = (
    r"on|off|locked|unlocked|open|opened|closed|dimmed|set|armed|disarmed|muted|"
    r"playing|paused|running"
)
_OPENER_EN: Final = r"^\W*(?:(?:okay|ok|sure|alright|all right|great|yes|all)\W+)*"
_NO_VERB_EN: Final = (
    r"^(?!.*\b(?:is|was|were|are|be|been|being|not|never|no|get|gets|got|getting|has|"
    r"have|had|will|can|could|should|which|that|you|we|they|it|nothing|nobody)\b)"
)

_DONE_DE: Final = (
    r"eingeschaltet|ausgeschaltet|angeschaltet|abgeschaltet|angemacht|ausgemacht|"
    r"gestellt|gesetzt|eingestellt|gedimmt|geöffnet|geschlossen|verriegelt|entriegelt|"
    r"abgeschlossen|aufgeschlossen|gestartet|gestoppt|angehalten|pausiert|aktiviert|"
    r"deaktiviert|hochgefahren|heruntergefahren|runtergefahren|erhöht|verringert|"
    r"geändert|hinzugefügt|entfernt|abgebrochen|scharfgeschaltet|entschärft|"
    r"abgespielt|angesagt|aufgemacht|zugemacht"
)
_OPENER_DE: Final = (
    r"^\W*(?:(?:okay|ok|klar|alles klar|alles|gut|so|ja|gerne?|natürlich)\W+)*"
)
_NOT_DE: Final = (
    r"(?:(?!\b(?:nicht|nichts|kein\w*|nie|noch)\b)(?:[^.!?,;]|(?<=\d)[.,](?=\d)))*"
)
_NO_VERB_DE: Final = (
    r"^(?!.*\b(?:ist|sind|war|waren|wird|werden|wurden?|nicht|nichts|kein\w*|hat|haben|"
    r"habe|hast|sein|bleibt|bleiben|soll|kann|muss|darf|noch|wie|was)\b)"
)

CLAIMS: Final[Mapping[str, Claims]] = {
    "en": Claims(
        acted=_compile(
            rf"\bI(?:['’]ve| have)? (?:(?:now|just|also|successfully|gone ahead and) )*"
            rf"(?:set|{_DONE_EN})\b(?! (?:out|up to|my mind))",
            r"\bI(?:['’]m| am) (?:now )?(?:turning|switching) (?:\w+ ){0,5}(?:on|off)\b",
            r"\bI(?:['’]m| am) (?:now )?(?:dimming|locking|unlocking|closing) the\b",
            rf"{_OPENER_EN}(?:(?:it|that)['’]s |consider it )?(?:all )?done\s*(?:[.!,:;–—-]|$)",
            rf"{_OPENER_EN}(?:{_DONE_EN}) (?:on|off|up|down|the|your|all)\b",
        ),
        state=_compile(
            rf"\b(?:has|have) (?:now |just |successfully )*been (?:successfully )?(?:set|{_DONE_EN})\b",
            rf"\b(?:is|are) now (?:turned |switched |fully |completely )?(?:{_STATES_EN})\b",
            rf"{_NO_VERB_EN}{_OPENER_EN}(?:[\w'’-]+ ){{1,5}}(?:turned|switched) (?:on|off)[.!]?$",
        ),
        conditional=_compile(
            r"\b(?:if|once|unless|until|whether|when|after|before|because|would|could|"
            r"should|not|never|n['’]t|make sure|that)\b"
        ),
        reported=_compile(
            r"\b(?:already|since|ago|yesterday|earlier|last (?:night|time|week)|"
            r"this morning|by (?:someone|hand|[A-Z]\w+)|all day)\b",
            r"\bfor (?:[\w-]+ ){0,2}(?:hours?|days?|weeks?)\b",
        ),
    ),
    "de": Claims(
        acted=_compile(
            rf"\b(?:ich habe?|habe? ich)\b{_NOT_DE}\b(?:{_DONE_DE})\b",
            rf"{_OPENER_DE}habe?\b{_NOT_DE}\b(?:{_DONE_DE})\b",
            rf"\bich (?:schalte|mache)\b{_NOT_DE}\b(?:ein|aus|an|ab|auf|zu)[.!]?$",
            rf"{_OPENER_DE}(?:ist |das ist |schon )*(?:erledigt|passiert|gemacht)\s*(?:[.!,:;–—-]|$)",
        ),
        state=_compile(
            rf"\bwurden?\b{_NOT_DE}\b(?:{_DONE_DE})\b",
            rf"\b(?:ist|sind) (?:jetzt|nun)\b{_NOT_DE}\b(?:{_DONE_DE}|an|aus|auf|zu|offen)[.!]?$",
            rf"{_NO_VERB_DE}{_OPENER_DE}(?:[\w-]+ ){{1,5}}(?:{_DONE_DE})[.!]?$",
        ),
        conditional=_compile(
            r"\b(?:wenn|falls|sobald|bevor|nachdem|ob|dass|weil|bis|würde|könnte|sollte)\b"
        ),
        reported=_compile(
            r"\b(?:bereits|schon (?:länger|lange|seit|vor)|seit|gestern|vorhin|zuletzt|"
            r"heute (?:früh|morgen|mittag|abend|nacht)|letzte\w*|von (?:hand|jemandem|\w+) )",
            r"\bvor (?:\w+ )?(?:minuten?|stunden?|tagen?)\b",
            r"\b(?:sobald|wenn|falls)\b",
            r"\bum \d",
        ),
    ),
}
"""A plain state ("the light is on") is no claim."""
