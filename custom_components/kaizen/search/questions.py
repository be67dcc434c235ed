"""Which questions cannot be answered without the web of today.

A table: a topic, and the words that give it away, in English and German. What is about the
house itself, or asks for something to be done, is none of them; `tests/search/questions.yaml`
holds the sentences that precision and recall are measured with.
"""

from collections.abc import Sequence
from enum import StrEnum
import re
from typing import Final


class Topic(StrEnum):
    """What a question is about that changes by the day."""

    ASKED_FOR = "asked_for"
    """The person says that the web is to be searched."""
    WEATHER = "weather"
    """Somewhere else than here."""
    NEWS = "news"
    PRICE = "price"
    SPORT = "sport"
    HOURS = "hours"
    TRAVEL = "travel"
    OFFICE = "office"
    """Who holds a position now."""
    LATEST = "latest"
    PROGRAMME = "programme"
    """Cinema, television, concerts."""


def _rows(*rows: tuple[Topic, str]) -> Sequence[tuple[Topic, re.Pattern[str]]]:
    return tuple((topic, re.compile(text, re.IGNORECASE)) for topic, text in rows)


_ANSWERED_HERE: Final = re.compile(
    # things of the house
    r"\b(door|window|gate|garage|blinds?|shutters?|curtains?|valve|lock|fridge|freezer|oven|skylight|lights?|lamp"
    r"|thermostat|vacuum|washing machine|dishwasher|dryer|battery|solar|heating|boiler|alarm|timer|reminder"
    r"|calendar|shopping list|to-?do|(living|bed|bath)room|kitchen|basement|attic|my (home|house|room|car)"
    r"|electricity|energy|power|consumption)\b"
    r"|(haus|garagen|balkon|keller|terrassen|kühlschrank)?t[üu]r(en)?\b|fenster|\btor\b|garage|roll(l)?[aä]den|jalousie|vorh[aä]ng"
    r"|markise|ventil|\bschloss\b|\blicht(er)?\b|\blampen?\b|heizung|staubsauger|waschmaschine|sp[üu]lmaschine|trockner|\bakku\b"
    r"|solar|alarm|\btimer\b|wecker|erinnerung|kalender|einkaufsliste|wohnzimmer|schlafzimmer|badezimmer|k[üu]che\b|keller\b"
    r"|\bmein(e|em|en|er)? (haus|zimmer|auto|wohnung)|strompreis|stromverbrauch|verbrauch",
    re.IGNORECASE,
)
_ORDER: Final = re.compile(
    r"^\W*((hey |ok |okay |bitte |please |can you |could you |kannst du |k[öo]nntest du )*)"
    r"(play|pause|stop|turn|switch|set|start|dim|open|close|lock|unlock|add|remind|remember|tell everyone|announce|call"
    r"|write|translate|spiele?|stopp\w*|schalte?|mach|stelle?|starte|dimme|[öo]ffne|schlie(ß|ss)e?|verriegel\w*|f[üu]ge|setze?"
    r"|erinner\w*|merk|sag allen|ruf|schreib|[üu]bersetze?)\b",
    re.IGNORECASE,
)
_PAST_OR_IDEA: Final = re.compile(
    r"\b(what does .{1,40} mean|explain|tell me a (joke|story)|history of|invented|how do(es)? .{1,40} work|in (the )?1\d{3}\b"
    r"|was bedeutet|erkl[äa]r|erz[äa]hl .{0,20}(witz|geschichte)|erfunden|wie funktioniert|im jahr(e)? 1\d{3}|geschichte (der|des|von))",
    re.IGNORECASE,
)

_PATTERNS: Final = _rows(
    (Topic.NEWS, r"\b(news|headlines)\b(?! ?(letter|paper))"),
    (
        Topic.NEWS,
        r"\bwhat('s| is| has)? ?(happened|happening|going on) (in|with|at) (?!here|the house|my)\w+",
    ),
    (Topic.NEWS, r"\b(nachrichten|schlagzeilen|neuigkeiten)\b"),
    (
        Topic.NEWS,
        r"\bwas ist (heute |gerade |gestern )?(in|mit|bei) .{2,40} (los|passiert)",
    ),
    (
        Topic.PRICE,
        r"\bhow much (is|are|does|do) .{2,60}\b(cost|worth|selling for|right now|today|a (litre|liter|gallon))\b",
    ),
    (
        Topic.PRICE,
        r"\b(price|cost|value) of\b|\b(ticket|gas|petrol|fuel|diesel|gold|oil|house|share|stock) prices?\b",
    ),
    (
        Topic.PRICE,
        r"\b(exchange rate|bitcoin|ethereum|stock market|dow jones|nasdaq|dax)\b",
    ),
    (
        Topic.PRICE,
        r"\bwas koste(n|t)\b|\bwie ?viel koste(n|t)\b|\b(wie )?teuer (ist|sind)\b|\bpreis (von|f[üu]r|des|der)\b",
    ),
    (
        Topic.PRICE,
        r"\b(aktien|wechsel|gold|dollar|euro|bitcoin)?kurs (von|der|des|f[üu]r)\b|\b(aktien|wechsel|gold|dollar|bitcoin)kurs\b"
        r"|\b(benzin|sprit|diesel|gold|heiz[öo]l|gas|[öo]l)preise?\b",
    ),
    (
        Topic.SPORT,
        r"\b(who (won|is winning|is leading)|final score|what('s| is| was) the score|did .{2,40} (win|lose)\b"
        r"|(score|result)s? (of|from|in) (the|yesterday|last)|league (table|standings)|standings)",
    ),
    (
        Topic.SPORT,
        r"\bwhen (do|does|is|are) .{2,40}\b(play(ing)?( next)?|next (game|match|race|fight))\b",
    ),
    (Topic.SPORT, r"\b(next|last) .{2,30}\b(game|match|grand prix)\b"),
    (
        Topic.SPORT,
        r"\bwer (hat|f[üu]hrt) .{0,50}(gewonnen|spiel|rennen|tabelle|liga|tour)\b|\bwie (hat|haben) .{2,40} gespielt"
        r"|\bwie (ging|ist) .{0,40}(spiel|rennen|match).{0,30}\b(aus(gegangen)?|stand)\b|\bspielstand\b|\b(bundesliga|champions league|formel 1)\b"
        r"|\bwann spiel(t|en)\b|\bhat .{2,40} (gewonnen|verloren)\b|\bwie steht es (bei|im|zwischen)",
    ),
    (
        Topic.HOURS,
        r"\b(opening|business|closing) (hours|times?)\b|\b(what time|when|how late|until when)\b.{1,50}\b(open|opens|close|closes|shut)\b"
        r"|\bis (?!it\b|the tv|there\b).{2,40}\bopen (today|now|right now|tomorrow|tonight|late|on \w+day|until|at \d)",
    ),
    (
        Topic.HOURS,
        r"[öo]ffnungszeiten|\bwann (macht|machen|[öo]ffnet|[öo]ffnen|schlie(ß|ss)t|schlie(ß|ss)en)\b"
        r"|\b(wie lange )?(hat|haben) .{2,50}\b(offen|ge[öo]ffnet|auf)\b|\bist .{2,40}\b(heute|jetzt|noch|morgen|sonntags?) .{0,12}(offen|ge[öo]ffnet)\b",
    ),
    (
        Topic.TRAVEL,
        r"\btraffic\b.{0,40}\b(like|on|to|now|today)\b|\bhow('s| is) (the )?traffic\b|\b(next|last|first) (train|bus|ferry|flight|tram)\b"
        r"|\b(train|flight|bus)s? .{0,40}\b(delayed|cancelled|on time)\b|\bflight (status|[a-z]{2} ?\d{2,4})",
    ),
    (
        Topic.TRAVEL,
        r"\bstau(s)?\b.{0,20}\b(auf|a ?\d+|richtung)|\bverkehr(slage)?\b.{0,30}\b(auf|nach|in|richtung)\b"
        r"|\bn[äa]chste[rn]? (zug|bus|s-bahn|f[äa]hre|flug|bahn|ice)\b|\b(zug|ice|flug|bahn|bus)\b.{0,40}\b(versp[äa]tung|p[üu]nktlich|f[äa]llt aus)\b",
    ),
    (
        Topic.OFFICE,
        r"\bwho('s| is) (currently )?the (current )?(president|prime minister|chancellor|ceo|pope|king|queen|mayor|governor|coach|manager|secretary)\b",
    ),
    (
        Topic.OFFICE,
        r"\bwer ist (gerade |aktuell |derzeit |momentan )?(der |die )?(aktuelle[r]? |amtierende[r]? )?(bundes)?(kanzler|pr[äa]sident|minister|papst"
        r"|k[öo]nig|oberb[üu]rgermeister|b[üu]rgermeister|trainer|chef)\w*",
    ),
    (
        Topic.LATEST,
        r"\b(latest|newest|current|most recent) (version|release|model|iphone|update|season|episode|album|book|film|movie|polls?|population)\b"
        r"|\brelease date\b|\bwhen (does|will|is) .{2,50}\b(come out|be released|coming out|launch)\b|\bis .{2,40} still alive\b",
    ),
    (
        Topic.LATEST,
        r"\b(neu(e)?ste[nrs]?|aktuelle[nrs]?) (version|modell|iphone|update|staffel|folge|album|buch|film|umfragen?|einwohnerzahl)"
        r"|\bwann (kommt|erscheint) .{2,50}\b(raus|heraus|ins kino|erscheint|auf den markt)?\b(?<!hause)$|\blebt .{2,40} noch\b",
    ),
    (
        Topic.PROGRAMME,
        r"\bwhat('s| is) (on|playing|showing) (on |at |in )?(the )?(tv|television|cinemas?|movies|theat(er|re)s?|netflix|bbc|channel)\b|\b(concerts?|events?) (in|near|this)\b",
    ),
    (
        Topic.PROGRAMME,
        r"\bwas (l[äa]uft|kommt) .{0,25}\b(im (kino|fernsehen|tv|ersten)|auf (netflix|arte|zdf|rtl|sat ?1|ard))\b"
        r"|\b(konzerte?|veranstaltungen|events?) .{0,20}\b(in|am|dieses|diese)\b",
    ),
)
_ASKED_FOR: Final = _rows(
    (
        Topic.ASKED_FOR,
        r"\b(search|look|check)\b.{0,12}\b(the (web|internet)|online|up on the|on the (web|internet))|\bgoogle (for|what|who|when|how|where|the|it)\b|\blook up\b",
    ),
    (
        Topic.ASKED_FOR,
        r"\b(such|suche|schau|guck|recherchier)\w*\b.{0,25}\b(im|ins) (netz|internet|web)\b|\bgoog(e)?le? (mal|nach|bitte|was|wer|wann|wie)\b",
    ),
)
_WEATHER: Final = re.compile(
    r"\b(weather|forecast|rain(ing)?|snow(ing)?|sunny|temperature|how (hot|cold|warm))\b"
    r"|wetter|vorhersage|\bregnet\b|\bregen\b|schneit|schnee\b|temperatur|\bwie (warm|kalt|hei(ß|ss))\b",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\b(?:in|for|at|near|around|over|für|bei|auf|um)\s+(?:the\s+|der\s+|dem\s+|den\s+)?(?P<place>[A-ZÄÖÜ][\w.'-]*(?:[ -][A-ZÄÖÜ][\w.'-]*)*)"
)
_LOWER_PLACE: Final = re.compile(
    r"\b(?:in|near|around|bei)\s+(?!(?:the|der|dem|den|my|our|mein\w*|a|an|ein\w*)\b)(?P<place>[\w'-]{3,})"
)
"""Where a recogniser of speech writes everything small, only the likeliest prepositions count."""
_NO_PLACES: Final = re.compile(
    r"^(i|here|hier|home|zuhause|hause|the|den|dem|der|house|garden|garten|outside|drau(ß|ss)en|celsius|fahrenheit|grad"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)day|(mon|diens|donners|frei|sams|sonn)tag|mittwoch|today|tomorrow|tonight"
    r"|heute|morgen|abend|nacht|mittag|nachmittag|vormittag|woche|wochenende|tagen?|stunden?|minuten?|uhr"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|m[äa]rz|mai"
    r"|juni|juli|oktober|dezember|easter|christmas|weihnachten|ostern|sommer|winter|fr[üu]hling|herbst|moment)$",
    re.IGNORECASE,
)


def topic_of(text: str, *, home: Sequence[str] = ()) -> Topic | None:
    """Return what today's web is needed for; None if nothing plainly says that it is.

    `home` are the names under which this house and its town are known.
    """
    if _ORDER.match(text):
        return None
    for topic, pattern in _ASKED_FOR:
        if pattern.search(text):
            return topic
    if _PAST_OR_IDEA.search(text):
        return None
    if _WEATHER.search(text):
        return Topic.WEATHER if place_of(text, home=home) else None
    if _ANSWERED_HERE.search(text):
        return None
    return next((topic for topic, row in _PATTERNS if row.search(text)), None)


def is_weather_at_home(text: str, *, home: Sequence[str] = ()) -> bool:
    """Return whether a question is about the weather, and not about another place's."""
    return bool(_WEATHER.search(text)) and place_of(text, home=home) is None


def place_of(text: str, *, home: Sequence[str] = ()) -> str | None:
    """Return a place that is named and is not home."""
    known = {name.casefold() for name in home}
    for found in (_LOWER_PLACE if text == text.lower() else _PLACE).finditer(text):
        place = found["place"].strip(" .'-")
        first = place.split()[0].rstrip("?.!,")
        if not _NO_PLACES.match(first) and place.casefold() not in known:
            return place
    return None
