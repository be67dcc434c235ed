"""Rows of the table for what makes a sound or speaks: sirens, chimes, players, notifiers."""

from collections.abc import Mapping
from typing import Final

from .blueprint import EntityBlueprint, Feature, Guard, Overrides
from .devices import HubDevice

TONES: Final = ("siren", "strobe", "both")
_PLAYER: Final[Mapping[str, Feature]] = {
    "setVolume": Feature.VOLUME_SET,
    "setLevel": Feature.VOLUME_SET,
    "volumeUp": Feature.VOLUME_STEP,
    "mute": Feature.MUTE,
    "play": Feature.PLAY,
    "pause": Feature.PAUSE,
    "stop": Feature.STOP,
    "nextTrack": Feature.NEXT,
    "previousTrack": Feature.PREVIOUS,
    "setInputSource": Feature.SOURCE,
    "playTrack": Feature.PLAY_MEDIA,
}
_ANNOUNCERS: Final = ("playTrackAndRestore", "playTextAndRestore", "speak", "playText")
_WITH: Final = frozenset({"volumeDown", "unmute", *_ANNOUNCERS})
_SPEAKERS: Final = ("speak", "playText", "playTextAndRestore")


def alarm(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a siren: to silence it passes the guard while there is an alarm."""
    return EntityBlueprint(
        platform="siren",
        key="siren",
        capability="Alarm",
        main=True,
        attributes=("alarm",),
        commands=device.commands & {*TONES, "off"},
        features=frozenset({Feature.TURN_ON, Feature.TURN_OFF, Feature.TONES}),
        options=tuple(tone for tone in TONES if device.can(tone)),
        guard=Guard(unsecuring_in_alarm=frozenset({"off"})),
    )


def chime(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a chime: a siren whose tones are its sounds."""
    sounds = tuple(dict.fromkeys(device.numbered("soundEffects").values()))
    if not device.can("playSound"):
        return None
    features = {Feature.TURN_ON}
    features |= {Feature.TONES} if sounds else set()
    features |= {Feature.TURN_OFF} if device.can("stop") else set()
    return EntityBlueprint(
        platform="siren",
        key="chime",
        capability="Chime",
        main=True,
        translation_key="chime",
        attributes=tuple(a for a in ("status", "soundName") if device.has(a)),
        commands=device.commands & {"playSound", "stop"},
        features=frozenset(features),
        options=sounds,
    )


def player(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a media player."""
    used = {command for command in _PLAYER if device.can(command)}
    if not device.has("level") or device.is_a("SwitchLevel"):
        used.discard("setLevel")
    features = {_PLAYER[command] for command in used}
    if any(device.can(command) for command in _ANNOUNCERS):
        features.add(Feature.ANNOUNCE)
    switched = device.has("switch") and device.can("on", "off")
    features |= {Feature.TURN_ON, Feature.TURN_OFF} if switched else set()
    return EntityBlueprint(
        platform="media_player",
        key="player",
        capability=next((c for c in PLAYERS if device.is_a(c)), PLAYERS[0]),
        main=True,
        device_class="speaker",
        attributes=tuple(a for a in _PLAYER_ATTRIBUTES if device.has(a)),
        commands=(frozenset(used) | _WITH | ({"on", "off"} if switched else set()))
        & device.commands,
        features=frozenset(features),
        options=device.names("supportedInputs"),
    )


PLAYERS: Final = ("MusicPlayer", "MediaTransport", "AudioVolume", "MediaInputSource")
_PLAYER_ATTRIBUTES: Final = (
    "transportStatus",
    "status",
    "switch",
    "volume",
    "level",
    "mute",
    "mediaInputSource",
    "trackDescription",
    "trackData",
)


def speech(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a notifier that speaks."""
    command = next((c for c in _SPEAKERS if device.can(c)), None)
    return _notifier("speech", "SpeechSynthesis", command) if command else None


def notification(device: HubDevice, _: Overrides) -> EntityBlueprint | None:
    """Return a notifier that shows text."""
    if not device.can("deviceNotification"):
        return None
    return _notifier("notification", "Notification", "deviceNotification")


def _notifier(key: str, capability: str, command: str) -> EntityBlueprint:
    return EntityBlueprint(
        platform="notify",
        key=key,
        capability=capability,
        translation_key=key,
        commands=frozenset({command}),
    )
