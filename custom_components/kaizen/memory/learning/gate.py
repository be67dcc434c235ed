"""Which of a person's sentences may be learned from: a lasting statement that stands alone, and nothing else.

It reads no model's mind: what it lets through is at worst dull, and what it stops is only not learned.
"""

from collections.abc import Iterator
import re
from typing import Final

from ..phrases import read_command
from ..phrases.rows import capital
from ..phrases.statements import is_statement
from ..phrases.tidy import sentences, tidy, without_ends, without_prelude
from .caution import concern, is_sensitive
from .model import Conversation, Statement

LONGEST: Final = 160
"""Characters of a statement: it is stored as it was said, or not at all."""
SPEECH_MOST: Final = 2000
"""Characters of a turn; what is longer was pasted, and is somebody else's."""
WORDS_LEAST: Final = 3
STATEMENTS_MOST: Final = 8
"""Sentences of a conversation that are read; the last ones count."""

_LANGUAGES: Final = ("en", "de")
_NOT_SERIOUS: Final = re.compile(
    r"(?<!\w)(?:just kidding|kidding|joking|lol|haha|imagine|suppose|pretend|what if|if i|if we|if you|if only|i wish|would|could|might"
    r"|maybe|perhaps|probably|possibly|supposedly|allegedly|apparently|i guess|i think|i suppose|i believe|i hope|i wonder|i doubt|i bet|not sure"
    r"|i'd|we'd|he'd|she'd|as if|unless|in case|hypothetically|for example|once upon|in a dream|dreamed|dreamt|used to|going to|gonna|about to|planning"
    r"|nur spaß|witz|stell dir vor|angenommen|wenn ich|wenn wir|falls|würde\w*|könnte\w*|hätte\w*|wäre\w*|dürfte\w*|vielleicht|wahrscheinlich|vermutlich"
    r"|angeblich|anscheinend|ich glaube|ich denke|ich hoffe|ich meine|ich finde|ich vermute|früher|zum beispiel|geträumt|wohl|eventuell|möglicherweise)(?!\w)",
    re.IGNORECASE,
)
"""Conditions, wishes, guesses, plans and the past."""
_OTHERS_SAY: Final = re.compile(
    r"(?<!\w)(?:said|says|say|told|tells|claims?|claimed|thinks?|thought|believes?|asked|asks|according to|i heard|i read|they say|it says|on tv|on the news"
    r"|sagt\w*|sage|gesagt|meint\w*|behauptet\w*|erzählt\w*|denkt|glaubt|gelesen|gehört habe|laut|angeblich|im fernsehen|in den nachrichten|fragt\w*)(?!\w)|[\"“”„]",
    re.IGNORECASE,
)
_PASSING: Final = re.compile(
    r"(?<!\w)(?:today|tonight|tomorrow|yesterday|right now|at the moment|this (?:morning|afternoon|evening|week|weekend|month)|next (?:week|month|year|time|\w+day)"
    r"|last (?:night|week|month|time|\w+day)|just now|currently|soon|later|in a (?:minute|moment|bit|while)|in \w+ (?:minutes?|hours?|days?|weeks?)|ago|already|again|yet"
    r"|heute|(?<!jeden )(?<!am )morgen|übermorgen|gestern|gerade|gleich|momentan|derzeit|im moment|diese (?:woche|nacht)|dieses (?:wochenende|jahr)|diesen (?:monat|abend)|nächste\w*|letzte\w*"
    r"|später|bald|vorhin|eben|schon wieder|wieder|noch immer|vor \w+ (?:minuten|stunden|tagen|wochen)|in \w+ (?:minuten|stunden|tagen|wochen))(?!\w)",
    re.IGNORECASE,
)
_MOOD: Final = re.compile(
    r"^(?:i'm|i am|we're|we are|i feel|we feel|ich bin|wir sind|mir ist|uns ist|ich fühle)\s+(?:\w+ ){0,2}?(?:cold|hot|warm|tired|hungry|thirsty|bored|busy|home|back|here|leaving|off|ready|done|sorry"
    r"|fine|good|ok|okay|great|happy|sad|angry|late|early|awake|sure|glad|curious|lost|confused|afraid|in (?:the )?(?:bed|kitchen|bath\w*|car|garden|living room|office)"
    r"|in a hurry|on my way|cooking|looking|trying|listening|watching|waiting|talking|asking|sitting|lying|getting|having|doing|making|taking|coming|heading|freezing|sweating|exhausted|stressed|excited"
    r"|kalt|heiß|müde|hungrig|durstig|zu\s?hause|daheim|wieder da|fertig|da|weg|hier|unterwegs|spät|gut|froh|traurig|wütend|sicher|wach|langweilig|dran|dabei|satt|gestresst|erschöpft|krank)(?!\w)",
    re.IGNORECASE,
)
_ASKS_FOR: Final = re.compile(
    r"^(?:i|we)\s+(?:want|need|wanna|would like|must|have to|got to|gotta|can't (?:see|hear|find|sleep|remember|reach|open)|cannot|don't (?:know|understand|see|hear|remember|care|get|mind|want|need)|see|understand|know|mean|meant|forgot|remember"
    r"|have no (?:idea|clue|time|plan)|have (?:a question|time)|ate|went|came|did|agree|appreciate|promise|thank|ask|asked|wonder|found|lost|heard|just|can|could|should|will|won't|'ll)(?!\w)|^(?:i'll|we'll|i've got to|let's|that's|this is|there's|there is|there are|here|it's|it is|it was|that is|that was|thank|thanks)(?!\w)"
    r"|^(?:ich|wir)\s+(?:will|wollen|möchte\w*|brauche|brauchen|muss|müssen|kann|können|soll|sollen|sollte|weiß|verstehe|sehe|höre|suche|finde|frage|danke|werde|werden|gehe (?:jetzt|mal|nun|dann|kurz)|war|bin (?:gerade|jetzt|kurz)|habe (?:hunger|durst|keine ahnung|keine zeit|zeit|gefragt|recht|angst vor dir))(?!\w)"
    r"|^(?:das|dies|es|da|hier|danke|dann) ",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(
    r"^(?:he|she|it|they|him|her|them|his|their|its|that|this|these|those|one|someone|somebody|anyone|anybody|everyone|everybody|people|you|your|the (?:other|same|first|second|last) (?:one|thing)"
    r"|er|sie|es|man|jemand|sein\w*|ihr\w*|dies\w*|jene\w*|du|dein\w*|leute)(?:'\w+)?(?!\w)",
    re.IGNORECASE,
)
"""A statement about someone that only what was said before tells."""
_ABOUT_DEVICE: Final = re.compile(
    r"^(?:the|all|my|our|der|die|das|alle)\s+(?:\w+\s+){0,3}?(?:lights?|lamps?|music|tv|television|heating|thermostat|blinds?|shades?|curtains?|door|window|volume|temperature|timer|alarm|song|movie|weather|sun|news|playlist|battery|phone|flight|train|bus|dinner|lunch|breakfast|food|coffee|water|wifi|internet|oven|washing machine|dishwasher"
    r"|lich\w*|lampen?|musik|fernseher|heizung|thermostat|rollos?|jalousien?|vorhänge?|tür\w*|fenster|lautstärke|temperatur|wecker|lied|film|wetter|sonne|batterie|handy|flug|zug|essen|kaffee|wasser|wlan|ofen|waschmaschine|spülmaschine|nachrichten)\s+"
    r"(?:is|are|isn't|aren't|was|were|has|have|won't|doesn't|don't|leaves|departs|lands|arrives|ist|sind|war|hat|haben|geht|gehen|läuft|spielt)(?!\w)",
    re.IGNORECASE,
)
_ASK_WORDS: Final = re.compile(
    r"^(?:what|where|when|who|whom|whose|why|which|how|is|are|am|was|were|do|does|did|can|could|will|would|shall|should|may|might|have|has|had|isn't|aren't|don't|doesn't|didn't|won't"
    r"|was|wo|wann|wer|wen|wem|wessen|warum|wieso|weshalb|welche\w*|wie|wieviel|woher|wohin|ist|sind|bist|bin|hast|hat|habt|haben|kannst|kann|könnt|können|willst|wird|wirst|magst|darf|soll|gibt|weißt|machst)(?!\w)",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r",? (?:and|but|und|aber) ")
_STOPS: Final = (
    _ASK_WORDS,
    _NOBODY,
    _ASKS_FOR,
    _MOOD,
    _ABOUT_DEVICE,
)
_ANYWHERE: Final = (_NOT_SERIOUS, _OTHERS_SAY, _PASSING)
_TO_THE_ASSISTANT: Final = re.compile(
    r"(?<!\w)(?:you|your|yours|yourself|du|dich|dir|dein\w*|kaizen|assistants?|assistent\w*|alexa|siri|chatgpt|chatbot)(?:'\w+)?(?!\w)",
    re.IGNORECASE,
)


def passes(text: str, language: str) -> bool:
    """Return whether one tidy sentence may be learned from."""
    words = without_ends(text)
    if (
        text.endswith("?")
        or not len(words.split()) >= WORDS_LEAST
        or len(words) > LONGEST
    ):
        return False
    if any(stop.match(words) for stop in _STOPS):
        return False
    if any(stop.search(words) for stop in _ANYWHERE) or _TO_THE_ASSISTANT.search(words):
        return False
    if not is_statement(words, language):
        return False
    return concern(words) is None and not is_sensitive(words)


def statements(conversation: Conversation) -> list[Statement]:
    """Return what a conversation may be learned from, in order; taint stays on all that follows it."""
    return list(_statements(conversation))[-STATEMENTS_MOST:]


def _statements(conversation: Conversation) -> Iterator[Statement]:
    taint: frozenset[str] = frozenset()
    for turn in conversation.turns:
        taint |= turn.taint
        if turn.private or len(turn.text) > SPEECH_MOST:
            continue
        if read_command(turn.text, turn.language):
            continue
        own = turn.language.partition("-")[0].lower()
        language = own if own in _LANGUAGES else _LANGUAGES[0]
        plain = tidy(turn.text)
        # A secret or an order anywhere in an utterance makes all of it suspect.
        if concern(plain):
            continue
        for sentence in sentences(plain):
            for words in _parts(without_prelude(sentence), language):
                if passes(words, language):
                    yield Statement(
                        text=capital(without_ends(words)), turn=turn, taint=taint
                    )


def _parts(sentence: str, language: str) -> list[str]:
    """Return what a sentence joins, if each part is a statement and the whole is meant as it is said."""
    parts = _JOINED.split(sentence)
    if len(parts) == 1:
        return parts
    if any(stop.search(sentence) for stop in _ANYWHERE):
        return []
    whole = all(is_statement(part, language) for part in parts)
    return parts if whole and not sentence.endswith("?") else [sentence]
