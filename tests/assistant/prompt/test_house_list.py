"""The list of what is exposed: short, complete, always in the same order."""

import random

import pytest

from custom_components.kaizen.assistant.prompt import DETAIL, HouseEntity, render

LAMP = HouseEntity(domain="light", names=("Ceiling", "big lamp"), area="Kitchen")
DOOR = HouseEntity(domain="lock", names=("Front door",))
WARMTH = HouseEntity(domain="sensor", names=("Temperature",), area="Kitchen")
WINDOW = HouseEntity(domain="binary_sensor", names=("Window",), area="Kitchen")
HOME = (DOOR, WARMTH, LAMP, WINDOW)


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        (
            "aliases",
            "Kitchen: binary_sensor Window; light Ceiling (or big lamp); "
            "sensor Temperature\nNo area: lock Front door",
        ),
        (
            "names",
            "Kitchen: binary_sensor Window; light Ceiling; "
            "sensor Temperature\nNo area: lock Front door",
        ),
        (
            "sensors_counted",
            "Kitchen: binary_sensor ×1; light Ceiling; sensor ×1\nNo area: lock Front door",
        ),
        (
            "counted",
            "Kitchen: binary_sensor ×1; light ×1; sensor ×1\nNo area: lock ×1",
        ),
    ],
)
def test_levels_of_detail(detail: str, text: str) -> None:
    """Each level names less than the one before."""
    assert render(HOME, DETAIL[detail]) == text


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
    texts = set()
    for seed in range(20):
        random.Random(seed).shuffle(entities)
        texts |= {render(entities, describe) for describe in (*DETAIL.values(),)}
    assert len(texts) == len(DETAIL)


def test_every_level_is_shorter() -> None:
    """Five hundred entities shrink at every level, each named once at the richest."""
    entities = [
        HouseEntity(
            domain=domain, names=(f"{domain} number {n}", "nick"), area=f"Room {n % 12}"
        )
        for domain in ("light", "switch", "sensor", "cover", "valve")
        for n in range(100)
    ]
    lengths = [len(render(entities, describe)) for describe in DETAIL.values()]
    assert lengths == sorted(set(lengths), reverse=True)
    richest = render(entities, DETAIL["aliases"])
    for entity in entities:
        assert richest.count(f"{entity.names[0]} (or nick)") == 1
