"""Goes through a config flow the way the frontend does: one request for every step."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from .client import Client, Json

type Answer = Json | str | Callable[[Json], Json]
"""What to answer to a step: a form's data, the chosen item of a menu, or data made from the form that is shown."""

ENTRY_FLOW: Final = "/api/config/config_entries/flow"
SUBENTRY_FLOW: Final = "/api/config/config_entries/subentries/flow"


class FlowStopped(Exception):
    """A flow asked something that has no answer, or showed the same form again; the message is what it showed."""


async def run_flow(
    client: Client, start: Any, answers: Mapping[str, Answer], *, path: str = ENTRY_FLOW
) -> Json:
    """Start a flow and answer its steps by their names until it ends; return how it ended.

    Raises:
        FlowStopped: at a step without an answer, and when a form comes back with errors.
    """
    step: Json = await client.post(path, start)
    while step["type"] not in ("create_entry", "abort"):
        address = f"{path}/{step['flow_id']}"
        if step["type"] in ("progress", "progress_done"):
            await asyncio.sleep(0.1)
            step = await client.get(address)
            continue
        if step.get("errors") or step["step_id"] not in answers:
            raise FlowStopped(f"step {step['step_id']}: {step.get('errors') or step}")
        answer = answers[step["step_id"]]
        if callable(answer):
            answer = answer(step)
        if isinstance(answer, str):
            answer = {"next_step_id": answer}
        step = await client.post(address, answer)
    return step


def suggested(form: Json) -> Json:
    """Return what a form would send if nothing in it were touched."""
    data: Json = {}
    for field in form["data_schema"]:
        suggestion = (field.get("description") or {}).get("suggested_value")
        value = suggestion if suggestion is not None else field.get("default")
        if "schema" in field:
            value = suggested({"data_schema": field["schema"]})
        if value is not None:
            data[field["name"]] = value
    return data
