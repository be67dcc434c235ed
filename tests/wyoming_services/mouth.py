"""Somebody who speaks into a microphone: the real Piper, always in the same way; and noise."""

from functools import cache
import io
from pathlib import Path
from typing import Final
import wave

import numpy as np
from piper import PiperVoice, SynthesisConfig
from wyoming.audio import AudioChunk, AudioChunkConverter

RATE: Final = 16_000
SENTENCES: Final = {
    "Turn on the kitchen ceiling light.": "turn on the kitchen ceiling light",
    "What is the temperature in the bedroom?": "what is the temperature in the bedroom",
    "Close the garage door, please.": "close the garage door please",
    "Set a timer for ten minutes.": "set a timer for 10 minutes",
    "Is the front door locked?": "is the front door locked",
    "Make the office lamp darker.": "make the office lamp darker",
    "No.": "no",
    "Put milk and bread on the shopping list.": "put milk and bread on the shopping list",
}
"""What is said in a house, and how it is written down, without capitals and punctuation."""


class Mouth:
    """Says things; the same words always sound the same."""

    def __init__(self, voice: Path) -> None:
        """Load a voice."""
        self._voice = PiperVoice.load(voice)
        self.say = cache(self._say)

    def _say(self, text: str) -> bytes:
        with io.BytesIO() as file:
            with wave.open(file, "wb") as writer:
                steady = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)
                self._voice.synthesize_wav(text, writer, steady)
            file.seek(0)
            with wave.open(file, "rb") as reader:
                audio = reader.readframes(reader.getnframes())
                rate = reader.getframerate()
        converter = AudioChunkConverter(rate=RATE, width=2, channels=1)
        return converter.convert(AudioChunk(rate, 2, 1, audio)).audio


def silence(seconds: float) -> bytes:
    """Return nothing to hear."""
    return bytes(int(seconds * RATE) * 2)


def noise(seconds: float, loudness: float = 0.1) -> bytes:
    """Return hiss, from 0 to 1."""
    generator = np.random.default_rng(1)
    samples = generator.standard_normal(int(seconds * RATE)) * loudness * 32_767
    return samples.clip(-32_768, 32_767).astype("<i2").tobytes()


def hum(seconds: float) -> bytes:
    """Return a fridge: 50 Hz and what comes with it."""
    time = np.arange(int(seconds * RATE)) / RATE
    tones = [np.sin(2 * np.pi * 50 * n * time) / n for n in (1, 2, 3)]
    return (np.sum(tones, axis=0) * 3_000).astype("<i2").tobytes()


def with_noise(speech: bytes, decibels: float) -> bytes:
    """Return speech in hiss, that much louder than the hiss."""
    samples = np.frombuffer(speech, "<i2").astype(np.float64)
    hiss = np.random.default_rng(2).standard_normal(len(samples))
    hiss *= np.sqrt(np.mean(samples**2)) / 10 ** (decibels / 20)
    return (samples + hiss).clip(-32_768, 32_767).astype("<i2").tobytes()
