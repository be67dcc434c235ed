"""Sirens and chimes."""

from homeassistant.exceptions import HomeAssistantError
import pytest

from .rig import HubHouse

SIREN = ("Hall Siren", "siren")
CHIME = ("Doorbell", "chime")


async def test_siren_sounds_until_it_reports_otherwise(house: HubHouse) -> None:
    """Sound and light, one of them, or none."""
    state = house.state("siren", *SIREN)
    assert state.state == "off"
    assert state.attributes["available_tones"] == ["siren", "strobe", "both"]
    assert await house.call("siren.turn_on", *SIREN, settle=False) == [("both", ())]
    assert house.state("siren", *SIREN).state == "off"
    await house.settle()
    assert house.state("siren", *SIREN).state == "on"
    assert await house.call("siren.turn_on", *SIREN, tone="strobe") == [("strobe", ())]
    assert house.state("siren", *SIREN).state == "on"
    assert await house.call("siren.turn_off", *SIREN) == [("off", ())]
    assert house.state("siren", *SIREN).state == "off"


async def test_chime_plays_a_sound_and_ends(house: HubHouse) -> None:
    """The sounds of a chime are its tones."""
    assert house.state("siren", *CHIME).attributes["available_tones"] == [
        "Ding Dong",
        "Westminster",
    ]
    told = await house.call("siren.turn_on", *CHIME, tone="Westminster", settle=False)
    assert told == [("playSound", ("2",))]
    await house.advance(1)
    assert house.state("siren", *CHIME).state == "on"
    await house.settle()
    assert house.state("siren", *CHIME).state == "off"


async def test_chime_that_never_played_is_unknown_and_plays(house: HubHouse) -> None:
    """A doorbell that has never reported is not said to be silent."""
    assert house.state("siren", *CHIME).state == "unknown"
    assert await house.call("siren.turn_on", *CHIME, settle=False) == [
        ("playSound", ("1",))
    ]
    assert await house.call("siren.turn_off", *CHIME) == [("stop", ())]
    assert house.state("siren", *CHIME).state == "off"


async def test_tone_the_siren_lacks(house: HubHouse) -> None:
    """Nothing else sounds instead."""
    with pytest.raises((HomeAssistantError, ValueError)):
        await house.call("siren.turn_on", *SIREN, tone="whisper")
    assert not house.hub.journal.commands
