"""Sirens, players, and what speaks or shows a text."""

import re
from typing import Final

from ..devices import HubDevice
from .basis import Commands, ImpossibleError, do, numbered, percent

_THOUSANDS: Final = re.compile(r"(?<![\d,])(\d{1,3})((?:,\d{3})+)(?![\d,])")
_LONGEST_TEXT: Final = 1000
"""Characters; everything is sent in the request's address."""


def siren_on(device: HubDevice, tone: str | None = None) -> Commands:
    """Sound a siren; without a tone with light and sound, if it has both."""
    tones = (tone,) if tone else ("both", "siren", "strobe")
    found = next(
        (t for t in tones if t in ("both", "siren", "strobe") and device.can(t)), None
    )
    if found is None:
        raise ImpossibleError(tone or "on")
    return (do(found),)


def chime_on(device: HubDevice, tone: str | None = None) -> Commands:
    """Play a sound; without a name the one it last played, else the first."""
    sounds = device.numbered("soundEffects")
    if tone is None:
        last = device.text("soundName")
        tone = last if last in sounds.values() else next(iter(sounds.values()), None)
    return (
        do("playSound", 1 if tone is None else numbered(device, "soundEffects", tone)),
    )


def volume(device: HubDevice, level: float) -> Commands:
    """Set a player's volume, 0 to 1."""
    return (
        do(
            "setVolume" if device.can("setVolume") else "setLevel",
            percent(level * 100),
        ),
    )


def source(name: str) -> Commands:
    """Let a player listen to another input."""
    return (do("setInputSource", name),)


def play(device: HubDevice, address: str, *, announce: bool = False) -> Commands:
    """Play what is at an address; as an announcement, go on afterwards with what was playing."""
    restoring = announce and device.can("playTrackAndRestore")
    return (do("playTrackAndRestore" if restoring else "playTrack", address),)


def say(device: HubDevice, text: str) -> Commands:
    """Speak a text."""
    for name in ("speak", "playTextAndRestore", "playText"):
        if device.can(name):
            return (do(name, speakable(text)),)
    raise ImpossibleError("speak")


def notify(text: str) -> Commands:
    """Show a text."""
    return (do("deviceNotification", " ".join(text.split())[:_LONGEST_TEXT]),)


def speakable(text: str) -> str:
    """Return a text on one line and without the commas of thousands.

    The client makes other signs of all commas, for the hub splits at them; "1,500" would be one and a half.
    """
    plain = _THOUSANDS.sub(
        lambda found: found[0].replace(",", ""), " ".join(text.split())
    )
    return plain[:_LONGEST_TEXT]
