"""A tool in the form a model server takes."""

from collections.abc import Collection

from .briefs import BRIEFS
from .schema import Schema, flatten


def wire_tool(
    name: str,
    description: str | None,
    parameters: Schema,
    *,
    without: Collection[str] = (),
) -> Schema:
    """Return a tool in the form of Ollama's `tools` field.

    `without` are optional parameters of Home Assistant's own tools that are of no use in
    this house; in another tool the same name may mean something else.
    """
    flat: Schema = {"type": "object", "properties": {}, **flatten(parameters)}
    if brief := BRIEFS.get(name):
        description, flat = brief.description, brief.retell(flat, without)
    function: Schema = {"name": name}
    if description:
        function["description"] = " ".join(description.split())
    function["parameters"] = flat
    return {"type": "function", "function": function}
