"""Answers with a structure: its schema for the model, and the check of what comes back."""

from collections.abc import Callable
import json
import re
from typing import Any, Final

import probatio

type Serializer = Callable[[Any], Any]

_FENCED: Final = re.compile(r"\A\s*```\w*\s*\n(.*?)\n\s*```\s*\Z", re.DOTALL)


class StructureError(ValueError):
    """An answer that does not have the structure asked for; says where."""


def json_schema(
    structure: probatio.Schema, serializer: Serializer | None
) -> dict[str, Any]:
    """Return a structure as the JSON schema of Ollama's `format` field."""
    return probatio.to_openapi(
        structure, custom_serializer=serializer, openapi_version="3.1.0"
    )


def explain(schema: dict[str, Any]) -> str:
    """Tell a model what is wanted.

    `format` constrains what it may write, but what the fields mean reaches it only in words.
    """
    return (
        "Answer with one JSON value that follows this JSON schema, and with nothing else:\n"
        f"{json.dumps(schema, ensure_ascii=False)}"
    )


def read(structure: probatio.Schema, text: str) -> Any:
    """Return an answer's data, checked against its structure.

    Raises:
        StructureError: The answer is not JSON, or not of this structure.
    """
    if fenced := _FENCED.match(text):
        text = fenced[1]
    try:
        return structure(json.loads(text))
    except json.JSONDecodeError as err:
        raise StructureError(f"Not valid JSON: {err}") from err
    except probatio.MultipleInvalid as err:
        raise StructureError("; ".join(map(str, err.errors))) from err
    except probatio.Invalid as err:
        raise StructureError(str(err)) from err


def feedback(err: StructureError) -> str:
    """Ask a model to correct its answer."""
    return (
        f"That answer cannot be used: {err}. Answer again with corrected JSON that follows "
        "the schema, and with nothing else."
    )
