"""How a model is asked, given what it can do."""

from typing import Final

from .ollama import ModelDetails
from .prompt import Budget, Layout
from .runtime import AssistantRuntime
from .settings import AgentSettings
from .turn import Target

_UNKNOWN: Final = ModelDetails(
    capabilities=frozenset({"completion", "tools", "thinking", "vision"})
)
"""While a server does not tell what a model can do, the owner's choice is believed."""


async def async_details(runtime: AssistantRuntime, target: Target) -> ModelDetails:
    """Return what the model of a target can do."""
    return await runtime.details(target.client, target.model) or _UNKNOWN


def layout_for(
    runtime: AssistantRuntime,
    settings: AgentSettings,
    target: Target,
    details: ModelDetails,
) -> Layout:
    """Return how requests to a target are built."""
    options = runtime.options_for(target.model) or {"num_ctx": settings.num_ctx}
    return Layout(
        model=target.model,
        think=settings.wire_think if "thinking" in details.capabilities else None,
        keep_alive=settings.keep_alive,
        options={**options, "temperature": settings.temperature},
        budget=Budget(num_ctx=options["num_ctx"]),
        max_history=settings.max_history,
        with_tools="tools" in details.capabilities,
    )
