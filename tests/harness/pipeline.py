"""One question through Home Assistant's Assist pipeline, timed from the outside."""

import asyncio
from dataclasses import dataclass
import time
from typing import Any

from .client import Client, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What came back for one question."""

    answer: str
    agent: str
    """Entity that answered; Home Assistant's own agent when it matched the sentence."""
    conversation_id: str
    first_delta: float
    """Seconds until the first words."""
    total: float
    """Seconds until the answer was complete."""
    events: tuple[Json, ...]


async def ask(
    client: Client,
    text: str,
    *,
    end_stage: str = "intent",
    within: float = 120,
    **fields: Any,
) -> Turn:
    """Ask the preferred pipeline and wait at most `within` seconds for its whole answer.

    Raises:
        TimeoutError: when the pipeline has not ended by then.
        RuntimeError: when the pipeline reports an error.
    """
    events: list[Json] = []
    heard: list[float] = []
    started = time.monotonic()
    async with client.socket() as socket, asyncio.timeout(within):
        async for event in socket.subscribe(
            "assist_pipeline/run",
            start_stage="intent",
            end_stage=end_stage,
            input={"text": text},
            **fields,
        ):
            events.append(event)
            if _carries_words(event):
                heard.append(time.monotonic() - started)
            if event["type"] == "error":
                raise RuntimeError(event["data"]["message"])
            if event["type"] == "run-end":
                break
    end = _data(events, "intent-end")
    output = end["intent_output"]
    local = end["processed_locally"]
    return Turn(
        answer=output["response"]["speech"].get("plain", {}).get("speech", ""),
        agent="conversation.home_assistant"
        if local
        else _data(events, "intent-start")["engine"],
        conversation_id=output["conversation_id"],
        first_delta=heard[0],
        total=heard[-1],
        events=tuple(events),
    )


def _carries_words(event: Json) -> bool:
    """Tell whether an event brings words, or the end of the answer."""
    if event["type"] == "intent-end":
        return True
    if event["type"] != "intent-progress":
        return False
    delta = event["data"].get("chat_log_delta") or {}
    return delta.get("role") != "user" and bool(delta.get("content"))


def _data(events: list[Json], type_: str) -> Json:
    data: Json = next(event["data"] for event in events if event["type"] == type_)
    return data


async def prefer_agent(
    client: Client, agent: str, *, name: str = "Kaizen", **engines: str
) -> Json:
    """Make one agent the voice of the house, with engines for speech if named; its own sentences are tried first."""
    listed = await client.command("assist_pipeline/pipeline/list")
    wanted = {
        "name": name,
        "language": "en",
        "conversation_engine": agent,
        "conversation_language": "en",
        "prefer_local_intents": True,
        **dict.fromkeys(
            (
                "stt_engine",
                "stt_language",
                "tts_engine",
                "tts_language",
                "tts_voice",
                "wake_word_entity",
                "wake_word_id",
            )
        ),
        **engines,
    }
    known = next((p["id"] for p in listed["pipelines"] if p["name"] == name), None)
    action, more = ("update", {"pipeline_id": known}) if known else ("create", {})
    pipeline: Json = await client.command(
        f"assist_pipeline/pipeline/{action}", **more, **wanted
    )
    await client.command(
        "assist_pipeline/pipeline/set_preferred", pipeline_id=pipeline["id"]
    )
    return pipeline
