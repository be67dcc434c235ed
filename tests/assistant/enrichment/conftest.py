"""A turn to enrich, in a house that has been set up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.kaizen.assistant.enrichment import StageInput
from custom_components.kaizen.assistant.runtime import AssistantRuntime
from custom_components.kaizen.assistant.settings import AgentSettings
from custom_components.kaizen.guard.model import Tier
from custom_components.kaizen.guard.tiers import LIMITS

type MakeTurn = Callable[..., StageInput]


@pytest.fixture
async def turn(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> MakeTurn:
    """Return a maker of turns in Berlin on a Sunday afternoon; changes by keyword."""
    assert await async_setup_component(hass, "homeassistant", {})
    await hass.config.async_set_time_zone("Europe/Berlin")
    freezer.move_to(datetime(2026, 11, 22, 14, 4, 59, tzinfo=UTC))
    server = SimpleNamespace(last_update_success=False, data=None)
    usual = StageInput(
        hass=hass,
        text="Turn on the light",
        language="en",
        user_name=None,
        device_id=None,
        context=Context(),
        limits=LIMITS[Tier.OWNER],
        settings=AgentSettings(model="qwen"),
        runtime=cast(AssistantRuntime, SimpleNamespace(server=server)),
    )

    def make(**changes: Any) -> StageInput:
        return replace(usual, **changes)

    return make
