"""The real models, loaded once."""

from collections.abc import AsyncIterator

import pytest

from wyoming_services.models import (
    DEFAULT_VOICE,
    DEFAULT_WHISPER,
    default_folder,
    voices_folder,
    whisper_folder,
)
from wyoming_services.stt.whisper import Whisper
from wyoming_services.tts.metrics import Metrics
from wyoming_services.tts.piper import Child

from .mouth import Mouth

__all__ = ["mouth", "piper", "whisper"]


@pytest.fixture(scope="session")
def mouth() -> Mouth:
    """Return what says things into a microphone."""
    return Mouth(voices_folder(default_folder()) / f"{DEFAULT_VOICE}.onnx")


@pytest.fixture(scope="session")
def whisper() -> Whisper:
    """Return the model the service uses when nothing is said."""
    return Whisper(whisper_folder(default_folder(), DEFAULT_WHISPER))


@pytest.fixture(scope="session")
async def piper() -> AsyncIterator[Child]:
    """Return a running wyoming-piper."""
    child = Child(voices_folder(default_folder()), DEFAULT_VOICE, Metrics())
    await child.start()
    yield child
    await child.stop()
