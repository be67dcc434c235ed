"""Kaizen as an owner meets it: the entry that the config flow makes, its agents, and what its diagnostics tell."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from .client import Client, Json
from .flows import ENTRY_FLOW, run_flow, suggested


async def connect(client: Client, url: str) -> Json:
    """Go through the config flow to an assistant on a model server; nothing is downloaded onto the server."""
    return await run_flow(
        client,
        {"handler": "kaizen"},
        {
            "user": "assistant",
            "assistant": {"url": url},
            "presets": suggested,
            "models": installed_models,
        },
        path=ENTRY_FLOW,
    )


async def connect_hub(client: Client, url: str) -> Json:
    """Go through the config flow to a hub, given the address that its Maker API app shows, token included."""
    return await run_flow(
        client,
        {"handler": "kaizen"},
        {
            "user": "hubitat",
            "hubitat": lambda form: {**suggested(form), "address": url},
        },
        path=ENTRY_FLOW,
    )


def installed_models(form: Json) -> Json:
    """Answer a form of models with what it suggests where that is installed, else with the first that is."""
    wanted = suggested(form)
    answer: Json = {}
    for field in form["data_schema"]:
        names = [
            option["value"]
            for option in field["selector"]["select"]["options"]
            if not option["label"].startswith("⬇")
        ]
        name = wanted.get(field["name"])
        answer[field["name"]] = name if name in names else names[0]
    return answer


async def entries(client: Client) -> list[Json]:
    """Return Kaizen's config entries."""
    listed: list[Json] = await client.command("config_entries/get", domain="kaizen")
    return listed


async def entries_of(client: Client, kind: str) -> list[Json]:
    """Return Kaizen's config entries of one kind."""
    found = await entries(client)
    return [entry for entry in found if await kind_of(client, entry) == kind]


async def disconnect(client: Client, kind: str) -> None:
    """Remove every entry of Kaizen of one kind."""
    for entry in await entries_of(client, kind):
        await client.request(
            "DELETE", f"/api/config/config_entries/entry/{entry['entry_id']}"
        )


async def agents(client: Client) -> list[str]:
    """Return the entities of Kaizen's conversation agents, in the order of their creation."""
    listed = await client.command("config/entity_registry/list")
    own = [
        entity
        for entity in listed
        if entity["platform"] == "kaizen"
        and entity["entity_id"].startswith("conversation.")
    ]
    return [e["entity_id"] for e in sorted(own, key=lambda e: e["created_at"])]


@asynccontextmanager
async def reloaded(
    client: Client, entry_id: str, *, within: float = 30
) -> AsyncGenerator[None]:
    """Wait, after a change to an entry, until Home Assistant has loaded it anew."""
    async with client.socket() as socket, asyncio.timeout(within):
        changes = socket.subscribe("config_entries/subscribe")
        await anext(changes)
        yield
        was_unloaded = False
        async for messages in changes:
            for message in messages:
                if message["entry"]["entry_id"] == entry_id:
                    loaded = message["entry"]["state"] == "loaded"
                    if loaded and was_unloaded:
                        return
                    was_unloaded |= not loaded


async def diagnostics(client: Client, entry: Json) -> Json:
    """Return what the owner would download for an entry.

    Shortly after the start of Home Assistant nobody can yet: integrations offer it one by one.
    """
    async with asyncio.timeout(30):
        while "kaizen" not in {
            one["domain"] for one in await client.command("diagnostics/list")
        }:
            await asyncio.sleep(0.1)
    answer = await client.get(f"/api/diagnostics/config_entry/{entry['entry_id']}")
    data: Json = answer["data"]
    return data


async def kind_of(client: Client, entry: Json) -> str:
    """Return which part of Kaizen an entry belongs to."""
    return str((await diagnostics(client, entry))["kind"])


async def offered_tools(client: Client) -> list[str]:
    """Return the names of the tools that any of the agents offers its model."""
    told = [await diagnostics(client, entry) for entry in await entries(client)]
    return sorted({name for data in told for name in data.get("tools", ())})
