"""An answer is data only if it has the structure that was asked for."""

from homeassistant.helpers import selector
from homeassistant.helpers.llm import selector_serializer
import probatio
import pytest

from custom_components.kaizen.assistant.structure import (
    StructureError,
    explain,
    feedback,
    json_schema,
    read,
)

PERSON = probatio.Schema(
    {
        probatio.Required("name", description="First name"): selector.TextSelector(),
        probatio.Optional("age"): selector.NumberSelector({"min": 0, "max": 150}),
    }
)


def test_schema_tells_types_meaning_and_what_is_required() -> None:
    """The server constrains by it, and the model reads it."""
    schema = json_schema(PERSON, selector_serializer)
    assert schema["type"] == "object"
    assert schema["required"] == ["name"]
    assert schema["properties"]["name"]["type"] == "string"
    assert schema["properties"]["age"]["type"] == "number"
    assert "First name" in explain(schema)


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "Ada", "age": 36}',
        '```json\n{"name": "Ada", "age": 36}\n```',
        ' \n{"name": "Ada",\n "age": 36}\n',
    ],
)
def test_valid_answer_is_read(text: str) -> None:
    """Also when a model that is not held to the schema puts it in a code block."""
    assert read(PERSON, text) == {"name": "Ada", "age": 36}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "JSON"),
        ("Ada, 36", "JSON"),
        ('{"name": "Ada"', "JSON"),
        ("{}", "name"),
        ('{"name": "Ada", "age": 200}', "age"),
        ('{"name": "Ada", "hobby": "maths"}', "hobby"),
        ("[1]", "mapping"),
        ("null", "mapping"),
    ],
)
def test_wrong_answer_says_what_is_wrong(text: str, complaint: str) -> None:
    """So that the model, or its owner, can put it right."""
    with pytest.raises(StructureError, match=complaint) as raised:
        read(PERSON, text)
    assert complaint in feedback(raised.value)
