"""German: numbers, money, units, dates, times."""

import pytest

from .voices import german


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("21,5 °C", "einundzwanzig Komma fünf Grad Celsius."),
        ("21.5 °C", "einundzwanzig Komma fünf Grad Celsius."),
        ("1 kWh", "eine Kilowattstunde."),
        ("1 W und 1 Stunde", "ein Watt und eine Stunde."),
        ("1.234,56 €", "eintausendzweihundertvierunddreißig Euro sechsundfünfzig."),
        ("0,32 €/kWh", "zweiunddreißig Cent pro Kilowattstunde."),
        ("2,5 Mio. €", "zwei Komma fünf Millionen Euro."),
        ("1.000.000", "eine Million."),
        ("am 22.11.2026", "am zweiundzwanzigsten November zweitausendsechsundzwanzig."),
        ("der 3. Mai", "der dritte Mai."),
        ("Am 1. Dezember um 8 Uhr", "Am ersten Dezember um acht Uhr."),
        ("7:05 Uhr", "sieben Uhr fünf."),
        ("um 1 Uhr", "um ein Uhr."),
        ("14:00", "vierzehn Uhr."),
        ("8-10 Uhr", "acht bis zehn Uhr."),
        ("im 2. Stock", "im zweiten Stock."),
        ("5-7 Tage", "fünf bis sieben Tage."),
        ("2 1/2 Stunden", "zweieinhalb Stunden."),
        ("1985", "neunzehnhundertfünfundachtzig."),
        ("z. B. ca. 5 Lampen", "zum Beispiel circa fünf Lampen."),
        ("Es ist 20. Das ist warm.", "Es ist zwanzig. | Das ist warm."),
        ("Hauptstr. 5", "Hauptstraße fünf."),
        ("```\nx\n```", "Den Code findest du im Chat."),
        ("1. Milch\n2. Brot", "eins, Milch. | zwei, Brot."),
    ],
)
def test_german(written: str, spoken: str) -> None:
    """What a house says in German."""
    assert german(written) == spoken
