"""Tool schemas as the server keeps them: known fields only, in its own order."""

from collections.abc import Mapping
import json
from typing import Any, Final

_PROPERTY: Final = (
    "anyOf",
    "type",
    "items",
    "description",
    "enum",
    "properties",
    "required",
)
_PARAMETERS: Final = ("type", "$defs", "items", "required", "properties")
_ALWAYS: Final[Mapping[str, Any]] = {"type": "", "properties": None}
_GO_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def tool_json(tool: Mapping[str, Any]) -> str:
    """Return a tool as a model sees it: what the server does not know (limits, defaults, `allOf`) is gone."""
    function = tool.get("function") or {}
    parameters = function.get("parameters") or {}
    seen = {
        "type": tool.get("type", ""),
        "function": {
            "name": function.get("name", ""),
            **({"description": d} if (d := function.get("description")) else {}),
            "parameters": {
                key: _value(key, parameters.get(key) or _ALWAYS.get(key))
                for key in _PARAMETERS
                if parameters.get(key) or key in _ALWAYS
            },
        },
    }
    text = json.dumps(seen, ensure_ascii=False)
    for plain, escaped in _GO_ESCAPES.items():
        text = text.replace(plain, escaped)
    return text


def example(schema: Any) -> Any:
    """Return the plainest value a JSON schema allows: what constrained output may always say."""
    if not isinstance(schema, Mapping):
        return {}
    if schema.get("enum"):
        return schema["enum"][0]
    for choice in ("anyOf", "oneOf"):
        if schema.get(choice):
            return example(schema[choice][0])
    match schema.get("type"):
        case "string":
            return "text"
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case "array":
            items = schema.get("items", {})
            return [example(items)] * int(schema.get("minItems", 0))
        case "null":
            return None
    properties = schema.get("properties", {})
    wanted = schema.get("required", list(properties))
    return {key: example(properties.get(key, {"type": "string"})) for key in wanted}


def _value(key: str, value: Any) -> Any:
    match key:
        case "properties" if value:
            return {name: _property(schema) for name, schema in value.items()}
        case "anyOf":
            return [_property(schema) for schema in value]
        case "items" | "$defs":
            return _sorted(value)
        case "type" if isinstance(value, list) and len(value) == 1:
            return value[0]
    return value


def _property(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _value(key, schema[key])
        for key in _PROPERTY
        if schema.get(key) not in (None, "", [])
    }


def _sorted(value: Any) -> Any:
    """Sort keys at every depth: the server holds these parts as Go maps."""
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value
