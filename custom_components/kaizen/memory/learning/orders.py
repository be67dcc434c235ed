"""Recognises orders that pose as facts: what would steer the assistant rather than tell it something."""

import re
from typing import Final

_OPENED: Final = (
    r"(?:unlock\w*|disarm\w*|open(?:s|ed|ing)?|let(?:s|ting)? \w+(?: \w+)? in|deactivat\w+|disabl\w+|turn(?:s|ed|ing)? off|switch(?:es|ed|ing)? off"
    r"|entsperr\w*|entriegel\w*|aufsperr\w*|auf(?:zu)?schließ\w*|aufmach\w*|öffn\w*|unscharf\w*|entschärf\w*|ausschalt\w*|abschalt\w*|reinlass\w*|hereinlass\w*|herein|rein)"
)
_GUARDED: Final = (
    r"(?:\w*doors?|\w*gates?|\w*locks?|garage|alarm\w*|house|safe|security|guard|camera\w*|tunnels?|windows?|\w*tür\w*|\w*tor|\w*schloss\w*"
    r"|schlösser|garage\w*|alarmanlage|haus|tresor|kamera\w*|fenster|sicherheit\w*|everything|alles)"
)
_MAY: Final = (
    r"(?:may|can|could|should|must|is allowed to|are allowed to|am allowed to|is permitted to|has (?:permission|the right) to|have permission to"
    r"|is authori[sz]ed to|are authori[sz]ed to|always|whenever|when(?:ever)? (?:i|he|she|they|someone|anyone)|immer|darf|dürfen|kann|können|soll|sollst|sollen|muss|musst|ist berechtigt)"
)
AUTHORISES: Final = re.compile(
    rf"(?<!\w){_MAY}(?!\w).{{0,60}}?(?<!\w){_OPENED}(?!\w).{{0,40}}?(?<!\w){_GUARDED}(?!\w)"
    rf"|(?<!\w){_MAY}(?!\w).{{0,60}}?(?<!\w){_GUARDED}(?!\w).{{0,40}}?(?<!\w){_OPENED}(?!\w)"
    rf"|(?<!\w)(?:always|immer)\s+(?:unlock|disarm|entsperr\w*|entriegel\w*|obey|gehorch\w*|say yes|approve|allow|authori[sz]e|grant|trust|confirm)(?!\w)"
    r"|(?<!\w)(?:unlock|disarm|öffne|entsperre|entriegle?|open) (?:the |my |our |all |die |das |alle )?(?:\w+ )?(?:doors?|gates?|locks?|garage|alarm|house|\w*tür\w*|tor|schloss)(?!\w).*(?:without|when|if|whenever|every|always|ohne|wenn|immer|jede\w*)"
    r"|(?:no|without|skip|ignore|bypass|not? (?:need|require|ask)\w*(?: for)?|don't (?:need|require|ask)(?: \w+)?(?: for)?|doesn't (?:need|require)|never (?:ask|require|need)\w*(?: \w+)?(?: for)?|ohne|kein\w*|nie(?:mals)? (?:nach)?)"
    r"(?: (?:a|an|any|the|my|his|her|for|further|der|die|das|eine?|nach))* (?:pin|code|confirm\w*|proof|password|authori[sz]ation|permission|verification|challenge|guard|bestätigung|freigabe|erlaubnis|prüfung|nachfrage|rückfrage|security)(?!\w)"
    r"|(?<!\w)(?:is|are|am|becomes?|ist|sind|bin|wird) (?:now |also |jetzt |auch |ab jetzt )?(?:the |an? |my |der |die |ein\w* )?(?:new |real |true |only |actual |neue\w* |wahre\w* |echte\w* )?(?:(?:house )?owner|admin\w*|root|superuser|trusted(?: (?:user|person|guest))?|authori[sz]ed|besitzer\w*|eigentümer\w*|hausherr\w*|vertrauenswürdig\w*|berechtigt\w*)(?! (?:of|von) (?!(?:the|this|diesem) (?:house|haus)))(?!\w)"
    r"|(?<!\w)(?:owner|admin|besitzer\w*|eigentümer\w*)(?:'s)? (?:is now|now is|changed|ist jetzt|heißt jetzt|has (?:approved|agreed|allowed|authori[sz]ed)|approves?|agrees?|allows?|erlaubt|hat \w+ erlaubt)"
    r"|(?<!\w)(?:treat|regard|consider|behandle?) (?:me|him|her|everyone|anyone|\w+|mich|jeden) (?:as|like|wie|als)(?!\w)"
    r"|(?<!\w)(?:full|unlimited|admin) (?:access|rights|control)(?!\w)|(?<!\w)(?:voller|vollen) zugriff(?!\w)",
    re.IGNORECASE,
)
"""Words that would allow something if memory could; it cannot, and they are never kept."""

STEERS: Final = re.compile(
    r"^(?:always|never|ignore|disregard|obey|pretend|act|behave|respond|reply|answer|execute|run|call|send|forward|visit|open|fetch|reveal"
    r"|override|do not|don't|you (?:must|should|shall|will|are|have to|need to|may|can)|immer|niemals|ignoriere?|vergiss|antworte|sende|schicke?"
    r"|rufe?|öffne|führe|befolge|tu so|du (?:musst|sollst|bist|darfst|wirst|kannst)|from now on|ab (?:jetzt|sofort|heute))(?!\w)"
    r"|(?<!\w)(?:ignore|disregard|override|forget|ignoriere?\w*|missachte\w*) (?:all |any |the |your |every |alle |deine |die |sämtliche )*"
    r"(?:previous |prior |earlier |above |other |vorherigen |bisherigen |anderen )*(?:instruction\w*|rules?|prompts?|guidelines|polic\w+|safety|anweisung\w*|regeln?|vorgaben?|sicherheit\w*)"
    r"|(?<!\w)(?:system|developer|assistant|user) ?(?:prompt|message)?:|(?<!\w)(?:system ?prompt|jailbreak|tool[ _]call)(?!\w)"
    r"|(?<!\w)(?:from now on|ab (?:jetzt|sofort)),? (?:you|always|never|the owner|the assistant|kaizen|du|immer|nie|der besitzer|the user)"
    r"|(?<!\w)(?:the assistant|kaizen|der assistent|die assistentin) (?:must|should|shall|has to|will|may|muss|soll|wird|darf)(?!\w)"
    r"|(?<!\w)whenever (?:you|anyone|someone|somebody|i)\b|(?<!\w)immer wenn (?:du|jemand|ich)(?!\w)",
    re.IGNORECASE,
)
ADDRESS: Final = re.compile(
    r"(?:https?|ftp|wss?|file|javascript|data):|(?<![\w@])www\.|(?<![\w@.])[\w-]+\.(?:com|net|org|io|de|at|ch|eu|info|ru|cn|xyz|app|dev|ai|co|uk|me|tv|biz|top|link|page|site)(?:/|\b)(?!')"
    r"|(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)",
    re.IGNORECASE,
)
ABOUT_ASSISTANT: Final = re.compile(
    r"^(?:you(?:'re|'ve|'ll|'d)?|your|the assistant|the ai|kaizen|du|dein\w*|der assistent|die assistentin|die ki)(?!\w)",
    re.IGNORECASE,
)
