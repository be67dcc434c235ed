"""What kind of fact words are, without a model."""

import re
from typing import Final

from ..model import Category

_ROWS: Final = tuple(
    (category, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for category, words in (
        (
            Category.HEALTH,
            r"allerg\w*|intoleran\w*|diabet\w*|asthma|medic\w*|pills?|doctor|surgery|blood pressure|pregnan\w*|diagnos\w*|hard of hearing|krank\w*|medikament\w*|tabletten?|schwanger|unverträg\w*|vertrage\w*",
        ),
        (
            Category.DATE,
            r"birthday|anniversary|born|january|february|march|april|june|july|august|september|october|november|december|geburtstag|jahrestag|hochzeitstag|geboren|januar|februar|märz|juni|juli|oktober|dezember",
        ),
        (
            Category.PREFERENCE,
            r"likes?|loves?|hates?|prefers?|favou?rite|dislikes?|enjoys?|black|vegetarian\w*|vegan\w*|eats?|drinks?|take my \w+|mag|mögen|liebe|liebt|hasse|hasst|bevorzuge|lieblings\w+|am liebsten|gern|vegetarier\w*|trinke|trinkt|esse|isst",
        ),
        (
            Category.ROUTINE,
            r"every|each|always|usually|on (?:mon|tues|wednes|thurs|fri|satur|sun)days?|wake|get up|go to bed|jeden|jede|immer|meistens|montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags|aufstehe|stehe",
        ),
        (
            Category.RELATION,
            r"(?:my|our|mein\w*|unser\w*) (?:wife|husband|partner|son|daughter|kids?|children|child|mother|father|mum|mom|dad|sister|brother|grand\w+|aunt|uncle|cousin|boss|friend|girlfriend|boyfriend|neighbou?rs?|dog|cat|parents"
            r"|frau|mann|partner\w*|sohn|tochter|kinder|kind|mutter|vater|mama|papa|schwester|bruder|oma|opa|tante|onkel|chef\w*|freund\w*|nachbar\w*|hund|katze|eltern)",
        ),
        (
            Category.BELONGING,
            r"(?:is|are|liegt|liegen|steht|hängt|ist|sind) (?:in|under|behind|on|at|im|unter|hinter|auf|an) (?:the|my|our|der|dem|den|meine\w*|unsere\w*)|my (?:car|bike|phone|laptop|\w* keys?)|mein (?:auto|fahrrad|handy)",
        ),
        (
            Category.HOUSE,
            r"wi-?fi|wlan|heating|boiler|thermostat|bins?|trash|rubbish|fuse\w*|router|heizung|therme|müll\w*|sicherung\w*|mülltonne\w*",
        ),
        (
            Category.BIOGRAPHY,
            r"live|lives|work|works|am|i'm|grew up|studied|wohne|wohnt|arbeite|arbeitet|bin|heiße|lebe|studiere",
        ),
    )
)


def categorise(text: str) -> Category:
    """Return the first kind whose words are in a text."""
    return next(
        (category for category, words in _ROWS if words.search(text)), Category.OTHER
    )
