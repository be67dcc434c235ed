"""The JSON object that `scripts/demo --ask … --json` prints."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import aiohttp

from .model_server import look_for_ollama

from tests.harness import ApiError, Client, Json, Turn
from tests.harness.kaizen import entries, kind_of, offered_tools


async def report(client: Client, turn: Turn, servers: Mapping[str, str]) -> Json:
    """Tell what was answered and what stands in the house; times are in seconds.

    `servers` are addresses by name: that of "ollama" is asked for models, the others for anything.
    """
    known = await entries(client)
    kinds = {entry["entry_id"]: await kind_of(client, entry) for entry in known}
    return {
        "answer": turn.answer,
        "agent": turn.agent,
        "timings": {
            "first_delta": round(turn.first_delta, 3),
            "total": round(turn.total, 3),
        },
        "entries": [
            {
                "kind": kinds[entry["entry_id"]],
                "title": entry["title"],
                "state": entry["state"],
            }
            for entry in known
        ],
        "devices": await _devices(client, kinds),
        "entities": await _entities(client, kinds),
        "tools": await offered_tools(client),
        "services": await _services(client, servers),
    }


async def _devices(client: Client, kinds: dict[str, str]) -> dict[str, int]:
    listed = await client.command("config/device_registry/list")
    counted = Counter(
        kinds[entry]
        for device in listed
        for entry in device["config_entries"]
        if entry in kinds
    )
    return {kind: counted[kind] for kind in kinds.values()}


async def _entities(client: Client, kinds: dict[str, str]) -> dict[str, dict[str, int]]:
    """Count the entities that are on; those an owner has to enable first are not there yet."""
    listed = await client.command("config/entity_registry/list")
    counted = Counter(
        (kinds[entity["config_entry_id"]], entity["entity_id"].partition(".")[0])
        for entity in listed
        if entity["config_entry_id"] in kinds and not entity["disabled_by"]
    )
    return {
        kind: {platform: n for (k, platform), n in counted.items() if k == kind}
        for kind in kinds.values()
    }


async def _services(client: Client, servers: Mapping[str, str]) -> dict[str, Any]:
    try:
        running = (await client.get("/api/config"))["state"] == "RUNNING"
    except ApiError:
        running = False
    healthy = {"home_assistant": running}
    for name, url in servers.items():
        if name == "ollama":
            healthy[name] = not (await look_for_ollama(url)).problem
        else:
            healthy[name] = await _answers(url)
    return {name: "healthy" if well else "unhealthy" for name, well in healthy.items()}


async def _answers(url: str) -> bool:
    """Tell whether a server says anything but that it fails."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
            session.get(url) as response,
        ):
            return response.status < 500
    except aiohttp.ClientError, TimeoutError:
        return False
