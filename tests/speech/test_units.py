"""Stages 5 to 10 in English."""

import pytest

from .voices import english


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It is cold ❄️👍🏽!", "It is cold!"),
        ("“Yes”, she said – don’t…", "Yes, she said, don't."),
        ("zero\u200bwidth", "zerowidth."),
        ("Really?!?! Yes!!!", "Really? | Yes!"),
        ("A → B", "A to B."),
        ("½ cup", "one half cup."),
        ("１２ lamps", "twelve lamps."),
        ("5 m² ", "five square meters."),
    ],
)
def test_characters(written: str, spoken: str) -> None:
    """Stage 5: what cannot be said is left out."""
    assert english(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("See https://www.example.com/a/b?c=1.", "See a link to example dot com."),
        ("Go to example.com now", "Go to example dot com now."),
        ("a1-b@mail.example.org", "a one dash b at mail dot example dot org."),
        (
            "192.168.1.10:8123",
            "one nine two dot one six eight dot one dot one zero"
            " colon eight one two three.",
        ),
        ("00:1A:2b:3C:4d:5E", "zero zero one A two B three C four D five E."),
        ("/config/automations.yaml", "slash config slash automations dot yaml."),
        ("sensor.hall_temperature is high", "hall temperature is high."),
        (
            "2026.11.0 and v1.2.3",
            "twenty twenty six point eleven point zero"
            " and version one point two point three.",
        ),
        ("(408) 555-1234", "four zero eight, five five five, one two three four."),
        ("Open notes.pdf", "Open notes dot pdf."),
    ],
)
def test_literals(written: str, spoken: str) -> None:
    """Stage 6: addresses are named or spelled."""
    assert english(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("$3.50", "three dollars and fifty cents."),
        ("$2.5M", "two point five million dollars."),
        ("€20", "twenty euros."),
        ("$0.32/kWh", "thirty two cents per kilowatt hour."),
        ("-$5", "minus five dollars."),
        ("$5-10", "five to ten dollars."),
        ("45%", "forty five percent."),
        ("72°F", "seventy two degrees Fahrenheit."),
        ("1 °C", "one degree Celsius."),
        ("3.2 kWh", "three point two kilowatt hours."),
        ("20–22 °C", "twenty to twenty two degrees Celsius."),
        ("30 mph", "thirty miles per hour."),
        (
            "2700K light on a 4K TV",
            "two thousand seven hundred kelvin light on a four K TV.",
        ),
        ("5 in the house", "five in the house."),
        ("5'11\"", "five feet eleven inches."),
        ("5-7 days", "five to seven days."),
        ("~20 W", "about twenty watts."),
        ("2 1/2 cups", "two and a half cups."),
        ("1h30m", "one hour thirty minutes."),
        ("2x faster", "two times faster."),
        ("1920x1080", "nineteen twenty by ten eighty."),
    ],
)
def test_quantities(written: str, spoken: str) -> None:
    """Stage 7: money, percent, units, ranges."""
    assert english(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2026-11-22", "November twenty second twenty twenty six."),
        ("11/22/2026", "November twenty second twenty twenty six."),
        ("Nov 22, 2026", "November twenty second, twenty twenty six."),
        ("May 3-5", "May third to fifth."),
        (
            "2026-11-22T07:05:00",
            "November twenty second twenty twenty six at seven oh five.",
        ),
        ("7:05 PM", "seven oh five PM."),
        ("4-5pm", "four to five PM."),
        ("14:30", "fourteen thirty."),
        ("at 5 p.m. Then go", "at five PM. | Then go."),
        ("the 1980s", "the nineteen eighties."),
        ("21st", "twenty first."),
        ("Chapter IV", "Chapter four."),
        (
            "1,234,567",
            "one million two hundred thirty four thousand five hundred sixty seven.",
        ),
        ("-4.05", "minus four point zero five."),
        ("in 1999", "in nineteen ninety nine."),
        ("1500 steps", "one thousand five hundred steps."),
        ("The code is 4711.", "The code is four seven one one."),
        ("COVID-19 and CO2", "COVID nineteen and CO two."),
        ("9" * 70, " ".join(["nine"] * 70) + "."),
    ],
)
def test_numbers(written: str, spoken: str) -> None:
    """Stage 8: dates, times, ordinals, numbers."""
    assert english(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Dr. Smith in St. Louis", "Doctor Smith in Saint Louis."),
        ("12 Main St. It rains", "twelve Main Street. | It rains."),
        ("e.g. the lamp, etc.", "for example the lamp, et cetera."),
        ("approx. 5", "approximately five."),
        ("No. 5 is on. No. It is off.", "number five is on. | No. | It is off."),
        ("The A/C is on 24/7", "The A C is on twenty four seven."),
        ("60 beats/min", "sixty beats per minute."),
    ],
)
def test_abbreviations(written: str, spoken: str) -> None:
    """Stage 9: what a full stop means depends on what follows."""
    assert english(written) == spoken


def test_the_house_says_its_names_its_own_way() -> None:
    """Names win over numbers and entity ids, in any capitals, longest first."""
    words = {
        "light.og2_flur": "upstairs hall light",
        "Ecobee": "eeko bee",
        "R2-D2": "artoo",
        "lanai": "lah nye",
        "lanai fan": "the fan outside",
    }
    assert (
        english("ECOBEE. light.og2_flur, R2-D2, the lanai, lanai fan.", words)
        == "eeko bee. | upstairs hall light, artoo, the lah nye, the fan outside."
    )


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("On (in the hall) – now; really: yes", "On, in the hall, now, really, yes."),
        ("mother-in-law", "mother-in-law."),
        ("Yes. It is on. no", "Yes. | It is on. | no."),
        ("—", ""),
        ("", ""),
    ],
)
def test_cadence(written: str, spoken: str) -> None:
    """Stage 10: pauses, and a full stop at the end."""
    assert english(written) == spoken


def test_long_sentences_are_cut_where_one_breathes() -> None:
    """A unit beyond two hundred characters ends at a clause."""
    text = "the lamp in the hall is on, " * 20
    assert all(len(unit) <= 230 for unit in english(text).split(" | "))
