"""Which model a server of some size is advised to use."""

from dataclasses import replace
from pathlib import Path

import pytest

from custom_components.kaizen.assistant.presets import (
    EYES,
    FAST,
    LARGE_MIXTURE,
    MODELS,
    PRESETS,
    SMALL,
    SMALL_MIXTURE,
    STRONG,
    modelfile,
    suggest,
)
from custom_components.kaizen.assistant.settings import AgentSettings

MODELFILES = Path(__file__).parents[2] / "config" / "modelfiles"


@pytest.mark.parametrize(
    ("memory", "fast", "strong"),
    [
        (512, SMALL_MIXTURE, LARGE_MIXTURE),
        (128, SMALL_MIXTURE, "qwen3.5:122b-a10b"),
        (64, SMALL_MIXTURE, "qwen3.5:27b"),
        (32, SMALL_MIXTURE, SMALL_MIXTURE),
        (24, "qwen3.5:9b", "qwen3.5:9b"),
        (16, "qwen3.5:9b", "qwen3.5:9b"),
        (8, "qwen3.5:4b", "qwen3.5:4b"),
        (4, "qwen3.5:0.8b", "qwen3.5:0.8b"),
        (1, "qwen3:0.6b", "qwen3:0.6b"),
        (None, SMALL_MIXTURE, LARGE_MIXTURE),
    ],
)
def test_suggests_what_fits_side_by_side(
    memory: float | None, fast: str, strong: str
) -> None:
    """A bare server is advised models that fit together; an unknown one the defaults."""
    assert suggest(memory, [], PRESETS.values()) | {SMALL: "", EYES: ""} == {
        FAST: fast,
        STRONG: strong,
        SMALL: "",
        EYES: "",
    }


@pytest.mark.parametrize(
    ("memory", "installed", "fast", "strong"),
    [
        (64, ["qwen3.5:9b"], "qwen3.5:9b", "qwen3.5:9b"),
        (64, ["qwen3.5:35b", "qwen3.5:9b"], "qwen3.5:35b", "qwen3.5:35b"),
        (
            512,
            ["qwen3.6:35b-a3b-q4_K_M", "qwen3:235b"],
            "qwen3.6:35b-a3b-q4_K_M",
            "qwen3:235b",
        ),
        (16, ["qwen3.5:122b-a10b", "qwen3:4b"], "qwen3:4b", "qwen3:4b"),
        (None, ["qwen3.5:27b", "qwen3:8b"], "qwen3:8b", "qwen3.5:27b"),
        (32, ["llama3.1:8b"], SMALL_MIXTURE, SMALL_MIXTURE),
    ],
)
def test_prefers_what_is_installed(
    memory: float | None, installed: list[str], fast: str, strong: str
) -> None:
    """A download is only advised when no model of the family is there."""
    presets = [PRESETS["voice"], PRESETS["deep"], PRESETS["think"]]
    assert suggest(memory, installed, presets) == {FAST: fast, STRONG: strong}


def test_facts_are_extracted_by_a_small_model() -> None:
    """The model behind the scenes leaves room for those people wait for."""
    assert suggest(512, ["qwen3.5:35b-a3b", "qwen3.5:4b"], [PRESETS["memory"]]) == {
        SMALL: "qwen3.5:4b"
    }


@pytest.mark.parametrize(
    ("installed", "eyes"),
    [
        ([], "qwen3-vl:8b-instruct"),
        (["qwen3.5:9b", "qwen3-vl:8b"], "qwen3-vl:8b-instruct"),
        (["qwen3-vl:4b-instruct-q8_0"], "qwen3-vl:4b-instruct-q8_0"),
    ],
)
def test_pictures_are_described_by_a_model_made_for_it(
    installed: list[str], eyes: str
) -> None:
    """A model that looks is suggested for nothing else, and one that must think for nothing."""
    assert suggest(None, installed, [PRESETS["vision"]]) == {EYES: eyes}
    assert suggest(512, [eyes], [PRESETS["voice"]]) == {FAST: SMALL_MIXTURE}


def test_the_smallest_model_looks_where_nothing_fits() -> None:
    """Even then it is one that can see."""
    assert suggest(1, [], [PRESETS["vision"]]) == {EYES: "qwen3-vl:2b-instruct"}


def test_only_thinking_tells_deep_and_think_apart() -> None:
    """Both share weights, context and sampling, so that one loaded model serves both."""
    deep, think = PRESETS["deep"], PRESETS["think"]
    assert replace(think, key=deep.key, title=deep.title, think=deep.think) == deep
    assert deep.think != think.think


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.key)
def test_preset_becomes_settings(preset: object) -> None:
    """A subentry made from a preset reads back as its settings."""
    row = next(row for row in PRESETS.values() if row is preset)
    settings = AgentSettings.from_data(row.settings("m", ["assist"]))
    assert (settings.model, settings.think) == ("m", row.think)
    assert settings.num_ctx == row.num_ctx
    assert bool(settings.llm_hass_api) is (row.subentry_type == "conversation")


def test_modelfiles_are_those_of_the_table() -> None:
    """Creating a preset by hand gives what the flow creates."""
    kept = {path.name: path.read_text() for path in MODELFILES.glob("*.Modelfile")}
    assert kept == {
        f"{key}.Modelfile": modelfile(preset)
        for key, preset in PRESETS.items()
        if key != "tasks"
    }


def test_every_ideal_is_in_the_table() -> None:
    """A default model has a size, so that it can be advised or advised against."""
    tags = {row.tag for row in MODELS}
    assert {preset.weights.ideal for preset in PRESETS.values()} <= tags
