"""Tool calls as small models write them, and as Home Assistant wants them."""

from collections.abc import Collection, Mapping
from typing import Any

from homeassistant.helpers.llm import ToolInput
import orjson

from ..ollama import ToolCall


def tool_input(call: ToolCall, known: Collection[str]) -> ToolInput:
    """Return a model's call with the mistakes mended that are plainly mistakes."""
    arguments = {
        name: _mended(value)
        for name, value in call.arguments.items()
        if value is not None and value != ""
    }
    name = full_name(call.name, known)
    if call.id:
        return ToolInput(name, arguments, id=call.id)
    return ToolInput(name, arguments)


def full_name(name: str, known: Collection[str]) -> str:
    """Return the tool a model means when it leaves the integration's prefix out."""
    if name in known:
        return name
    meant = [tool for tool in known if tool.rpartition("__")[2] == name]
    return meant[0] if len(meant) == 1 else name


def _mended(value: Any) -> Any:
    """Read a list or an object that was written as a string."""
    if isinstance(value, str) and value[:1] + value[-1:] in ("[]", "{}"):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    if isinstance(value, Mapping):
        return {key: _mended(inner) for key, inner in value.items()}
    return value
