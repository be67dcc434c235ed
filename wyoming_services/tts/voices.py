"""The voices that are really here; wyoming-piper tells of all there are in the world."""

from collections.abc import Mapping
from dataclasses import dataclass
import json
from pathlib import Path

from wyoming.info import Attribution, Info, TtsProgram, TtsVoice, TtsVoiceSpeaker
from wyoming.tts import SynthesizeVoice

from .. import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class PiperVoice:
    """A voice on disk."""

    name: str
    language: str
    """As in "en_US"."""
    rate: int
    """Samples a second."""
    speakers: tuple[str, ...]


def installed(folder: Path) -> dict[str, PiperVoice]:
    """Return the voices in a folder; one without its description, or a broken one, is none."""
    voices = {}
    for path in sorted(folder.glob("*.onnx")):
        try:
            voice = _read(path)
        except OSError, ValueError, KeyError, TypeError, AttributeError:
            continue
        voices[voice.name] = voice
    return voices


def _read(path: Path) -> PiperVoice:
    facts = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    language = facts.get("language", {}).get("code") or path.stem.partition("-")[0]
    return PiperVoice(
        name=path.stem,
        language=language,
        rate=int(facts["audio"]["sample_rate"]),
        speakers=tuple(facts.get("speaker_id_map") or ()),
    )


def choose(
    voices: Mapping[str, PiperVoice], default: str, asked: SynthesizeVoice | None
) -> PiperVoice:
    """Return the voice asked for, else one of its language, else the default: something is always heard."""
    if asked and asked.name and asked.name in voices:
        return voices[asked.name]
    wanted = (asked.language or asked.name or "") if asked else ""
    region = wanted.replace("-", "_")[:5]
    ordered = (voices[default], *voices.values())
    return next(
        (
            voice
            for language in (region, region[:2])
            for voice in ordered
            if language and voice.language.startswith(language)
        ),
        voices[default],
    )


def describe(voices: Mapping[str, PiperVoice]) -> Info:
    """Return what Home Assistant is told of this service."""
    attribution = Attribution(
        name="Kaizen", url="https://github.com/OHF-Voice/piper1-gpl"
    )
    return Info(
        tts=[
            TtsProgram(
                name="kaizen",
                description="Kaizen text to speech (Piper)",
                attribution=attribution,
                installed=True,
                version=VERSION,
                supports_synthesize_streaming=True,
                voices=[
                    TtsVoice(
                        name=voice.name,
                        description=voice.name,
                        attribution=attribution,
                        installed=True,
                        version=None,
                        languages=[voice.language],
                        speakers=[TtsVoiceSpeaker(name=name) for name in voice.speakers]
                        or None,
                    )
                    for voice in voices.values()
                ],
            )
        ]
    )
