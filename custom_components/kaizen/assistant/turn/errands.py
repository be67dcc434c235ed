"""The tool calls of one message, carried out by the agent itself.

Home Assistant would run them once the message is complete, and until the last of them has
ended nothing could be said. Calls that are marked as external are the agent's own business.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from homeassistant.components.conversation import ToolResultContent
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.llm import APIInstance, Tool, ToolInput, ToolResult
from homeassistant.util.json import JsonObjectType
import probatio

_GIVEN_UP: Final = (
    "The person interrupted. It may have been carried out all the same; "
    "its outcome is not known."
)
_SEARCH: Final = "search"


class Errands:
    """Tool calls that are running."""

    def __init__(self, hass: HomeAssistant, api: APIInstance | None) -> None:
        """Use the tools of an API."""
        self._hass = hass
        self._api = api
        self._running: list[tuple[ToolInput, asyncio.Task[ToolResult]]] = []

    @property
    def calls(self) -> list[ToolInput]:
        """Return the calls, as the chat log keeps them."""
        return [call for call, _ in self._running]

    @property
    def tools(self) -> list[Tool]:
        """Return the tools that were called."""
        names = {call.tool_name for call in self.calls}
        return [tool for tool in self._offered if tool.name in names]

    @property
    def are_slow(self) -> bool:
        """Return whether one of them is known to take its time: it asks the world outside."""
        return any(
            _SEARCH in tool.name
            or (tool.annotations.read_only and tool.annotations.open_world)
            for tool in self.tools
        )

    @property
    def only_look(self) -> bool:
        """Return whether they change nothing."""
        return all(tool.annotations.read_only for tool in self.tools)

    def begin(self, calls: Iterable[ToolInput]) -> None:
        """Start calls as soon as the model has made them."""
        for call in calls:
            task = self._hass.async_create_task(
                self._async_call(call), f"tool call {call.tool_name}"
            )
            self._running.append((replace(call, external=True), task))

    async def wait(self, seconds: float | None = None) -> bool:
        """Wait for the last of them, at most so long; return whether all have ended."""
        tasks = [task for _, task in self._running]
        _, pending = await asyncio.wait(tasks, timeout=seconds)
        return not pending

    def results(self) -> Iterator[tuple[ToolInput, ToolResult]]:
        """Yield what each call came to, in their order."""
        for call, task in self._running:
            yield call, task.result()

    def give_up(self) -> Iterator[tuple[ToolInput, ToolResult]]:
        """Wait no longer; yield what each call came to, as far as that is known."""
        for call, task in self._running:
            if task.done() and not task.cancelled() and not task.exception():
                yield call, task.result()
            else:
                task.cancel()
                yield call, ToolResult({"error": _GIVEN_UP}, True)

    @property
    def _offered(self) -> list[Tool]:
        return self._api.tools if self._api else []

    async def _async_call(self, call: ToolInput) -> ToolResult:
        """Call a tool; its errors are results, as Home Assistant's chat log makes them."""
        assert self._api is not None
        try:
            return await self._api.async_call_tool(call)
        except (HomeAssistantError, probatio.Invalid) as err:
            data: JsonObjectType = {"error": type(err).__name__}
            if str(err):
                data["error_text"] = str(err)
            return ToolResult(data, True)


def as_content(agent_id: str, call: ToolInput, result: ToolResult) -> ToolResultContent:
    """Return a result as a chat log keeps it."""
    return ToolResultContent(
        agent_id=agent_id,
        tool_call_id=call.id,
        tool_name=call.tool_name,
        result=result,
    )
