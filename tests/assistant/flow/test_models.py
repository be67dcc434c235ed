"""What is made of a model whose abilities are known, half known or unknown."""

import pytest

from custom_components.kaizen.assistant.flow.jobs import Gauge
from custom_components.kaizen.assistant.flow.models import able_settings, check
from custom_components.kaizen.assistant.ollama import InstalledModel, PullProgress
from custom_components.kaizen.assistant.presets import PRESETS

THINK = PRESETS["think"]
WISHES = THINK.settings("m", ["assist"])


@pytest.mark.parametrize(
    "model",
    [
        None,
        InstalledModel(name="m", size=1),
        InstalledModel(
            name="m",
            size=1,
            capabilities=frozenset({"completion", "tools", "thinking"}),
        ),
    ],
)
def test_what_is_unknown_is_believed(model: InstalledModel | None) -> None:
    """An older server that does not tell keeps nobody from trying."""
    assert able_settings(THINK, "m", model) == WISHES
    assert check(WISHES, model) == {}


def test_what_is_known_to_be_missing_is_left_out() -> None:
    """A preset is cut down to what its model can do, and then passes the check."""
    model = InstalledModel(
        name="m", size=1, capabilities=frozenset({"completion"}), context_length=4096
    )
    settings = able_settings(THINK, "m", model)
    assert settings == WISHES | {"llm_hass_api": [], "think": "off", "num_ctx": 4096}
    assert check(settings, model) == {}
    assert check(WISHES, model) == {
        "llm_hass_api": "no_tools",
        "think": "no_thinking",
        "base": "context_too_long",
    }


def test_progress_counts_all_layers() -> None:
    """The bar does not run full once per layer, and moves in whole percents."""
    gauge = Gauge()

    def read(digest: str | None, completed: int, total: int) -> float | None:
        return gauge.read(
            PullProgress(status="", digest=digest, completed=completed, total=total)
        )

    assert read(None, 0, 0) is None
    assert read("a", 50, 100) == 0.5
    assert read("a", 51, 1000) is None
    assert read("a", 1000, 1000) == 1.0
    assert read("b", 0, 1000) is None
    assert read("b", 1500, 1000) is None
