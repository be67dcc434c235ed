"""Flat tool schemas: what a model reads, and what must not get lost on the way."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.assistant.prompt import flatten, wire_tool

ALTERNATIVES = ("anyOf", "allOf", "oneOf")


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield a schema and every schema inside it."""
    yield schema
    for inner in schema.get("properties", {}).values():
        yield from schemas(inner)
    if isinstance(items := schema.get("items"), dict):
        yield from schemas(items)


@pytest.mark.parametrize(
    ("parameter", "kind"),
    [
        ({"description": "muted"}, "string"),
        ({"enum": ["a", "b"]}, "string"),
        ({"items": {"type": "string"}}, "array"),
        ({"properties": {}}, "object"),
        ({"type": "integer"}, "integer"),
    ],
)
def test_every_parameter_has_a_type(parameter: dict[str, Any], kind: str) -> None:
    """Also one whose validator tells none."""
    flat = flatten({"type": "object", "properties": {"muted": parameter}})
    assert flat["properties"]["muted"] == {"type": kind, **parameter}


@pytest.mark.parametrize(
    ("schema", "flat"),
    [
        pytest.param(
            {"anyOf": [{"type": "integer"}, {"type": "string"}]},
            {"type": ["integer", "string"]},
            id="either type",
        ),
        pytest.param(
            {"oneOf": [{"type": "string", "enum": ["up"]}, {"enum": ["down"]}]},
            {"type": "string", "enum": ["up", "down"]},
            id="all choices",
        ),
        pytest.param(
            {
                "anyOf": [
                    {"type": "integer", "minimum": 0, "maximum": 10},
                    {"type": "number", "minimum": -5, "maximum": 5},
                ]
            },
            {"type": ["integer", "number"], "minimum": -5, "maximum": 10},
            id="widest bounds",
        ),
        pytest.param(
            {
                "allOf": [{"type": "integer"}, {"minimum": 3}],
                "description": "How  many",
            },
            {"type": "integer", "minimum": 3, "description": "How many"},
            id="all of them",
        ),
        pytest.param(
            {"anyOf": [{"anyOf": [{"type": "null"}, {"type": "string"}]}]},
            {"type": ["null", "string"]},
            id="nested",
        ),
        pytest.param(
            {
                "type": "object",
                "title": "Noise",
                "additionalProperties": False,
                "required": [],
                "properties": {"a": {"type": "string", "title": "A"}},
            },
            {"type": "object", "properties": {"a": {"type": "string"}}},
            id="noise is dropped",
        ),
        pytest.param(
            {
                "type": "object",
                "properties": {"title": {"type": "string"}},
                "required": ["title"],
            },
            {
                "type": "object",
                "properties": {"title": {"type": "string"}},
                "required": ["title"],
            },
            id="a parameter called title stays",
        ),
        pytest.param(
            {
                "anyOf": [
                    {"required": ["a"], "properties": {"a": {"type": "string"}}},
                    {"required": ["b"], "properties": {"b": {"type": "string"}}},
                ]
            },
            {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
            id="what only one alternative requires is optional",
        ),
    ],
)
def test_flattening(schema: dict[str, Any], flat: dict[str, Any]) -> None:
    """Alternatives become one schema that allows what any of them allows."""
    assert flatten(schema) == flat


def test_tools_without_parameters_are_objects() -> None:
    """A server wants `type: object` and `properties` even when there are none."""
    tool = wire_tool("clock__tell", "Tells  the\n time.", {})
    assert tool == {
        "type": "function",
        "function": {
            "name": "clock__tell",
            "description": "Tells the time.",
            "parameters": {"type": "object", "properties": {}},
        },
    }


LEAF = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "integer", "number", "boolean"])},
    optional={
        "minimum": st.integers(-9, 9),
        "enum": st.lists(st.text(max_size=3), min_size=1, max_size=3),
        "title": st.text(max_size=3),
    },
)
SCHEMA = st.recursive(
    LEAF,
    lambda inner: (
        st.builds(
            lambda keyword, parts: {keyword: parts},
            st.sampled_from(ALTERNATIVES),
            st.lists(inner, min_size=1, max_size=3),
        )
        | st.builds(
            lambda properties: {"type": "object", "properties": properties},
            st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=3),
        )
    ),
    max_leaves=12,
)


@given(SCHEMA)
def test_nothing_stays_nested(schema: dict[str, Any]) -> None:
    """Every schema has a type and no alternatives, and flattening again changes nothing."""
    flat = flatten(schema)
    for part in schemas(flat):
        assert not set(ALTERNATIVES) & set(part)
        assert part["type"]
    assert flatten(flat) == flat
