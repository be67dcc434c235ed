"""Media players."""

from typing import Any

import pytest

from .rig import HubHouse

LIVING = ("Living Speaker", "player")
OFFICE = ("Office Speaker", "player")


@pytest.mark.parametrize(
    ("action", "data", "commands"),
    [
        ("media_play", {}, [("play", ())]),
        ("media_pause", {}, [("pause", ())]),
        ("media_stop", {}, [("stop", ())]),
        ("media_next_track", {}, [("nextTrack", ())]),
        ("media_previous_track", {}, [("previousTrack", ())]),
        ("volume_up", {}, [("volumeUp", ())]),
        ("volume_down", {}, [("volumeDown", ())]),
        ("volume_set", {"volume_level": 0.4}, [("setVolume", ("40",))]),
        ("volume_mute", {"is_volume_muted": True}, [("mute", ())]),
        ("volume_mute", {"is_volume_muted": False}, [("unmute", ())]),
        ("select_source", {"source": "Radio"}, [("setInputSource", ("Radio",))]),
    ],
)
async def test_actions_become_commands(
    house: HubHouse,
    action: str,
    data: dict[str, Any],
    commands: list[tuple[str, tuple[str, ...]]],
) -> None:
    """Every button of the player is one command."""
    assert await house.call(f"media_player.{action}", *LIVING, **data) == commands


async def test_player_follows_its_device(house: HubHouse) -> None:
    """State, volume, source and title are what the speaker reports."""
    assert house.state("media_player", *LIVING).state == "idle"
    await house.call("media_player.media_play", *LIVING, settle=False)
    assert house.state("media_player", *LIVING).state == "idle"
    await house.settle()
    assert house.state("media_player", *LIVING).state == "playing"
    await house.call("media_player.volume_set", *LIVING, volume_level=0.55)
    await house.call("media_player.volume_mute", *LIVING, is_volume_muted=True)
    await house.call("media_player.select_source", *LIVING, source="HDMI 2")
    attributes = house.state("media_player", *LIVING).attributes
    assert attributes["volume_level"] == pytest.approx(0.55)
    assert attributes["is_volume_muted"] is True
    assert attributes["source"] == "HDMI 2"
    assert attributes["source_list"] == ["HDMI 1", "HDMI 2", "Radio"]


async def test_music_and_announcements(house: HubHouse) -> None:
    """An announcement lets the speaker go on afterwards with what it played."""
    media: dict[str, Any] = {
        "media_content_id": "http://music.example/morning.mp3",
        "media_content_type": "music",
    }
    told = await house.call("media_player.play_media", *LIVING, **media)
    assert [name for name, _ in told] == ["playTrack"]
    state = house.state("media_player", *LIVING)
    assert (state.state, state.attributes["media_title"]) == ("playing", "morning.mp3")
    told = await house.call("media_player.play_media", *LIVING, announce=True, **media)
    assert [name for name, _ in told] == ["playTrackAndRestore"]


async def test_speaker_with_nothing_but_a_volume(house: HubHouse) -> None:
    """It is on; nobody offers to play on it."""
    state = house.state("media_player", *OFFICE)
    assert state.state == "on"
    assert state.attributes["supported_features"] == 4 | 8 | 1024
