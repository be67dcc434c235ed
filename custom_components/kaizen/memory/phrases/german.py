"""How German asks something of the memory."""

from typing import Final

from .rows import (
    Row,
    correct,
    correct_statement,
    forget,
    forget_everything,
    forget_statement,
    private,
    remember,
    remember_clause,
    row,
    tell,
    undo,
)

_SO: Final = r"(?: (?:bitte|mal|doch|auch|noch|gut|einfach|wieder|das))*"
_KEEP: Final = (
    rf"(?:merke?(?:n sie)? (?:dir|euch|sich){_SO}|behalte?{_SO} (?:im kopf|in erinnerung|im hinterkopf)"
    rf"|notiere?(?: dir)?{_SO}|speicher[en]?(?: dir)?{_SO}(?: ab)?|präge? dir{_SO} ein|schreibe? dir{_SO} auf"
    rf"|vergiss{_SO} (?:nicht|nie|niemals))"
)
_ASK: Final = rf"(?:kannst|könntest|würdest|willst) du (?:dir ){_SO} ?(?:merken|notieren|einprägen|aufschreiben)"
_WISH: Final = r"ich (?:möchte|will),? dass du dir (?:bitte )?merkst"
_ABOUT: Final = r"(?:über|von|zu|zum|zur|wegen|an)"
_KNOWN: Final = r"(?:weißt|gelernt hast|gespeichert hast|dir gemerkt hast|gemerkt hast|kennst|weisst)"
_SELF: Final = r"(?:mich|mir|uns|mein\w* .+|unser\w* .+|dieses haus|das haus)"
_LATELY: Final = r"(?:jetzt|inzwischen|mittlerweile|nun|neuerdings|seit kurzem)"
_NOT_MEMORIES: Final = (
    r"(?!.*(?:frage|bitte|befehl|wecker|timer|erinnerung|liste|bestellung|termin|nachricht|musik|licht|schlüssel|schirm"
    r"|handy|passwort)$)"
)
_VERB: Final = (
    r"(?:trinke|esse|mag|nehme|wohne|lebe|arbeite|heiße|bevorzuge|liebe|hasse|fahre|schlafe|rauche|spreche|bin"
    r" (?:vegan\w*|vegetarier\w*|verheiratet|geschieden|rentner\w*))"
)

ROWS: Final[tuple[Row, ...]] = (
    row(rf"{_KEEP},? (?:dass|das) (?P<fact>.+)", remember_clause),
    row(rf"(?:{_ASK}|{_WISH}),? dass (?P<fact>.+)", remember_clause, may_ask=True),
    row(rf"denke?{_SO} (?:immer )?(?:daran|dran),? dass (?P<fact>.+)", remember_clause),
    row(
        r"du (?:solltest|musst|sollst) (?:wissen|dir merken),? dass (?P<fact>.+)",
        remember_clause,
    ),
    row(
        rf"{_KEEP}(?: (?:folgendes|dies|für (?:später|die zukunft)))?[:,]? (?P<fact>.+)",
        remember("de"),
    ),
    row(
        rf"(?P<fact>.+?)[,.;!:-]+ (?:bitte )?(?:merke? dir das|merke? es dir|behalte? das{_SO} im kopf|vergiss das nicht)(?: bitte)?",
        remember("de"),
    ),
    row(r"(?:bitte )?vergiss (?:das|dies)(?: bitte| wieder| mal)*", forget),
    row(
        r"(?:bitte )?vergiss,? was ich (?:dir )?(?:gerade |eben )?gesagt habe?", forget
    ),
    row(r"merke? dir (?:das|dies)(?: bitte)? nicht(?: mehr)?", forget),
    row(
        r"(?:vergiss|lösche?) (?:bitte )?(?:die letzte erinnerung|das letzte|das zuletzt gelernte)(?: wieder| bitte)?",
        forget,
    ),
    row(
        rf"(?:vergiss|lösche?)(?: bitte| alles| das)*,? was (?:ich|wir) (?:dir )?(?:alles )?{_ABOUT} (?P<query>.+?) (?:gesagt|erzählt|erwähnt)(?: hab(?:e|en)?)?",
        forget,
    ),
    row(
        rf"(?:vergiss|lösche?)(?: bitte| alles| das)*,? was du {_ABOUT} (?P<query>.+?) {_KNOWN}",
        forget,
    ),
    row(
        rf"(?:kannst|könntest|würdest) du (?:bitte )?(?:alles )?vergessen,? was (?:ich|du) (?:dir )?{_ABOUT} (?P<query>.+?) (?:gesagt habe?|erzählt habe?|{_KNOWN})",
        forget,
        may_ask=True,
    ),
    row(
        r"(?:vergiss|lösche?)(?: bitte)? alles (?:über|von|zu) (?P<query>mich|mir|uns|mein\w* .+|[\w-]+)",
        forget,
    ),
    row(
        r"(?:vergiss|lösche?)(?: bitte)? alles,? was (?:du (?:weißt|gelernt hast)|ich dir (?:je |jemals )?(?:gesagt|erzählt) habe?)",
        forget_everything,
    ),
    row(
        r"lösche?(?: bitte)? (?:alle )?(?:meine|deine) erinnerungen(?: an mich)?",
        forget_everything,
    ),
    row(
        r"lösche?(?: bitte)? (?:die|alle|deine|meine) erinnerung(?:en)? (?:an|über|zu|mit) (?P<query>.+)",
        forget,
    ),
    row(
        r"(?:bitte )?vergiss(?: bitte)?(?: wieder)?,? dass (?!ich (?:das |etwas |es |dich )?(?:gefragt|gesagt|erwähnt)\b)(?P<query>.+)",
        forget_statement("de"),
    ),
    row(r"merke? dir nicht(?: mehr)?,? dass (?P<query>.+)", forget_statement("de")),
    row(
        rf"(?:bitte )?vergiss (?:bitte )?(?P<query>{_NOT_MEMORIES}(?:mein|unser)\w* [\w -]+)",
        forget,
    ),
    row(
        rf"(?:nein,? )?(?:eigentlich|doch|korrektur|moment|sorry)[,:]? (?:es|das) (?:ist|sind) (?:doch )?{_LATELY} (?P<new>.+)",
        correct,
    ),
    row(
        rf"(?:nein,? )?(?:eigentlich |doch )?(?:{_LATELY} |eigentlich )(?:ist|sind) (?:es|das)(?: {_LATELY}| doch)? (?P<new>.+)",
        correct,
    ),
    row(
        rf"(?:nein,? )?eigentlich (?:ist|sind) (?:es|das) {_LATELY} (?P<new>.+)",
        correct,
    ),
    row(
        rf"(?:korrektur[,:]? |(?:nein,? )?das (?:ist falsch|stimmt (?:so )?nicht(?: mehr)?|ist nicht (?:mehr )?(?:richtig|wahr)|hat sich geändert)[,.;:-]+ ?)(?:es|das) (?:ist|sind)(?: {_LATELY})? (?P<new>.+)",
        correct,
    ),
    row(
        rf"(?:nein,? )?(?:eigentlich|korrektur[,:]?) (?P<verb>{_VERB}) ich (?P<new>(?:{_LATELY}|nicht mehr|kein\w* .+ mehr|nur noch).*)",
        correct_statement("Ich {verb} {new}"),
    ),
    row(
        rf"(?:nein,? )?(?:korrektur[,:]?|doch,) ich (?P<verb>{_VERB}) (?P<new>(?:{_LATELY}|nicht mehr|nur noch).*)",
        correct_statement("Ich {verb} {new}"),
    ),
    row(
        rf"(?:nein,? )?eigentlich (?P<verb>ist|sind) (?P<query>(?:mein|unser)\w* [\w-]+(?: [A-ZÄÖÜ][\w-]+)?) (?P<new>{_LATELY} .+)",
        correct_statement("{query} {verb} {new}"),
    ),
    row(
        r"(?:ändere?|korrigiere?|aktualisiere?)(?: bitte)? (?P<query>(?:mein|unser)\w* (?:geburtstag|name|namen|spitznamen?|adresse|beruf|lieblings\w+|arbeitgeber)) (?:auf|zu|in) (?P<new>.+)",
        correct_statement("{query}: {new}"),
    ),
    row(
        rf"was weißt du(?: (?:alles|so|eigentlich|denn|schon|bisher|inzwischen|noch))* (?:über|von) (?P<about>{_SELF})(?: alles| so| schon)*",
        tell,
        may_ask=True,
    ),
    row(
        r"was hast du(?: dir)?(?: (?:alles|so|eigentlich|schon|bisher|denn))*(?: (?:über|von|zu) (?P<about>.+?))?(?: alles| so| schon| bisher)*"
        r" (?:gemerkt|gespeichert|gelernt)",
        tell,
        may_ask=True,
    ),
    row(
        rf"(?:erzähle?|sage?|zeige?) (?:mir|uns)(?: bitte| mal)*,? (?:alles,? )?was du(?: alles| so)? (?:über|von) (?P<about>{_SELF}) {_KNOWN}",
        tell,
    ),
    row(
        r"(?:zeige?|liste|lies|nenne?)(?: mir)?(?: bitte| mal)* (?:alle |alle meine |alle deine |meine |deine |die )?erinnerungen(?: (?:an|über|zu) (?P<about>.+?))?(?: vor| auf)?",
        tell,
    ),
    row(
        r"woran erinnerst du dich(?: (?:bei|zu|von) (?P<about>.+))?", tell, may_ask=True
    ),
    row(
        r"(?:weißt|weisst) du (?:irgend)?(?:etwas|was) (?:über|von) (?P<about>mich|uns|mir|mein\w* .+)",
        tell,
        may_ask=True,
    ),
    row(
        r"was (?:habe|hab) ich dir (?:über|von|zu) (?P<about>.+?) (?:erzählt|gesagt)",
        tell,
        may_ask=True,
    ),
    row(
        r"(?:mache?|mach) (?:das|es|dies|die letzte änderung|das letzte)(?: bitte| wieder| mal)* rückgängig(?: bitte)?",
        undo,
    ),
    row(
        r"(?:kannst|könntest|würdest) du (?:das|es|die letzte änderung)(?: bitte| wieder)* rückgängig machen",
        undo,
        may_ask=True,
    ),
    row(
        r"(?:bitte )?(?:das )?(?:bitte |wieder )*rückgängig(?: machen)?(?: bitte)?",
        undo,
    ),
    row(r"nimm das(?: bitte| wieder)* zurück", undo),
    row(
        r"merke? dir (?:bitte )?(?:dieses|das|unser) gespräch(?: bitte)? nicht",
        private(on=True),
    ),
    row(
        r"(?:speichere?|behalte?) (?:bitte )?(?:dieses|das|unser) gespräch(?: bitte)? nicht",
        private(on=True),
    ),
    row(
        r"(?:merke?|speichere?)(?: dir)? (?:bitte |jetzt |ab jetzt )*nichts(?: (?:von|aus) (?:diesem gespräch|unserem gespräch|dem gespräch|dem,? was .+)| davon| mehr| jetzt)*",
        private(on=True),
    ),
    row(
        r"lerne? (?:bitte )?(?:nichts|nicht) (?:aus|von) (?:diesem|unserem|dem) gespräch",
        private(on=True),
    ),
    row(
        r"(?:schalte?|mache?|stelle?) (?:bitte )?(?:den |in den )?(?:privatmodus|inkognitomodus|privaten modus|inkognito-modus)(?: bitte)? (?:an|ein)",
        private(on=True),
    ),
    row(
        r"(?:aktiviere?|starte?|beginne?)(?: bitte)? (?:den )?(?:privatmodus|inkognitomodus|privaten modus|inkognito-modus)",
        private(on=True),
    ),
    row(
        r"(?:privatmodus|inkognitomodus|privater modus|inkognito-modus)(?: an| ein)?(?: bitte)?",
        private(on=True),
    ),
    row(
        r"das (?:bleibt|ist) (?:jetzt )?(?:nur )?(?:unter uns|zwischen uns|vertraulich)",
        private(on=True),
    ),
    row(
        r"(?:schalte?|mache?|stelle?) (?:bitte )?(?:den )?(?:privatmodus|inkognitomodus|privaten modus|inkognito-modus)(?: bitte| wieder)* (?:aus|ab)",
        private(on=False),
    ),
    row(
        r"(?:deaktiviere?|beende?|verlasse?|stoppe?)(?: bitte)? (?:den )?(?:privatmodus|inkognitomodus|privaten modus|inkognito-modus)",
        private(on=False),
    ),
    row(
        r"(?:privatmodus|inkognitomodus|privater modus|inkognito-modus) (?:aus|ab|beenden)(?: bitte)?",
        private(on=False),
    ),
    row(
        r"du (?:darfst|kannst) dir (?:jetzt )?wieder (?:alles |etwas |was |sachen |dinge )?merken",
        private(on=False),
    ),
)
