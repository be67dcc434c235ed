"""Yes and no, in English and German: the whole utterance, or nothing.

A yes means something only while a challenge is open where it was said; whoever reads a reply asks the
book first. "Thanks" and "okay" are no yes: people say them without having listened.
"""

from enum import StrEnum
import re
from typing import Final
import unicodedata


class Reply(StrEnum):
    """What was answered to a read-back."""

    YES = "yes"
    NO = "no"


_PHRASES: Final = {
    Reply.YES: """
        yes|yeah|yep|yup|yes yes|yes do it|yes do that|yes i am sure|yes im sure|yes go ahead|sure
        do it|do that|go ahead|please do|yes please do|confirm|confirmed|i confirm|affirmative
        correct|thats right|yes thats right|yes correct|absolutely|of course
        ja|jawohl|jep|ja ja|ja gerne|ja gern|ja klar|ja natürlich|ja mach das|ja mach es|ja machs
        ja tu das|mach das|mach es|machs|mach|tu das|tu es|natürlich|na klar|klar|ja sicher|sicher
        bestätigt|ich bestätige|ja ich bestätige|ich bestätige das|bestätigen|richtig|ja richtig
        stimmt|ja stimmt|genau|ja genau|ja ich bin sicher|ja bin ich|auf jeden fall
    """,
    Reply.NO: """
        no|nope|nah|no no|no thanks|no thank you|no dont|no stop|dont|dont do it|dont do that
        do not|do not do it|do not do that|stop|stop it|cancel|cancel it|cancel that|abort
        never mind|nevermind|no never mind|forget it|forget about it|leave it|wait|negative
        not now|wrong|thats wrong|no cancel|no cancel that|quit|nothing
        nein|nein danke|ne|nee|nö|nein nein|nein lass das|nein lass es|nein stopp|nein stop
        stopp|halt|abbrechen|brich ab|brich das ab|abbruch|nein abbrechen|lass das|lass es
        lass mal|lass gut sein|vergiss es|vergiss das|schon gut|egal|doch nicht|nein doch nicht
        nicht|nicht jetzt|jetzt nicht|bloss nicht|auf keinen fall|warte|falsch|das ist falsch
        mach das nicht|mach es nicht|nein mach das nicht|nichts
    """,
}
_MEANING: Final = {
    phrase.strip(): reply
    for reply, phrases in _PHRASES.items()
    for phrase in re.split(r"[|\n]", phrases)
    if phrase.strip()
}
_MARKS: Final = re.compile(r"['’`]")
_BETWEEN: Final = re.compile(r"[\s.,;:!?…\-–—\"“”„]+")
_POLITE: Final = re.compile(
    r"^(?:(?:please|bitte|oh|um|uh|äh|ähm|ok|okay) )*|(?: (?:please|bitte))+$"
)
_LONGEST: Final = 60


def read_reply(text: str) -> Reply | None:
    """Return what the utterance as a whole means; None for anything that says more, or less."""
    if len(text) > _LONGEST:
        return None
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
    words = " ".join(filter(None, _BETWEEN.split(plain)))
    reply = _MEANING.get(_POLITE.sub("", words))
    return None if reply is Reply.YES and "?" in text else reply
