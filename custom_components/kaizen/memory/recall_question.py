"""What was said, read once: its words, and what kind of a question it is; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
import re
from typing import Final

from .words import content_words


class Cue(StrEnum):
    """What tells a question that memories answer from one they do not."""

    OWN = "own"
    """The speaker speaks of himself: rare where somebody gives a command or asks what all know."""
    ORDER = "order"
    """It begins as commands do."""
    DEVICE = "device"
    """It is about what the house measures, plays or switches now, or about time and weather."""
    ATTRIBUTE = "attribute"
    """It asks for one thing of the speaker by its name ("my blood type"): what answers it usually names it, too."""
    EVENT = "event"
    """It asks what happened lately: memories are of what holds."""


_CUES: Final[Mapping[Cue, re.Pattern[str]]] = {
    cue: re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for cue, pattern in {
        # "Tell me" and "wake me" say nothing of who says it.
        Cue.OWN: r"""\b(?:i|i['’](?:m|d|ve|ll)|my|mine|myself|ich|mich|mein(?:e[mnrs]?)?)\b
            | (?<!\btell\s)(?<!\bshow\s)(?<!\bread\s)(?<!\bgive\s)(?<!\bwake\s)(?<!\bremind\s)(?<!\bcall\s)\bme\b
            | (?<!\bsag\s)(?<!\bzeig\s)(?<!\blies\s)(?<!\bgib\s)(?<!\bzeige\s)(?<!\berzähl\s)\bmir\b""",
        Cue.ORDER: r"""^(?:please\s+|bitte\s+|can\s+you\s+|could\s+you\s+)?
            (?:turn|switch|set|add|put|open|close|shut|lock|unlock|pause|stop|start|skip|cancel|lower|raise|dim|play|arm
            |disarm|make|next|remind|wake|show|tell|read|print|order|run|mute|announce|broadcast|send|call|water|resume
            |increase|decrease|activate|deactivate|enable|disable|change|clear|remove|take|delete|complete|vacuum|clean
            |mach|mache|schalt|schalte|stell|stelle|dreh|drehe|öffne|schließ|schließe|sperr|sperre|spiel|spiele|stopp
            |stoppe|pausier|pausiere|starte|setz|setze|füg|füge|zeig|zeige|lies|erinner|erinnere|weck|wecke|erzähl|sag
            |aktiviere|deaktiviere|erhöhe|verringere|lösche|streich|streiche)\b""",
        Cue.DEVICE: r"""\b(?:timers?|weather|rain(?:ing)?|forecast|temperature|humidity|volume|what\s+(?:time|day)\s+is\s+it
            |what['’]s\s+the\s+(?:time|date)|(?:un)?locked|still\s+on|power|windows?|lights?|lamps?|doors?|gate|garage|music
            |song|track|radio|television|tv|alarm|list|fan|vacuum|hoover|blinds|shutters|curtains|washing\s+machine|dryer
            |dishwasher|(?:coffee|espresso)\s+machine|thermostat|heating|camera|calendar|appointments?|reminders?|everything|lock
            |cover|battery|sensor|scene|louder|quieter|brighter|darker|home
            |wetter|regnet|regen|temperatur|luftfeuchte|lautstärke|wie\s+spät|uhrzeit|datum|strom|fenster|licht(?:er)?
            |lampen?|tür(?:en)?|haustür|tor|musik|lied|fernseher|liste|ventilator|staubsauger|rollläden|jalousien?
            |vorhänge|waschmaschine|trockner|geschirrspüler|kaffeemaschine|heizung|kamera|kalender|termine?|alles|lauter
            |leiser|heller|dunkler)\b""",
        Cue.ATTRIBUTE: r"""\b(?:what|who|which|when|where|how)(?:['’]s|\s+is|\s+was|\s+are|\s+were)?\s+(?:the\s+\w+\s+of\s+)?
            (?:my|mine)\b | \bof\s+my\s+\w+\W*$ | \bhow\s+(?:tall|old|heavy)\s+am\s+i\b | \bhow\s+much\s+do\s+i\s+weigh\b
            | \b(?:what|which)\s+(?:colou?r|number|size)\s+(?:is|are)\s+my\b
            | \b(?:was|wer|wann|wo|wie|welche[rs]?)\s+(?:ist|war|sind|waren|heißt|heißen|lautet|lauten)\s+mein\w*\b
            | \bwie\s+(?:groß|alt|schwer)\s+bin\s+ich\b | \b(?:was|wie\s*viel)\s+wiege\s+ich\b""",
        Cue.EVENT: r"""\b(?:yesterday|today|lately|recently|last\s+(?:night|week|weekend|month|year)|did\s+(?:i|we)
            |came\s+to|gestern|heute|vorgestern|neulich|letzte[nrs]?\s+(?:nacht|woche|wochenende|monat|jahr))\b""",
    }.items()
}
_ABOUT_PERSON: Final = re.compile(
    r"""
      \bwhat\b.*\b(?:know|remember(?:ed)?|learn(?:ed|t)|stored|saved)\b.*\babout\s+me\b
    | \b(?:tell|list|show|say)\b.*\b(?:you\s+(?:know|remember)|memories)\b.*\b(?:about|of)\s+me\b
    | \bwhat\s+do\s+you\s+(?:know|remember)\s+of\s+me\b
    | \bwho\s+am\s+i\b
    | \bwas\s+(?:\w+\s+){0,3}(?:weißt|weisst|weiß|weiss|merkst|gemerkt)\b.*\b(?:über|von)\s+mi(?:ch|r)\b
    | \bwas\s+hast\s+du\b.*\b(?:über|von)\s+mi(?:ch|r)\b.*\b(?:gemerkt|gespeichert|gelernt)\b
    | \bwer\s+bin\s+ich\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was said, read once."""

    text: str
    words: tuple[str, ...]
    cues: frozenset[Cue]
    about_person: bool
    """It asks for what is known about the speaker."""


def read_question(text: str) -> Question:
    """Read what was said."""
    return Question(
        text=text,
        words=tuple(content_words(text)),
        cues=frozenset(cue for cue, found in _CUES.items() if found.search(text)),
        about_person=bool(_ABOUT_PERSON.search(text)),
    )
