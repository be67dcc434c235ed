"""Which memories shape every answer, so that they are told in each and need not be found; pure."""

from collections.abc import Mapping
from enum import StrEnum
import re
from typing import Final


class Shapes(StrEnum):
    """What of an answer a memory shapes."""

    DIET = "diet"
    HARM = "harm"
    """What an answer that does not know it may do harm to."""
    ADDRESS = "address"
    UNITS = "units"
    LANGUAGE = "language"
    MANNER = "manner"
    """How answers are to be told."""
    SENSES = "senses"


_SELF: Final = r"^(?:i|i['’]m|i['’]ve|ich|please|bitte)\b"
_ROWS: Final[Mapping[Shapes, re.Pattern[str]]] = {
    shape: re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for shape, pattern in {
        Shapes.DIET: rf"""{_SELF}.*\b(?:vegetarian|vegan|pescatarian|halal|kosher
            |(?:don['’]t|do\s+not|never|no\s+longer)\s+(?:eat|drink)\s+(?:any\s+)?(?:meat|fish|pork|beef|gluten|dairy|milk|sugar|alcohol)
            |eat\s+(?:\w+\s+)?(?:but\s+)?no\s+(?:meat|fish|pork|gluten|dairy)
            |vegetarier(?:in)?|veganer(?:in)?|vegetarisch|kein(?:en)?\s+(?:fleisch|fisch|schweinefleisch|gluten|alkohol))\b""",
        Shapes.HARM: rf"""{_SELF}.*\b(?:allergic\s+to|(?:\w+\s+)?intolera\w+|co?eliac|diabet\w+|epilep\w+|pacemaker|pregnant
            |haemophilia\w*|hemophilia\w*|allergisch|unverträglichkeit|intoleran\w+|zöliakie|herzschrittmacher|schwanger
            |vertrage\s+(?:kein\w*|\w+\s+nicht))\b""",
        Shapes.ADDRESS: r"""^(?:please\s+)?(?:call|address)\s+me\s+(?!(?:back|at|in|on|when|before|after|tomorrow|later)\b)\w+
            | ^i\s+(?:want|prefer|like|would\s+like)\s+to\s+be\s+(?:called|addressed(?:\s+as)?)\s+(?!(?:before|after|at|in|when|back)\b)\w+
            | ^my\s+(?:nick)?name\s+is\b | ^my\s+pronouns\s+are\b
            | ^(?:bitte\s+)?nenn(?:e|t)?\s+mich\b | ^(?:sag|sprich)\s+mich\b | ^ich\s+(?:heiße|möchte\s+\w+\s+genannt)\b
            | ^mein\s+(?:spitz)?name\s+ist\b""",
        Shapes.UNITS: rf"""(?:{_SELF}|^(?:use|nimm|verwende|sag)\b).*\b(?:celsius|fahrenheit|metric|imperial
            |(?:24|12|twenty-four|twelve)[\s-]hour\s+(?:clock|time|format)|in\s+(?:kilomet(?:er|re)s|miles)|metrisch\w*|in\s+(?:kilometern|meilen))\b""",
        Shapes.LANGUAGE: r"""^(?:i['’]d\s+like|i\s+(?:want|prefer)|please|always|bitte)?\s*(?:you\s+to\s+)?
            (?:answer|speak|talk|reply|antworte|sprich|rede)\w*\s+(?:\w+\s+){0,4}?
            (?:in\s+|auf\s+)?(?:english|german|french|spanish|italian|turkish|dutch|polish
            |englisch|deutsch|französisch|spanisch|italienisch|türkisch|niederländisch|polnisch)\b""",
        Shapes.MANNER: rf"""(?:{_SELF}|^(?:keep|give|halte|gib|fass)\b).*\b(?:(?:short|brief|long|longer|detailed|kurze?n?|lange?n?|knappe?n?)
            \s+(?:\w+\s+)?(?:answers?|replies|antworten?)|(?:answers?|replies)\s+(?:\w+\s+)?(?:short|brief|long|longer)
            |antworten\s+(?:kurz|knapp))\b""",
        Shapes.SENSES: rf"""{_SELF}.*\b(?:hard\s+of\s+hearing|deaf|blind|colou?r[\s-]blind|visually\s+impaired|large\s+print|dyslexi\w+
            |schwerhörig|gehörlos|taub|farbenblind|sehbehindert)\b""",
    }.items()
}


def shapes_every_answer(text: str) -> Shapes | None:
    """Return what of every answer a person's words about himself shape; None for what is told only where it matters.

    For what somebody says of himself, in English or German: another's diet shapes nothing unasked.
    """
    return next((shape for shape, words in _ROWS.items() if words.search(text)), None)
