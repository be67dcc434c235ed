"""The words of a text that say what it is about."""

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MOST: Final = 32
"""Words of one question that are looked for."""

_GRAMMAR: Final = (
    "a about all am an and any are as at be been but by can could did do does for from get give had has "
    "have he her him his how i if in into is it its just let like make may me might mine must my no not "
    "now of on one or our out please shall she should so some tell than that the their them then there "
    "these they this those to up us want was we were what when where which who whom whose why will with "
    "would you your i'm i've i'd i'll it's what's that's who's don't aber alle als am an auch auf aus bei "
    "bin bis bist da das dass dein deine dem den der des die dir dich doch du ein eine einem einen einer "
    "er es für gib hab habe haben hast hat hatte ich ihr im in ist ja kann kannst kein keine könnte mach "
    "man mein meine meinem meinen meiner mich mir mit muss nach nein nicht noch nun nur ob oder sag sei "
    "sein seine sich sie sind so soll über um und uns unser von vor war was welche welcher welches wann "
    "wen wem wenn wer wie wieso will wir wird wo woher wohin zu zum zur bitte mal "
)
STOP_WORDS: Final = frozenset(_GRAMMAR.split())
"""English and German."""


def content_words(text: str) -> list[str]:
    """Return the words that are not only grammar, lower case, each once, in order."""
    found = dict.fromkeys(word.casefold() for word in _WORD.findall(text))
    return [word for word in found if word not in STOP_WORDS][:_MOST]
