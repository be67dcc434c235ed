"""Which questions are searched without waiting for the model."""

from pathlib import Path

import pytest
import yaml

from custom_components.kaizen.search.questions import (
    Topic,
    is_weather_at_home,
    place_of,
    topic_of,
)

CORPUS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text())


def _found(sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if topic_of(sentence)]


def test_held_out_questions() -> None:
    """Of sentences the table has not been made for, hardly one is searched in vain."""
    part = CORPUS["held_out"]
    right, wrong = _found(part["web"]), _found(part["house"])
    precision = len(right) / (len(right) + len(wrong))
    recall = len(right) / len(part["web"])
    assert precision >= 0.95, wrong
    assert recall >= 0.75, set(part["web"]) - set(right)


def test_tuned_questions() -> None:
    """All that the table was made for."""
    part = CORPUS["tuned"]
    assert set(part["web"]) - set(_found(part["web"])) == set()
    assert _found(part["house"]) == []


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what's the weather in Paris tomorrow", Topic.WEATHER),
        ("what's the weather in paris", Topic.WEATHER),
        ("Wer hat das Rennen in Monza gewonnen?", Topic.SPORT),
        ("Wann schließt der Rewe heute?", Topic.HOURS),
        ("search the web for tomatoes", Topic.ASKED_FOR),
    ],
)
def test_topics(text: str, topic: Topic) -> None:
    """A topic is named, whatever the spelling."""
    assert topic_of(text) is topic


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("weather in San Francisco please", "San Francisco"),
        ("weather in the morning", None),
        ("weather in the Garden", None),
        ("Wetter am Montag in Bad Tölz", "Bad Tölz"),
        ("Wetter in der Nacht", None),
        ("wie wird das wetter in köln", "köln"),
        ("weather in the evening", None),
        ("is it raining in Elm Street", None),
    ],
)
def test_places(text: str, place: str | None) -> None:
    """A place is told from a time, a room and home."""
    assert place_of(text, home=["Elm Street"]) == place


def test_weather_at_home() -> None:
    """Asking for home by name is asking for home."""
    assert is_weather_at_home("Will it rain in Hamburg?", home=["Hamburg"])
    assert not is_weather_at_home("Will it rain in Hamburg?")
    assert not is_weather_at_home("Who won in Hamburg?", home=["Hamburg"])
