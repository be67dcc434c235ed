"""Which voices there are, and which one speaks."""

import json
from pathlib import Path

import pytest
from wyoming.tts import SynthesizeVoice

from wyoming_services.tts.voices import PiperVoice, choose, installed


def voice(name: str) -> PiperVoice:
    """Return a voice, whose language is in its name."""
    return PiperVoice(
        name=name, language=name.partition("-")[0], rate=22_050, speakers=()
    )


VOICES = {
    name: voice(name)
    for name in ("de_AT-a", "de_DE-b", "en_GB-c", "en_US-d", "en_US-e")
}


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (None, "en_US-e"),
        (SynthesizeVoice(name="en_GB-c"), "en_GB-c"),
        (SynthesizeVoice(language="de-DE"), "de_DE-b"),
        (SynthesizeVoice(language="de"), "de_AT-a"),
        (SynthesizeVoice(language="de_CH"), "de_AT-a"),
        (SynthesizeVoice(language="en"), "en_US-e"),
        (SynthesizeVoice(name="de_DE-gone-high"), "de_DE-b"),
        (SynthesizeVoice(language="fr"), "en_US-e"),
        (SynthesizeVoice(), "en_US-e"),
    ],
)
def test_choice(asked: SynthesizeVoice | None, name: str) -> None:
    """The one asked for, else one of its region, its language, or the default."""
    assert choose(VOICES, "en_US-e", asked).name == name


def test_what_is_on_disk(tmp_path: Path) -> None:
    """A voice without its description, or with a broken one, is none."""
    for name in ("good", "bare", "broken", "odd"):
        (tmp_path / f"{name}.onnx").touch()
    facts = {
        "audio": {"sample_rate": 16_000},
        "language": {"code": "de_DE"},
        "speaker_id_map": {"anna": 0},
    }
    (tmp_path / "good.onnx.json").write_text(json.dumps(facts))
    (tmp_path / "broken.onnx.json").write_text("{")
    (tmp_path / "odd.onnx.json").write_text("[]")
    assert installed(tmp_path) == {
        "good": PiperVoice(
            name="good", language="de_DE", rate=16_000, speakers=("anna",)
        )
    }
