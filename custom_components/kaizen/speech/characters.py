"""Stage 5: one way to write each character; what cannot be said is left out."""

import re
from typing import Final
import unicodedata

from .automaton import ITEM, unshield

_SAME: Final[dict[str, str]] = {
    **dict.fromkeys("“”„‟«»″〝〞", '"'),
    **dict.fromkeys("‘’‚‛′`´ʹ", "'"),
    **dict.fromkeys("‐‑‒−﹣－", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000", " "),
    **dict.fromkeys("•‣◦▪●○■□·", ", "),
    **dict.fromkeys("→⇒➜➔➡⟶", " → "),
    "←": " ← ",
    "…": "...",
    "⁄": "/",
    "∕": "/",
    "º": "°",
    "˚": "°",
    "℃": "°C",
    "℉": "°F",
    "µ": "μ",
    "½": " 1/2",
    "⅓": " 1/3",
    "⅔": " 2/3",
    "¼": " 1/4",
    "¾": " 3/4",
    "⅕": " 1/5",
    "⅖": " 2/5",
    "⅗": " 3/5",
    "⅘": " 4/5",
    "⅙": " 1/6",
    "⅚": " 5/6",
    "⅛": " 1/8",
    "⅜": " 3/8",
    "⅝": " 5/8",
    "⅞": " 7/8",
}
_KEPT: Final = ITEM + "‰°²³μ×÷±≈≤≥≠√∞–—→←Ω§"
_TABLE: Final = str.maketrans(_SAME)
_REPEATED: Final = re.compile(r"([!?,;:])[!?,;:]*\1+|\.{2,}")
_SILENT: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk", "Me"})


def characters(text: str) -> str:
    """Return the text in letters, digits and signs that later stages know."""
    text = unshield(text).replace("\t", " ").replace("\n", " ")
    if not text.isascii() or "`" in text or not text.isprintable():
        text = unicodedata.normalize("NFC", text).translate(_TABLE)
        text = "".join([_plain(char) for char in text])
    return _REPEATED.sub(_once, text)


def _plain(char: str) -> str:
    if (char.isascii() and char.isprintable()) or char in _KEPT:
        return char
    category = unicodedata.category(char)
    if category in _SILENT or "\ufe00" <= char <= "\ufe0f":
        return ""
    if category in ("Nd", "No"):
        value = unicodedata.numeric(char, -1)
        return str(int(value)) if value >= 0 and value == int(value) else ""
    if category == "Nl":
        return unicodedata.normalize("NFKC", char)
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if "FF01" <= f"{ord(char):04X}" <= "FF5E" and len(f"{ord(char):X}") == 4:
        return unicodedata.normalize("NFKC", char)
    return "" if category == "Sm" else char


def _once(match: re.Match[str]) -> str:
    if match[0][0] == ".":
        ends = match.end() == len(match.string.rstrip())
        return ", " if len(match[0]) > 2 and not ends else "."
    return match[1]
