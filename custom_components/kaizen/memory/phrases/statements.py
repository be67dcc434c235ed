"""Which words are a statement, and what it is about."""

from collections.abc import Mapping
import re
from typing import Final

_SINGULAR: Final = (
    "is|isn't|was|wasn't|has|hasn't|had|does|doesn't|did|can|can't|cannot|could|will|won't|would|should|must|may"
    "|likes|loves|hates|prefers|dislikes|enjoys|needs|wants|takes|drinks|eats|lives|works|goes|gets|comes|keeps|uses"
    "|drives|plays|sleeps|wakes|starts|begins|ends|finishes|opens|closes|arrives|leaves|runs|speaks|wears|belongs"
    "|costs|means|owns|moved|died|turned|turns|celebrates|visits|hangs|stays|sits|stands|lies|gave|bought|got|went"
    "|started|stopped|quit|married|knows|smokes|reads|watches|studies|studied|teaches|cooks|collects|weighs|snores"
    "|falls|happens|repeats|expires|requires|collides|fits|calls|became|lost|broke|retired|graduated|passed|changed"
    "|switched|swims|rides|trains|sings|hunts|barks|sheds|fears|avoids|measures|stinks|squeaks|leaks|sticks|jams"
)
_PLURAL: Final = (
    "are|aren't|were|weren't|have|haven't|do|don't|like|love|hate|prefer|dislike|enjoy|need|want|take|drink|eat|live"
    "|work|go|get|come|keep|use|drive|play|sleep|wake|start|end|open|close|arrive|leave|run|speak|wear|belong|cost"
    "|mean|own|turn|visit|hang|stay|sit|stand|lie|know|smoke|read|watch|study|teach|cook"
)
_NOT_IN_NAMES: Final = r"(?!(?:to|when|how|if|who|whom|why|where|whether|what|which|that|then|please|i|you|we|he|she|they|it)\b)"
_NOUN_WORD: Final = rf"{_NOT_IN_NAMES}[\w'&/+-]+"
_ENGLISH: Final = re.compile(
    rf"""
    (?:(?:i|we|he|she|they|it|there|everyone|everybody|nobody|no\sone|you)(?:'(?:m|re|s|ve|d|ll))?\s+\S
    |(?P<about>(?:{_NOUN_WORD}\s+){{1,6}}?)
     (?:(?:always|never|usually|also|still|now|no\slonger|often|only|just|really|both|all)\s+)*
     (?:(?:{_SINGULAR})
        |(?<=s\s)(?:{_PLURAL})|(?<=children\s)(?:{_PLURAL})|(?<=people\s)(?:{_PLURAL})|(?:are|aren't|were|weren't))
     \s+\S
    |(?P<short>(?:{_NOUN_WORD}\s+){{0,4}}{_NOUN_WORD})'s\s+(?:a|an|the|my|our|not|called|named|allergic|in|at|from|on)\s+\S
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ENGLISH_NO_NOUN: Final = re.compile(
    r"(?:this|these|those|that|one|some|any|me|us|him|them|her|not|also)\s+(?:is|was|are|were|one)\b|(?:let|don't|do)\b",
    re.IGNORECASE,
)

_FINITE: Final = (
    "ist|sind|war|waren|bin|hat|haben|habe|hatte|hatten|wird|werden|werde|kann|können|darf|dürfen|will|wollen|muss"
    "|müssen|soll|sollen|mag|mögen|möchte|heißt|heißen|heiße|wohnt|wohnen|wohne|lebt|leben|lebe|arbeitet|arbeiten"
    "|arbeite|trinkt|trinken|trinke|isst|essen|esse|fährt|fahren|fahre|geht|gehen|gehe|kommt|kommen|komme|braucht"
    "|brauchen|brauche|liebt|lieben|liebe|hasst|hassen|hasse|nimmt|nehmen|nehme|schläft|schlafen|schlafe|spielt"
    "|spielen|spiele|steht|stehen|stehe|liegt|liegen|liege|hängt|hängen|gehört|gehören|kostet|kosten|spricht|sprechen"
    "|spreche|trägt|tragen|trage|raucht|rauche|liest|lese|beginnt|fängt|endet|öffnet|schließt|macht|mache|machen"
    "|bevorzugt|bevorzuge|kennt|kenne|weiß|feiert|feiere|studiert|studiere|lernt|lerne|benutzt|benutze|nutzt|nutze"
    "|verträgt|vertrage|hört|höre|sieht|sehe|schaut|schaue|kocht|koche|zog|zieht|ziehe|gibt|passt|klemmt|bellt"
    "|heiratet|sammelt|sammle|reitet|schwimmt|joggt|jogge|singt|schnarcht|stinkt|läuft|fürchtet|fürchte"
)
_GERMAN_WORD: Final = (
    r"(?!(?:dass|wenn|ob|wie|wo|wann|warum|was|wer|zu|bitte|nicht|ich|du|wir)\b)[\w'-]+"
)
_GERMAN: Final = re.compile(
    rf"""
    (?:(?:ich|wir|er|sie|es|man|du)\s+\S+\s+\S
    |(?P<about>(?:{_GERMAN_WORD}\s+){{1,5}}?)(?:{_FINITE})\s+\S
    |(?:am|im|in|seit|jeden|jede)\s+(?:\S+\s+){{1,4}}(?:{_FINITE})\s+(?:ich|wir|mein\w*|unser\w*|die|der|das)\s+\S)""",
    re.IGNORECASE | re.VERBOSE,
)
_GERMAN_NO_NOUN: Final = re.compile(
    r"(?:das|dies|die|der)\s+(?:ist|war|sind)\b", re.IGNORECASE
)
_FORMS: Final[Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]] = {
    "en": (_ENGLISH, _ENGLISH_NO_NOUN),
    "de": (_GERMAN, _GERMAN_NO_NOUN),
}
_SUBORDINATE: Final = re.compile(
    r"(?:ich|wir|er|sie|es|man|du|mein\w*|unser\w*|sein\w*|ihr\w*|der|die|das|im|am|in|[A-ZÄÖÜ]\w*)\s+\S+\s+\S"
    r"|(?:ich|wir)\s+\S+$"
)
_SPLIT_VERB: Final = re.compile(
    r"(?:[\wäöüß]+(?:e|t|en)|bin|war|mag|kann|will|muss|darf|soll)", re.IGNORECASE
)
_SEPARABLE: Final = re.compile(
    r"(?P<prefix>auf|an|ab|aus|ein|mit|vor|zurück|fern|weg|um)(?P<verb>stehe|stehen|steht|fange|fängt|fangen|gehe|geht"
    r"|gehen|komme|kommt|kommen|fahre|fährt|fahren|schlafe|schläft|schlafen|ziehe|zieht|ziehen|nehme|nimmt|nehmen"
    r"|sehe|sieht|sehen|bringe|bringt|bringen|kaufe|kauft|kaufen|habe|hat|haben|rufe|ruft|rufen)",
    re.IGNORECASE,
)


def is_statement(text: str, language: str) -> bool:
    """Return whether words say something of someone or something, with a verb that says it."""
    return subject_of(text, language) is not None


def subject_of(text: str, language: str) -> str | None:
    """Return what a statement is about, empty for a pronoun; None if it is no statement."""
    form, no_noun = _FORMS[language]
    found = form.match(text)
    if found is None or no_noun.match(text):
        return None
    groups = found.groupdict()
    return (groups["about"] or groups.get("short") or "").strip()


def main_clause(text: str) -> str | None:
    """Return a German clause that followed "dass", with its verb where a sentence has it.

    Only where that is certain: one clause, whose subject is a pronoun or a possessive and a noun. Otherwise the
    words are returned as they are; None if they are no clause.
    """
    if not _SUBORDINATE.match(text):
        return None
    words = text.split()
    first = words[0].casefold()
    if first in {"ich", "wir", "er", "es", "man"} or (
        first == "sie" and len(words) > 2
    ):
        subject = 1
    elif (
        re.fullmatch(r"(?:mein|unser)\w*", first)
        and words[2:3]
        and words[2][:1].islower()
    ):
        subject = 2
    else:
        return text
    rest = words[subject:]
    if not rest or "," in text or {"und", "aber", "oder", "weil", "dass"} & set(rest):
        return text
    verb = rest.pop()
    if not _SPLIT_VERB.fullmatch(verb):
        return text
    if split := _SEPARABLE.fullmatch(verb):
        return " ".join([*words[:subject], split["verb"], *rest, split["prefix"]])
    return " ".join([*words[:subject], verb, *rest])
