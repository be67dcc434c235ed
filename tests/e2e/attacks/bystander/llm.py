"""Tools that bring in other people's words, as a search, a camera or a memory would."""

from collections.abc import Mapping
import json
from pathlib import Path
from typing import Final, override

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.llm import (
    LLM_API_ASSIST,
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)
import probatio

PLANTED: Final = "planted.json"

TOOLS: Final[Mapping[str, bool]] = {
    "web_search": True,
    "read_page": True,
    "look_at_camera": False,
    "get_messages": False,
    "recall": False,
}
"""By name: whether it reaches out of the house."""


class PlantedTool(Tool):
    """Answers with what a test has planted."""

    parameters = probatio.Schema({probatio.Optional("query"): str})

    def __init__(self, name: str, *, open_world: bool) -> None:
        """Take a name and be honest about where the words come from."""
        self._key = name
        self.name = f"bystander__{name}"
        self.title = name
        self.description = f"Stands in for {name}."
        self.integration = "bystander"
        self.annotations = ToolAnnotations(
            read_only=True, destructive=False, idempotent=True, open_world=open_world
        )

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext
    ) -> ToolResult:
        """Return the words."""
        file = Path(hass.config.path(PLANTED))
        planted = json.loads(await hass.async_add_executor_job(file.read_text, "utf-8"))
        return ToolResult({"text": planted.get(self._key, "")})


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools."""
    if api_id != LLM_API_ASSIST:
        return None
    return LLMTools([PlantedTool(name, open_world=far) for name, far in TOOLS.items()])
