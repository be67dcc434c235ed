"""Door: Kaizen's tools, offered to every agent in Home Assistant."""

from collections.abc import Callable, Sequence
from typing import Final

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.llm import LLM_API_ASSIST, LLMContext, Tool

from .assistant.look.tool import look_tools
from .memory import memory_tools
from .search import search_tools
from .security import security_tools

type ToolProvider = Callable[[HomeAssistant, LLMContext], Sequence[Tool]]
"""A part's face for tools; it answers at once, without I/O."""

PROVIDERS: Final[list[ToolProvider]] = [
    look_tools,
    memory_tools,
    search_tools,
    security_tools,
]
"""The parts that have tools to offer. A tool's name begins with `kaizen__`."""


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools of all parts, for the API that acts on exposed entities."""
    if api_id != LLM_API_ASSIST:
        return None
    tools = [tool for provide in PROVIDERS for tool in provide(hass, llm_context)]
    return LLMTools(tools) if tools else None
