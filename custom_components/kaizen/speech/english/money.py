"""English money."""

from typing import Final

from ..money import Currency, Money
from .numbers import GRAMMAR

MAGNITUDES: Final = {
    **{
        word: (f"one {word}", word)
        for word in ("thousand", "million", "billion", "trillion")
    },
    **dict.fromkeys(("k", "K"), ("one thousand", "thousand")),
    **dict.fromkeys(("m", "M", "mn", "mm", "MM"), ("one million", "million")),
    **dict.fromkeys(("b", "B", "bn"), ("one billion", "billion")),
    **dict.fromkeys(("t", "T", "tn"), ("one trillion", "trillion")),
}
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
    magnitudes=MAGNITUDES,
    joint="and",
    names_cents=True,
    per=_PER,
)
