"""Temporary."""
import json
import os
from custom_components.kaizen.assistant import prompt
from . import rig
from .household import async_move_in
from .large_house import async_fill
from tests.simulators.ollama import QWEN3

async def test_dump(hass, server):
    house = await async_move_in(hass, server, rig.agent(llm_hass_api=["assist"], num_ctx=16384))
    await async_fill(hass, 500)
    await house.say("hello")
    (turn,) = house.turns
    out = os.environ.get("DUMP", "/tmp/briefs/before.json")
    open(out, "w").write(json.dumps({"body": {**turn.body}, "prompt_tokens": turn.prompt_tokens}, default=list))
