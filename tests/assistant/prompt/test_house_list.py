"""The list of what is exposed: short, complete, always in the same order."""

import random

import pytest

from custom_components.kaizen.assistant.prompt import HouseEntity, house_lists

LAMP = HouseEntity(domain="light", names=("Ceiling", "big lamp"), area="Kitchen")
SPOT = HouseEntity(domain="light", names=("Spot",), area="Kitchen")
DOOR = HouseEntity(domain="lock", names=("Front door",))
WARMTH = HouseEntity(domain="sensor", names=("Temperature",), area="Kitchen")
WINDOW = HouseEntity(domain="binary_sensor", names=("Window",), area="Kitchen")
HOME = (DOOR, WARMTH, LAMP, WINDOW, SPOT)


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        (
            "aliases",
            "Kitchen: binary_sensor Window; light Ceiling (or big lamp), Spot; "
            "sensor Temperature\nNo area: lock Front door",
        ),
        (
            "names",
            "Kitchen: binary_sensor Window; light Ceiling, Spot; "
            "sensor Temperature\nNo area: lock Front door",
        ),
        (
            "sensors_counted",
            "Kitchen: binary_sensor ×1; light Ceiling, Spot; sensor ×1\n"
            "No area: lock Front door",
        ),
        (
            "partly_counted",
            "Kitchen: binary_sensor ×1; light ×2; sensor ×1\nNo area: lock Front door",
        ),
        (
            "counted",
            "Kitchen: binary_sensor ×1; light ×2; sensor ×1\nNo area: lock ×1",
        ),
        ("totals", "Kitchen: binary_sensor ×1; light ×2; lock ×1; sensor ×1"),
    ],
)
def test_levels_of_detail(detail: str, text: str) -> None:
    """Each level names less than the one before, the most numerous kind first."""
    lists = {house.detail: house.text for house in house_lists(HOME)}
    assert lists[detail] == text


def test_a_house_without_sensors() -> None:
    """No level is there twice."""
    details = [house.detail for house in house_lists((DOOR, LAMP))]
    assert details == ["aliases", "names", "partly_counted", "counted", "totals"]


def test_a_house_without_areas() -> None:
    """What there is, is told all the same."""
    *_, totals = house_lists((DOOR,))
    assert totals.text == "No area: lock ×1"


def test_order_does_not_matter() -> None:
    """The registries' order changes between restarts; the prompt must not."""
    entities = [
        HouseEntity(
            domain=domain, names=(f"{room} {domain} {n}", f"alias {n}"), area=room
        )
        for room in ("Attic", "Bath", "")
        for domain in ("light", "switch", "sensor")
        for n in range(20)
    ]
    levels = len(list(house_lists(entities)))
    texts = set()
    for seed in range(20):
        random.Random(seed).shuffle(entities)
        texts |= {house.text for house in house_lists(entities)}
    assert len(texts) == levels


def test_every_level_is_shorter() -> None:
    """Five hundred entities shrink at every level, each named once at the richest."""
    entities = [
        HouseEntity(
            domain=domain, names=(f"{domain} number {n}", "nick"), area=f"Room {n % 12}"
        )
        for domain in ("light", "switch", "sensor", "cover", "valve")
        for n in range(100)
    ]
    richest, *poorer = [house.text for house in house_lists(entities)]
    lengths = [len(text) for text in (richest, *poorer)]
    assert lengths == sorted(set(lengths), reverse=True)
    assert len(poorer) == 7
    for entity in entities:
        assert richest.count(f"{entity.names[0]} (or nick)") == 1
