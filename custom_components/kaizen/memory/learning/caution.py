"""May these words become a memory at all? Asked before anything is kept, whoever wants it kept."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
import re
from typing import Final

from ..phrases.tidy import tidy
from .orders import ABOUT_ASSISTANT, ADDRESS, AUTHORISES, STEERS
from .secrets import holds_secret


class Reason(StrEnum):
    """Why words are not kept at once; each has the sentence `spoken_memory_<reason>`."""

    SECRET = "secret"
    """A PIN, password, key, card or account number."""
    AUTHORISES = "authorises"
    """It would allow something."""
    ASSISTANT = "assistant"
    """It is about the assistant."""
    STEERS = "steers"
    """An instruction that poses as a fact."""
    ADDRESS = "address"
    """It has an address in it."""


NEVER: Final = frozenset({Reason.SECRET, Reason.AUTHORISES, Reason.ASSISTANT})
"""Not kept even if the owner wants it; the others wait for the owner's yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What speaks against a memory."""

    reason: Reason

    @property
    def never(self) -> bool:
        """Return whether no yes changes it."""
        return self.reason in NEVER


_CHECKS: Final[tuple[tuple[Reason, Callable[[str], object]], ...]] = (
    (Reason.SECRET, holds_secret),
    (Reason.AUTHORISES, AUTHORISES.search),
    (Reason.STEERS, STEERS.search),
    (Reason.ADDRESS, ADDRESS.search),
    (Reason.ASSISTANT, ABOUT_ASSISTANT.match),
)

SENSITIVE: Final = re.compile(
    r"(?<!\w)(?:allerg\w*|intoleran\w*|diagnos\w*|disease\w*|illness\w*|sick(?:ness)?|cancer|tumou?r|diabet\w*|insulin|asthma\w*"
    r"|epilep\w*|seizure\w*|hiv|aids|depress\w*|anxiety|bipolar|adhd|autis\w*|therap\w*|psychiatr\w*|psycholog\w*|medicat\w*|medicine\w*|pills?"
    r"|antibiotic\w*|prescri\w*|doctor|surgery|operated|operation|hospital\w*|blood pressure|cholesterol|pregnan\w*|miscarriage|abortion|disab\w*|dementia"
    r"|alzheimer\w*|stroke|heart (?:attack|condition|disease)|pacemaker|transplant\w*|infection\w*|migraine\w*|arthritis|celiac|coeliac|lactose|gluten|alcoholic|addict\w*|rehab"
    r"|salary|income|debts?|bankrupt\w*|religio\w*|church|muslim\w*|jewish|christian|catholic|buddhist\w*|atheis\w*|gay|lesbian|bisexual|transgender|sexual\w*|voted?|votes|political\w*"
    r"|krank\w*|erkrank\w*|krebs|zucker(?:krank\w*)|herzinfarkt|herzschrittmacher|schlaganfall|medikament\w*|tabletten?|rezept(?:pflichtig\w*)|arzt|ärztin|operiert|operation\w*"
    r"|klinik\w*|schwanger\w*|fehlgeburt|behinder\w*|demenz|bluthochdruck|blutdruck|unverträg\w*|vertrage kein\w*|migräne|süchtig\w*|alkoholiker\w*|psychisch\w*|angststörung\w*|gehalt|schulden|einkommen"
    r"|kirche|muslim\w*|jüdisch\w*|katholisch\w*|evangelisch\w*|schwul|lesbisch|wähle|gewählt|partei|laktose\w*|zöliakie)(?!\w)"
    r"|(?<!\w)(?:codes?|keys? (?:is|are) (?:under|behind|in)|schlüssel (?:liegt|ist|hängt)|hidden|versteck\w*|vacation|on holiday|urlaub)(?!\w)",
    re.IGNORECASE,
)
"""Health, faith, politics, money, and what helps a burglar: kept when asked for, never learned unasked."""


def concern(text: str) -> Concern | None:
    """Return what speaks against keeping words, the gravest first; None if nothing does."""
    plain = tidy(text)
    for reason, holds in _CHECKS:
        if holds(plain):
            return Concern(reason=reason)
    return None


def is_sensitive(text: str) -> bool:
    """Return whether words touch what is only kept when a person asks for it."""
    return bool(SENSITIVE.search(tidy(text)))
