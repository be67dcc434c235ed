"""Which weights the services need, where they lie, and how they come there at set-up; never at run time."""

from .catalogue import (
    DEFAULT_VOICE,
    DEFAULT_WHISPER,
    Bundle,
    UnknownModel,
    voice,
    whisper,
)
from .folder import add_models_option, default_folder, voices_folder, whisper_folder
from .install import InstallFailed, install

__all__ = [
    "DEFAULT_VOICE",
    "DEFAULT_WHISPER",
    "Bundle",
    "InstallFailed",
    "UnknownModel",
    "add_models_option",
    "default_folder",
    "install",
    "voice",
    "voices_folder",
    "whisper",
    "whisper_folder",
]
