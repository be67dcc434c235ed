"""Tool schemas as a small model reads them best: flat, short, always the same bytes."""

from collections.abc import Mapping
from typing import Any, Final

type Schema = dict[str, Any]

_DROPPED: Final = frozenset({"additionalProperties", "$schema", "title"})
"""Keywords that cost tokens and tell a model nothing."""


def flatten(schema: Mapping[str, Any]) -> Schema:
    """Merge `anyOf`, `oneOf` and `allOf` into the schema they stand in.

    Model templates print a parameter's type from its top level only, and the
    server's own type for properties keeps no nested alternatives (api/types.go,
    ToolProperty), so a parameter with alternatives would lose its type.
    """
    merged: Schema = {}
    for keyword in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(keyword, ()):
            _merge(merged, flatten(part))
    own = {
        key: _FLATTENERS.get(key, _same)(value)
        for key, value in schema.items()
        if key not in _DROPPED and key not in ("allOf", "anyOf", "oneOf")
    }
    _merge(merged, own)
    if merged.get("required") == []:
        del merged["required"]
    return merged


def _same(value: Any) -> Any:
    return value


def _flatten_properties(properties: Mapping[str, Any]) -> Schema:
    return {name: _typed(flatten(schema)) for name, schema in properties.items()}


def _typed(schema: Schema) -> Schema:
    """Give a type to a parameter that has none, such as a validator function's.

    Text is what every validator reads.
    """
    if "type" in schema:
        return schema
    hint = next((key for key in schema if key in _TYPE_OF), "")
    return {"type": _TYPE_OF.get(hint, "string"), **schema}


_TYPE_OF: Final[Mapping[str, str]] = {"properties": "object", "items": "array"}


def _flatten_items(items: Any) -> Any:
    return flatten(items) if isinstance(items, Mapping) else items


_FLATTENERS: Final[Mapping[str, Any]] = {
    "properties": _flatten_properties,
    "items": _flatten_items,
    "description": lambda text: " ".join(text.split()),
}


def _merge(into: Schema, other: Schema) -> None:
    """Take over what `other` says; where both say something, allow either."""
    for key, value in other.items():
        if key not in into or into[key] == value:
            into[key] = value
        elif key in ("type", "enum"):
            into[key] = _union(into[key], value)
        elif key == "properties":
            into[key] = {**into[key], **value}
        elif key == "required":
            into[key] = [name for name in into[key] if name in value]
        elif key in _WIDEN:
            into[key] = _WIDEN[key](into[key], value)
        else:
            into[key] = value


_WIDEN: Final[Mapping[str, Any]] = {
    "minimum": min,
    "maximum": max,
    "minLength": min,
    "maxLength": max,
}


def _union(one: Any, other: Any) -> Any:
    values = [
        *(one if isinstance(one, list) else [one]),
        *(other if isinstance(other, list) else [other]),
    ]
    return list(dict.fromkeys(values))
