"""Recognises what a memory must not hold: codes, passwords, card and account numbers.

A memory is put in front of models, into exports and backups. The guard keeps PINs, and only as hashes.
"""

from itertools import pairwise
import re
from typing import Final

from ..phrases.tidy import tidy

_DIGIT_WORDS: Final = (
    "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|null|eins|zwei|zwo|drei|vier|fünf|sechs"
    "|sieben|acht|neun|zehn|elf|zwölf|doppel|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    "|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|\w{1,14}(?:zehn|zig|ßig)|\w{0,8}hundert\w{0,16}|(?:one|two|three|four|five|six|seven|eight|nine) (?:hundred|thousand)"
)
_CODE: Final = (
    r"(?:\d(?:[ .,/-]{0,3}\d){2}"
    rf"|(?<!\w)(?:(?:{_DIGIT_WORDS}|\d)[ ,.-]{{1,3}}){{2}}(?:{_DIGIT_WORDS}|\d)(?!\w))"
)
_GIVEN: Final = (
    r"(?:[\s=:,–'-]|(?<!\w)(?:is|are|was|s|has been|will be|ist|lautet|heißt|war|sind|wird|to|auf|set|now|jetzt|still"
    r"|noch|always|immer|reads|equals|für|for|of|von|my|the|our|der|die|das|mein\w{0,2}|unser\w{0,2})(?!\w)){1,40}"
)
_WORD_KIND: Final = (
    r"(?:pass ?-?(?:word|code|phrase|key)s?(?! manager)|pwd|passwort\w*(?<!manager)|passwörter|kennw(?:ort|örter)|losungswort"
    r"|geheimzahl|cvv2?|cvc2?|puk|api[ -]?(?:key|token|schlüssel)|access[ -]?(?:key|token)|auth(?:entication|orization)? token"
    r"|bearer token|secret key|private key|seed ?phrase|recovery (?:phrase|key|code)s?|one[ -]time (?:code|password)"
    r"|social security(?: number)?|ssn|sozialversicherungsnummer|netzwerkschlüssel|wlan[- ]?schlüssel|wi-?fi key|zugangsdaten"
    r"|long[- ]lived token|tan(?:[- ]nummer)?(?=\s+(?:is|ist|lautet|:))|safeword)"
)
_STRONG: Final = re.compile(rf"(?<!\w){_WORD_KIND}(?!\w)", re.IGNORECASE)
_PLACE: Final = (
    r"(?:door|gate|garage|safe|vault|alarm|lock|keypad|entry|entrance|access|security|front|back|building|bike|locker|card"
    r"|bank|debit|credit|unlock|disarm|haustür\w*|tür\w*|tor|tresor\w*|schloss|zugangs|fahrrad\w*|spind|karten|schlüsselbox"
    r"|lockbox|key ?box|key ?safe|suitcase|koffer|shed|schuppen|gartentor|eingang\w*|sim)"
)
_WEAK: Final = re.compile(
    rf"(?:(?<!zip )(?<!postal )(?<!area )(?<!country )(?<!dress )(?<!bar)(?<!\w)(?:pins?|pin[- ](?:code|nummer|number)s?|\w*code"
    rf"|combo|combination|zahlenkombination|kombination|token|{_PLACE}[ -]?(?:code|pin|kombination|key)s?)(?!\w)"
    rf".{{0,60}}?{_CODE}"
    rf"|{_CODE}.{{0,40}}(?<!zip )(?<!postal )(?<!area )(?<!country )(?<!\w)(?:pin|code|combination|zahlenkombination|kombination)(?!\w)"
    rf"|(?<!\w)(?:pin|{_PLACE}[ -]?(?:code|pin)|\w*(?:tür|tor|alarm|zugangs|safe|tresor)-?code){_GIVEN}\S{{0,12}}\d"
    rf"|(?<!\w){_PLACE}(?!\w)(?:\s+(?:lock|panel|box))?{_GIVEN}{_CODE}"
    rf"|{_CODE}.{{0,20}}(?:opens|unlocks|disarms|öffnet|entsperrt|entriegelt)"
    rf"|(?:opens?|unlocks?|disarms?|öffnet|entsperrt)\s.{{0,30}}(?:with|using|mit|by)\s.{{0,20}}?{_CODE})",
    re.IGNORECASE,
)
_POSTCODE: Final = re.compile(
    r"(?<!\w)(?:zip|post(?:al)?|area|country|dialling|source|bar|dress|qr|error)[ -]?codes?(?!\w)"
    r"|(?<!\w)(?:quell|bar|fehler|qr-?|länder)codes?(?!\w)",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"(?<![\d+])\d(?:[ ./-]{0,2}\d){11,22}(?!\d)")
_CARD_WORD: Final = re.compile(
    r"(?<!\w)(?:\w*card(?: number)?|visa|mastercard|amex|\w*karte(?:nnummer)?|account(?: number)?|konto(?:nummer)?"
    r"|routing number|sort code|bic|iban|passport number|passnummer|ausweisnummer|steuer-?id)(?!\w)",
    re.IGNORECASE,
)
_LONG_NUMBER: Final = re.compile(r"\d(?:[ .-]{0,2}\d){5,}")
_IBAN: Final = re.compile(
    r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Z0-9])", re.IGNORECASE
)
_TOKEN: Final = re.compile(
    r"(?<![\w-])(?:sk|pk|rk|ghp|gho|ghs|github_pat|glpat|xox[abprs]|hf|AKIA|ASIA|AIza|ya29|eyJ)[-_.]?[\w-]{10,}"
    r"|-----BEGIN [A-Z ]+-----|(?<!\w)bearer [\w.-]{12,}",
    re.IGNORECASE,
)
_RANDOM: Final = re.compile(
    r"(?<![\w./:@-])(?=\S*\d)(?=\S*[A-Za-z])[\w+/=!#$%^&*-]{16,}(?![\w])"
)


def holds_secret(text: str) -> bool:
    """Return whether words tell a secret, or look enough like it."""
    plain = tidy(text)
    if _STRONG.search(plain) or _TOKEN.search(plain) or _has_random(plain):
        return True
    if _has_iban(plain) or _has_card(plain):
        return True
    return bool(_WEAK.search(_POSTCODE.sub("", plain)))


def _has_card(text: str) -> bool:
    numbers = [re.sub(r"\D", "", found[0]) for found in _DIGITS.finditer(text)]
    if any(12 < len(number) < 20 and _luhn(number) for number in numbers):
        return True
    return bool(_CARD_WORD.search(text) and _LONG_NUMBER.search(text))


def _luhn(number: str) -> bool:
    doubled = [
        int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))
    ]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def _has_iban(text: str) -> bool:
    for found in _IBAN.finditer(text):
        compact = found[0].replace(" ", "").upper()
        # Words may follow without a sign between; every length is tried.
        if any(_mod97(compact[:length]) for length in range(15, len(compact) + 1)):
            return True
    return False


def _mod97(account: str) -> bool:
    return (
        int("".join(str(int(sign, 36)) for sign in account[4:] + account[:4])) % 97 == 1
    )


def _has_random(text: str) -> bool:
    """Return whether one word mixes letters and digits as only a key does."""
    for found in _RANDOM.finditer(text):
        word = found[0]
        changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(word))
        if changes >= 3:
            return True
    return False
