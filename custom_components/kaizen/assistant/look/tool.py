"""The tool `kaizen__look`, for every agent in Home Assistant."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, override

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import llm
from homeassistant.util.json import JsonObjectType
import probatio

from ...const import DOMAIN
from .answer import as_result
from .asker import async_asker
from .cameras import async_choose
from .describe import async_describe
from .failure import LookError
from .picture import DEADLINE, async_take
from .record import Look

DEFAULT_QUESTION: Final = "What does the picture show?"
_TEXT: Final = probatio.All(str, probatio.Length(max=500))


class LookTool(llm.Tool):
    """Takes a picture from a camera and says what can be seen in it."""

    name = "kaizen__look"
    title = "Look through a camera"
    description = (
        "Looks through a camera of the house and tells what can be seen there right now. "
        "Pass the camera's name, its area or both; if there is only one camera, neither."
    )
    annotations = llm.ToolAnnotations(read_only=True, destructive=False)
    integration = DOMAIN
    parameters = probatio.Schema(
        {
            probatio.Optional("camera", description="Name of the camera"): _TEXT,
            probatio.Optional("area", description="Area of the camera"): _TEXT,
            probatio.Optional(
                "question", description="What the person wants to know"
            ): _TEXT,
        }
    )

    def __init__(self, *, deadline: float = DEADLINE) -> None:
        """Wait at most `deadline` seconds for a camera."""
        self._deadline = deadline

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Look; a failure is a result the model can read."""
        arguments: dict[str, Any] = self.parameters(tool_input.tool_args)
        try:
            return await self._async_look(hass, arguments, llm_context)
        except LookError as err:
            return llm.ToolResult(_as_data(err), error=True)

    async def _async_look(
        self,
        hass: HomeAssistant,
        arguments: dict[str, Any],
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        camera = await async_choose(
            hass,
            llm_context,
            arguments.get("camera", "").strip(),
            arguments.get("area", "").strip(),
        )
        if (asker := async_asker(hass, llm_context.agent_id)) is None:
            raise LookError("no_assistant")
        picture = await async_take(hass, camera, deadline=self._deadline)
        look = Look(entity_id=camera.entity_id, picture=picture)
        asker.runtime.looks.show(look)
        question = arguments.get("question", "").strip() or DEFAULT_QUESTION
        words = await async_describe(hass, asker, picture, question)
        look = replace(look, description=words)
        asker.runtime.looks.show(look)
        return llm.ToolResult(as_result(camera, look))


def _as_data(err: LookError) -> JsonObjectType:
    data: JsonObjectType = {"error": str(err)}
    if err.cameras:
        data["cameras"] = [*err.cameras]
    return data


@callback
def look_tools(hass: HomeAssistant, llm_context: llm.LLMContext) -> Sequence[llm.Tool]:
    """Return the tool, in a house that has a camera and an assistant.

    An unexposed camera counts: the answer then tells how to expose it.
    """
    if hass.states.async_entity_ids_count(Platform.CAMERA) and async_asker(hass, None):
        return [LookTool()]
    return []
