"""Devices that speak or show a text."""

import pytest

from .rig import HubHouse


@pytest.mark.parametrize(
    ("label", "key", "command"),
    [
        ("Kitchen Echo", "speech", "speak"),
        ("Office Speaker", "speech", "speak"),
        ("Kitchen Echo", "notification", "deviceNotification"),
        ("Anna's Phone", "notification", "deviceNotification"),
    ],
)
async def test_a_message_reaches_its_device(
    house: HubHouse, label: str, key: str, command: str
) -> None:
    """Spoken by what speaks, shown by what shows."""
    told = await house.call("notify.send_message", label, key, message="Dinner")
    assert told == [(command, ("Dinner",))]


async def test_a_comma_cuts_no_message(house: HubHouse) -> None:
    """The hub takes commas for the end of an argument."""
    told = await house.call(
        "notify.send_message", "Kitchen Echo", "speech", message="Anna, dinner!"
    )
    ((_, arguments),) = told
    assert len(arguments) == 1
    assert "dinner!" in arguments[0]


async def test_title_comes_first(house: HubHouse) -> None:
    """A device that knows no titles still tells it."""
    told = await house.call(
        "notify.send_message",
        "Ben's Phone",
        "notification",
        message="The door is open",
        title="Garage",
    )
    assert told == [("deviceNotification", ("Garage: The door is open",))]
