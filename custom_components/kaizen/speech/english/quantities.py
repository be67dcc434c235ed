"""English money, percent, units and ranges."""

import re
from typing import Final

from ..language import Rule, alternatives
from ..measures import Measures, Unit
from ..money import Currency, Money
from .dates import DECADES, MONTH_BEFORE
from .numbers import GRAMMAR, cardinal, fraction, number

_MAGNITUDES: Final = {
    **{
        word: (f"one {word}", word)
        for word in ("thousand", "million", "billion", "trillion")
    },
    **dict.fromkeys(("k", "K"), ("one thousand", "thousand")),
    **dict.fromkeys(("m", "M", "mn", "mm", "MM"), ("one million", "million")),
    **dict.fromkeys(("b", "B", "bn"), ("one billion", "billion")),
    **dict.fromkeys(("t", "T", "tn"), ("one trillion", "trillion")),
}
_WORDS: Final = {key: said for key, said in _MAGNITUDES.items() if len(key) > len("mm")}
_CURRENCIES: Final = (
    Currency(
        signs=("$", "USD"), one="dollar", many="dollars", cent="cent", cents="cents"
    ),
    Currency(
        signs=("US$", "US $"),
        one="US dollar",
        many="US dollars",
        cent="cent",
        cents="cents",
    ),
    Currency(signs=("€", "EUR"), one="euro", many="euros", cent="cent", cents="cents"),
    Currency(
        signs=("£", "GBP"), one="pound", many="pounds", cent="penny", cents="pence"
    ),
    Currency(
        signs=("CHF",), one="franc", many="francs", cent="centime", cents="centimes"
    ),
    Currency(
        signs=("C$", "CA$", "CAD"),
        one="Canadian dollar",
        many="Canadian dollars",
        cent="cent",
        cents="cents",
    ),
    Currency(
        signs=("A$", "AU$", "AUD"),
        one="Australian dollar",
        many="Australian dollars",
        cent="cent",
        cents="cents",
    ),
    Currency(signs=("¥", "JPY"), one="yen", many="yen"),
    Currency(signs=("₩", "KRW"), one="won", many="won"),
    Currency(
        signs=("₹", "INR"), one="rupee", many="rupees", cent="paisa", cents="paise"
    ),
    Currency(signs=("¢",), one="cent", many="cents"),
)
_PER: Final = {
    **dict.fromkeys(("kWh", "kwh", "KWh"), "kilowatt hour"),
    "MWh": "megawatt hour",
    **dict.fromkeys(("mo", "month"), "month"),
    **dict.fromkeys(("yr", "y", "year"), "year"),
    **dict.fromkeys(("d", "day"), "day"),
    **dict.fromkeys(("wk", "week"), "week"),
    **dict.fromkeys(("h", "hr", "hour"), "hour"),
    **dict.fromkeys(("l", "L"), "liter"),
    **dict.fromkeys(("gal", "gallon"), "gallon"),
    "min": "minute",
    "kg": "kilogram",
    "lb": "pound",
    "oz": "ounce",
    "GB": "gigabyte",
    "km": "kilometer",
    "mi": "mile",
    "night": "night",
    "person": "person",
    "unit": "unit",
    "user": "user",
    "m2": "square meter",
    "m²": "square meter",
}
MONEY: Final = Money(
    grammar=GRAMMAR,
    currencies=_CURRENCIES,
    magnitudes=_MAGNITUDES,
    joint="and",
    names_cents=True,
    per=_PER,
)

_PLAIN: Final[dict[str, str]] = {
    "kWh kwh KWh KWH": "kilowatt hour",
    "MWh": "megawatt hour",
    "Wh": "watt hour",
    "kW KW": "kilowatt",
    "MW": "megawatt",
    "GW": "gigawatt",
    "W": "watt",
    "mW": "milliwatt",
    "V": "volt",
    "mV": "millivolt",
    "kV": "kilovolt",
    "mA": "milliamp",
    "A": "amp",
    "VA": "volt amp",
    "kVA": "kilovolt amp",
    "mAh": "milliamp hour",
    "Ah": "amp hour",
    "Ω": "ohm",
    "Hz hz": "hertz|hertz",
    "kHz": "kilohertz|kilohertz",
    "MHz mhz": "megahertz|megahertz",
    "GHz ghz": "gigahertz|gigahertz",
    "km KM": "kilometer",
    "cm": "centimeter",
    "mm": "millimeter",
    "m": "meter",
    "nm": "nanometer",
    "μm": "micrometer",
    "mi": "mile",
    "yd": "yard",
    "ft": "foot|feet",
    "km2 km²": "square kilometer",
    "m2 m² sqm": "square meter",
    "m3 m³": "cubic meter",
    "cm2 cm²": "square centimeter",
    "cm3 cm³": "cubic centimeter",
    "ft2 ft²": "square foot|square feet",
    "ft3 ft³": "cubic foot|cubic feet",
    "sq&ft sq.&ft sqft": "square foot|square feet",
    "cu&ft cu.&ft": "cubic foot|cubic feet",
    "kg KG": "kilogram",
    "g": "gram",
    "mg": "milligram",
    "μg": "microgram",
    "lb lbs": "pound",
    "oz": "ounce",
    "l L": "liter",
    "ml mL": "milliliter",
    "dl": "deciliter",
    "gal": "gallon",
    "tsp": "teaspoon",
    "tbsp": "tablespoon",
    "km/h kmh kph": "kilometer per hour|kilometers per hour",
    "mph": "mile per hour|miles per hour",
    "m/s": "meter per second|meters per second",
    "m/s2 m/s²": "meter per second squared|meters per second squared",
    "fl&oz fl.&oz fl.&oz.": "fluid ounce",
    "rpm RPM": "revolution per minute|revolutions per minute",
    "fps": "frame per second|frames per second",
    "bpm": "beat per minute|beats per minute",
    "ppm": "part per million|parts per million",
    "ppb": "part per billion|parts per billion",
    "μg/m³ μg/m3": "microgram per cubic meter|micrograms per cubic meter",
    "m³/h m3/h": "cubic meter per hour|cubic meters per hour",
    "L/min l/min": "liter per minute|liters per minute",
    "dB": "decibel",
    "dBm": "decibel milliwatt",
    "lx": "lux|lux",
    "lm": "lumen",
    "Pa": "pascal",
    "hPa": "hectopascal",
    "kPa": "kilopascal",
    "mbar": "millibar",
    "bar": "bar",
    "psi": "P S I|P S I",
    "inHg": "inch of mercury|inches of mercury",
    "kJ": "kilojoule",
    "kcal": "kilocalorie",
    "cal": "calorie",
    "kB KB": "kilobyte",
    "MB": "megabyte",
    "GB": "gigabyte",
    "TB": "terabyte",
    "PB": "petabyte",
    "KiB": "kibibyte",
    "MiB": "mebibyte",
    "GiB": "gibibyte",
    "TiB": "tebibyte",
    "kbps kbit/s": "kilobit per second|kilobits per second",
    "Mbps mbps Mbit/s Mb/s": "megabit per second|megabits per second",
    "Gbps gbps Gbit/s Gb/s": "gigabit per second|gigabits per second",
    "MB/s": "megabyte per second|megabytes per second",
    "GB/s": "gigabyte per second|gigabytes per second",
    "GbE": "gigabit ethernet|gigabit ethernet",
    "tok/s": "token per second|tokens per second",
    "MP": "megapixel",
    "px": "pixel",
    "GWh": "gigawatt hour",
    "TWh": "terawatt hour",
    "VAr var": "volt amp reactive|volt amps reactive",
    "hp HP": "horsepower|horsepower",
    "ha": "hectare",
    "atm": "atmosphere",
    "cc": "C C|C C",
    "cl": "centiliter",
    "hl": "hectoliter",
    "ng": "nanogram",
    "mol": "mole",
    "rad": "radian",
    "Nm": "newton meter",
    "kN": "kilonewton",
    "lbf": "pound force|pounds force",
    "ton": "ton",
    "kn kt kts": "knot",
    "kb kbit": "kilobit",
    "Mb Mbit": "megabit",
    "Gb Gbit": "gigabit",
    "Tb Tbit": "terabit",
    "Tbps": "terabit per second|terabits per second",
    "yd2 yd²": "square yard",
    "mi2 mi² sq&mi": "square mile",
    "mm2 mm²": "square millimeter",
    "mm3 mm³": "cubic millimeter",
    "dm": "decimeter",
    "cm/s": "centimeter per second|centimeters per second",
    "ft/s": "foot per second|feet per second",
    "IU": "international unit",
    "pt pts": "point",
    "dpi": "dot per inch|dots per inch",
    "mph/s": "mile per hour per second|miles per hour per second",
    "ms": "millisecond",
    "μs us": "microsecond",
    "ns": "nanosecond",
    "s sec secs": "second",
    "min mins": "minute",
    "h hr hrs": "hour",
    "d": "day",
    "wk wks": "week",
    "yr yrs": "year",
    "% pct": "percent|percent",
    "°C C": "degree Celsius|degrees Celsius",
    "°F F": "degree Fahrenheit|degrees Fahrenheit",
    "°": "degree",
    "°K": "kelvin|kelvin",
}
_SPELLED: Final = [
    "millimeter",
    "centimeter",
    "meter",
    "kilometer",
    "gram",
    "kilogram",
    "liter",
    "milliliter",
    "watt",
    "kilowatt",
    "volt",
    "hour",
    "minute",
    "second",
    "day",
    "week",
    "month",
    "year",
    "mile",
    "pound",
    "ounce",
    "gallon",
    "inch",
    "foot",
    "degree",
    "percent",
]


def _units() -> dict[str, Unit]:
    units = {}
    for signs, named in _PLAIN.items():
        one, _, many = named.partition("|")
        for sign in signs.split():
            units[sign.replace("&", " ")] = Unit(one=one, many=many or one + "s")
    units["° C"], units["° F"] = units["°C"], units["°F"]
    units["in"] = Unit(one="inch", many="inches", spaced=False)
    units['"'] = Unit(one="inch", many="inches", spaced=False)
    units["K"] = Unit(one="kelvin", many="kelvin", least=1000)
    for word in _SPELLED:
        units[word] = Unit(one=word, many=word)
    return units


MEASURES: Final = Measures(grammar=GRAMMAR, units=_units(), by="by", magnitudes=_WORDS)

_N: Final = GRAMMAR.numeral


def _elapsed(match: re.Match[str]) -> str | None:
    counted = [
        f"{cardinal(int(match[unit]))} {unit if match[unit] == '1' else unit + 's'}"
        for unit in ("day", "hour", "minute", "second")
        if match[unit]
    ]
    return f" {' '.join(counted)} " if len(counted) > 1 else None


def _mixed(match: re.Match[str]) -> str | None:
    over, under = (int(match[name].replace(",", "")) for name in ("over", "under"))
    if match["whole"] is None:
        if over == under >= 10:
            return f" {cardinal(over)} {cardinal(under)} "
        if over >= 1000 and under in range(1, 13) and "," not in match["over"]:
            return None
        unit = f" {MEASURES.units[match['unit']].one}" if match["unit"] else ""
        return f" {fraction(over, under)}{unit} "
    whole = cardinal(int(match["whole"]))
    said = "a half" if (over, under) == (1, 2) else fraction(over, under)
    if (over, under) == (1, 4):
        said = "a quarter"
    unit = f" {MEASURES.units[match['unit']].many}" if match["unit"] else ""
    return f" {whole} and {said}{unit} "


def _feet(match: re.Match[str]) -> str:
    feet, inches = int(match[1]), match[2]
    words = f" {cardinal(feet)} {'foot' if feet == 1 else 'feet'}"
    return f"{words} {number(inches)} {'inch' if inches == '1' else 'inches'} "


def _range(match: re.Match[str]) -> str | None:
    if MONTH_BEFORE.search(match.string[: match.start()]):
        return None
    low, high = (float(number_.replace(",", "")) for number_ in match.group(1, 2))
    return f"{match[1]} to {match[2]}" if low < high else None


def _compared(match: re.Match[str]) -> str:
    return f" {_COMPARED[match[1]]} "


_COMPARED: Final = {
    "<=": "at most",
    "≤": "at most",
    ">=": "at least",
    "≥": "at least",
    "<": "less than",
    ">": "more than",
    "≈": "about",
    "~": "about",
    "±": "plus or minus",
    "+/-": "plus or minus",
}

_MATHS: Final = {
    "+": "plus",
    "=": "equals",
    "÷": "divided by",
    "×": "times",
    "*": "times",
    "-": "minus",
}

QUANTITIES: Final = (
    *DECADES,
    Rule(
        pattern=re.compile(r"(?<=[\d\s/])([cdkm]?m|ft|yd|mi|s)\^([23])(?!\w)"),
        speak=lambda match: match[1] + "²³"[int(match[2]) - 2],
        has="^",
    ),
    Rule(
        pattern=re.compile(r"(?<=\d)\s?[x×]\s?(?=\d+\s?=)"),
        speak=lambda match: " times ",
        has="=",
    ),
    Rule(
        pattern=re.compile(r"(?<=\w)\s/\s(?=\w+\s[-+*/=])(?=.*=)"),
        speak=lambda match: " divided by ",
        has="=",
    ),
    Rule(
        pattern=re.compile(r"(?<=\w)\s-\s(?=\w+\s[-+*/=])(?=.*=)"),
        speak=lambda match: " minus ",
        has="=",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.])(\d{1,3})\s?(?:['′]|(?:ft|feet|foot)\b\.?|ft(?=\d))\s?(\d{1,2}(?:\.\d+)?)\s?(?:[\"″]|in(?:ch(?:es)?)?\b\.?)"
        ),
        speak=_feet,
        has="0",
    ),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,:/-])(?=\d+[dhm]\s?\d)(?:(?P<day>\d+)d\s?)?(?:(?P<hour>\d+)h\s?)?"
            r"(?:(?P<minute>\d+)m(?:in)?\s?)?(?:(?P<second>\d+)s)?(?!\w)"
        ),
        speak=_elapsed,
        has="dhm",
    ),
    *MONEY.rules(),
    Rule(
        pattern=re.compile(r"(\+/-|<=|>=|[<≤≥≈~±]|>(?!\s)|^>)\s?(?=[-+$€£]?\.?\d)"),
        speak=_compared,
        has="<>≤≥≈~±/",
    ),
    *MEASURES.rules(),
    Rule(
        pattern=re.compile(
            r"(?<![\w.,/:-])(?:(?P<whole>\d{1,6})\s)?(?P<over>\d[\d,]{0,8})\s?/\s?"
            r"(?P<under>\d[\d,]{0,8})(?P<tail>TH|th|RD|rd|ND|nd|ST|st)?"
            rf"(?:[\s-]?(?P<unit>{alternatives(MEASURES.units)}))?(?![\w/.]*\d)(?![\w/])"
        ),
        speak=_mixed,
        has="/",
    ),
    Rule(
        pattern=re.compile(r"(?<=\w)\s-\s(?=\w+\s?=)"),
        speak=lambda match: " minus ",
        has="=",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w.,:/-])((?:{_N}))\s?[-–—]\s?((?:{_N}))(?![\w:/]|-|[.,]\d|\s?[ap]\.?m\b)",
            re.IGNORECASE,
        ),
        speak=_range,
        has="-–—",
    ),
    Rule(
        pattern=re.compile(r"(?<=\d)(?:\s?x\s?|×)(?=\d)", re.IGNORECASE),
        speak=lambda match: " by ",
        has="x×X",
    ),
    Rule(
        pattern=re.compile(
            rf"(?<![\w.])({_N})x(?=\s(?:as|more|less|faster|slower|better|bigger|larger|smaller|higher|lower|the)\b)"
        ),
        speak=lambda match: f" {number(match[1])} times ",
        has="x",
    ),
    Rule(
        pattern=re.compile(rf"(?<![\w.])({_N})\s?×(?!\s?\w)"),
        speak=lambda match: f" {number(match[1])} times ",
        has="×",
    ),
    Rule(
        pattern=re.compile(
            r"(?<=[\w)])\s?([+=÷×]|\s\*\s|(?<=\d)\*(?=\d))\s?(?=[\w(-])"
        ),
        speak=lambda match: f" {_MATHS[match[1].strip()]} ",
        has="+=÷×*-",
    ),
)
