"""German money, percent, units and ranges."""

import re
from typing import Final

from ..language import Rule, alternatives
from ..measures import Measures, Unit
from ..money import Currency, Money
from .numbers import GRAMMAR, cardinal, fraction

_MAGNITUDES: Final = {
    "Tausend": ("eintausend", "tausend"),
    "tausend": ("eintausend", "tausend"),
    **dict.fromkeys(
        ("Million", "Millionen", "Mio", "Mio.", "M"), ("eine Million", "Millionen")
    ),
    **dict.fromkeys(
        ("Milliarde", "Milliarden", "Mrd", "Mrd."), ("eine Milliarde", "Milliarden")
    ),
    **dict.fromkeys(("Billion", "Billionen"), ("eine Billion", "Billionen")),
}
_CURRENCIES: Final = (
    Currency(
        signs=("€", "EUR", "Euro"), one="Euro", many="Euro", cent="Cent", cents="Cent"
    ),
    Currency(
        signs=("$", "USD"), one="Dollar", many="Dollar", cent="Cent", cents="Cent"
    ),
    Currency(
        signs=("£", "GBP"), one="Pfund", many="Pfund", cent="Penny", cents="Pence"
    ),
    Currency(
        signs=("CHF", "Fr."),
        one="Franken",
        many="Franken",
        cent="Rappen",
        cents="Rappen",
    ),
    Currency(signs=("¥", "JPY"), one="Yen", many="Yen"),
    Currency(signs=("ct", "Ct", "¢"), one="Cent", many="Cent"),
)
_PER: Final = {
    "kWh": "Kilowattstunde",
    "MWh": "Megawattstunde",
    **dict.fromkeys(("h", "Std", "Stunde"), "Stunde"),
    **dict.fromkeys(("Tag", "d"), "Tag"),
    "Woche": "Woche",
    **dict.fromkeys(("Monat", "Mon"), "Monat"),
    **dict.fromkeys(("Jahr", "a"), "Jahr"),
    **dict.fromkeys(("l", "L", "Liter"), "Liter"),
    "kg": "Kilogramm",
    "km": "Kilometer",
    **dict.fromkeys(("m²", "m2", "qm"), "Quadratmeter"),
    **dict.fromkeys(("m³", "m3"), "Kubikmeter"),
    "GB": "Gigabyte",
    "min": "Minute",
    "Person": "Person",
    "Nacht": "Nacht",
}
MONEY: Final = Money(
    grammar=GRAMMAR,
    currencies=_CURRENCIES,
    magnitudes=_MAGNITUDES,
    joint="",
    names_cents=False,
    per=_PER,
    gender="m",
)

_PLAIN: Final[dict[str, str]] = {
    "kWh": "f Kilowattstunde Kilowattstunden",
    "MWh": "f Megawattstunde Megawattstunden",
    "GWh": "f Gigawattstunde Gigawattstunden",
    "Wh": "f Wattstunde Wattstunden",
    "kW": "n Kilowatt",
    "MW": "n Megawatt",
    "GW": "n Gigawatt",
    "W": "n Watt",
    "mW": "n Milliwatt",
    "kWp": "n Kilowatt-Peak",
    "V": "n Volt",
    "mV": "n Millivolt",
    "kV": "n Kilovolt",
    "A": "n Ampere",
    "mA": "n Milliampere",
    "VA": "n Voltampere",
    "Ah": "f Amperestunde Amperestunden",
    "mAh": "f Milliamperestunde Milliamperestunden",
    "Ω": "n Ohm",
    "Hz": "n Hertz",
    "kHz": "n Kilohertz",
    "MHz": "n Megahertz",
    "GHz": "n Gigahertz",
    "km": "m Kilometer",
    "m": "m Meter",
    "cm": "m Zentimeter",
    "mm": "m Millimeter",
    "μm": "m Mikrometer",
    "m² m2 qm": "m Quadratmeter",
    "km² km2": "m Quadratkilometer",
    "cm² cm2": "m Quadratzentimeter",
    "m³ m3": "m Kubikmeter",
    "cm³ cm3": "m Kubikzentimeter",
    "ha": "m Hektar",
    "kg": "n Kilogramm",
    "g": "n Gramm",
    "mg": "n Milligramm",
    "μg": "n Mikrogramm",
    "t": "f Tonne Tonnen",
    "l L": "m Liter",
    "ml mL": "m Milliliter",
    "dl": "m Deziliter",
    "EL": "m Esslöffel",
    "TL": "m Teelöffel",
    "km/h": "m Stundenkilometer",
    "m/s": "m Meter@pro@Sekunde",
    "l/min": "m Liter@pro@Minute",
    "m³/h": "m Kubikmeter@pro@Stunde",
    "μg/m³": "n Mikrogramm@pro@Kubikmeter",
    "rpm U/min": "f Umdrehung@pro@Minute Umdrehungen@pro@Minute",
    "ppm": "n ppm",
    "dB": "n Dezibel",
    "dBm": "n Dezibel@Milliwatt",
    "lx": "n Lux",
    "lm": "n Lumen",
    "Pa": "n Pascal",
    "hPa": "n Hektopascal",
    "mbar": "n Millibar",
    "bar": "n Bar",
    "N": "n Newton",
    "kJ": "n Kilojoule",
    "kcal": "f Kilokalorie Kilokalorien",
    "PS": "f Pferdestärke PS",
    "B": "n Byte",
    "kB KB": "n Kilobyte",
    "MB": "n Megabyte",
    "GB": "n Gigabyte",
    "TB": "n Terabyte",
    "kbit/s": "n Kilobit@pro@Sekunde",
    "Mbit/s MBit/s Mbps": "n Megabit@pro@Sekunde",
    "Gbit/s GBit/s Gbps": "n Gigabit@pro@Sekunde",
    "MB/s": "n Megabyte@pro@Sekunde",
    "px": "m Pixel",
    "ms": "f Millisekunde Millisekunden",
    "s sek Sek Sek.": "f Sekunde Sekunden",
    "min Min Min.": "f Minute Minuten",
    "h Std Std.": "f Stunde Stunden",
    "d": "m Tag Tage",
    "%": "n Prozent",
    "‰": "n Promille",
    "°C": "n Grad@Celsius",
    "°F": "n Grad@Fahrenheit",
    "°": "n Grad",
    "Grad": "n Grad",
    "Prozent": "n Prozent",
    "Uhr": "n Uhr",
    "Minute": "f Minute",
    "Minuten": "f Minuten",
    "Stunde": "f Stunde",
    "Stunden": "f Stunden",
    "Sekunde": "f Sekunde",
    "Sekunden": "f Sekunden",
    "Tag": "m Tag",
    "Tage": "m Tage",
    "Woche": "f Woche",
    "Jahr": "n Jahr",
    "Monat": "m Monat",
    "Meter": "m Meter",
    "Liter": "m Liter",
    "Watt": "n Watt",
    "Lampe": "f Lampe",
    "Licht": "n Licht",
    "Gerät": "n Gerät",
    "Fenster": "n Fenster",
    "Tür": "f Tür",
    "Raum": "m Raum",
}


def _units() -> dict[str, Unit]:
    units = {}
    for signs, named in _PLAIN.items():
        gender, one, *many = named.replace("@", "\0").split(" ")
        names = [name.replace("\0", " ") for name in (one, *many)]
        for sign in signs.split():
            units[sign] = Unit(one=names[0], many=names[-1], gender=gender)
    units["° C"] = units["°C"]
    units["K"] = Unit(one="Kelvin", many="Kelvin", gender="n", least=1000)
    return units


MEASURES: Final = Measures(
    grammar=GRAMMAR,
    units={sign: unit for sign, unit in _units().items() if sign != "Uhr"},
    by="mal",
    magnitudes={key: said for key, said in _MAGNITUDES.items() if len(key) > len("M")},
)
_N: Final = GRAMMAR.numeral
_COMPARED: Final = {
    "<=": "höchstens",
    "≤": "höchstens",
    ">=": "mindestens",
    "≥": "mindestens",
    "<": "weniger als",
    ">": "mehr als",
    "≈": "etwa",
    "~": "etwa",
    "±": "plus minus",
    "+/-": "plus minus",
}
_MATHS: Final = {
    "+": "plus",
    "=": "gleich",
    "÷": "geteilt durch",
    "×": "mal",
    "*": "mal",
}


def _mixed(match: re.Match[str]) -> str:
    over, under = int(match["over"]), int(match["under"])
    unit = f" {MEASURES.units[match['unit']].many}" if match["unit"] else ""
    if match["whole"] is None:
        half = (over, under) == (1, 2) and match["unit"]
        ending = "e" if half and MEASURES.units[match["unit"]].gender == "f" else "er"
        return f" {'ein' + ('e' if ending == 'e' else '') + ' halb' + ending if half else fraction(over, under)}{unit} "
    whole = cardinal(int(match["whole"]), "n")
    if (over, under) == (1, 2):
        joined = "eineinhalb" if whole == "ein" else f"{whole}einhalb"
        return f" {joined}{unit} "
    return f" {whole} {fraction(over, under)}{unit} "


def _range(match: re.Match[str]) -> str | None:
    low, high = (
        float(".".join(part or "0" for part in GRAMMAR.parts(match[index])))
        for index in (1, 2)
    )
    return f"{match[1]} bis {match[2]}" if low < high else None


QUANTITIES: Final = (
    *MONEY.rules(),
    Rule(
        pattern=re.compile(r"(\+/-|<=|>=|[<≤≥≈~±]|>(?!\s)|^>)\s?(?=[-+$€£]?\d)"),
        speak=lambda match: f" {_COMPARED[match[1]]} ",
        has="<>≤≥≈~±/",
    ),
    *MEASURES.rules(),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,/:-])(?:(?P<whole>\d{1,4})\s)?(?P<over>\d{1,4})\s?/\s?(?P<under>\d{1,4})"
            rf"(?:\s?(?P<unit>{alternatives(MEASURES.units)}))?(?![\w/])(?![.,]\d)"
        ),
        speak=_mixed,
        has="/",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w.,:/-])((?:{_N}))\s?[-–—]\s?((?:{_N}))(?![\w:/]|-|[.,]\d|\.\s?[A-Z]\w+\s\d{{4}})"
        ),
        speak=_range,
        has="-–—",
    ),
    Rule(
        pattern=re.compile(r"(?<=\d)\s?[x×]\s?(?=\d)"),
        speak=lambda match: " mal ",
        has="x×",
    ),
    Rule(
        pattern=re.compile(
            r"(?<=[\w)])\s?([+=÷×]|\s\*\s|(?<=\d)\*(?=\d))\s?(?=[\w(-])"
        ),
        speak=lambda match: f" {_MATHS[match[1].strip()]} ",
        has="+=÷×*",
    ),
)
