"""What the `ollama` package, made for the real server, makes of the simulator."""

from typing import Any

import ollama
import pytest

from .common import DEEP, LAMP_TOOL, TALKER, VOICE, asked

from tests.simulators.ollama import Call, OllamaSimulator, call, calls, say


async def answer_of(
    client: ollama.AsyncClient, model: str, *, stream: bool, **more: Any
) -> list[ollama.ChatResponse]:
    """Return the lines of an answer, one if it is not streamed."""
    if not stream:
        return [await client.chat(model, asked(), **more)]
    return [
        part async for part in await client.chat(model, asked(), stream=True, **more)
    ]


async def test_a_streamed_answer_comes_in_pieces_with_counts_at_the_end(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """Words come line by line; the last line tells what they cost."""
    server.script.reply("The lamp is on.")
    stream = await client.chat(VOICE, asked(), stream=True, think=False)
    parts = [part async for part in stream]

    assert "".join(part.message.content or "" for part in parts) == "The lamp is on."
    assert len(parts) > 3
    last, entry = parts[-1], server.journal.chats[0]
    assert (last.done, last.done_reason) == (True, "stop")
    assert last.prompt_eval_count == entry.prompt_tokens > 0
    assert last.eval_count == entry.output_tokens == len(parts) - 1
    assert last.eval_duration
    assert last.prompt_eval_duration
    assert last.load_duration
    assert last.total_duration == (
        last.eval_duration + last.prompt_eval_duration + last.load_duration
    )


async def test_an_answer_that_is_not_streamed_comes_whole(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """Words, thoughts and calls stand in one object."""
    server.script.reply(
        call("HassTurnOn", {"name": "Lamp"}, text="Sure.", thinking="Hm.")
    )
    answer = await client.chat(VOICE, asked(), tools=[LAMP_TOOL], think=True)

    assert (answer.message.content, answer.message.thinking) == ("Sure.", "Hm.")
    assert answer.message.tool_calls
    function = answer.message.tool_calls[0].function
    assert (function.name, function.arguments) == (
        "intent__HassTurnOn",
        {"name": "Lamp"},
    )
    assert answer.done


async def test_several_tools_are_called_in_one_answer(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """A name no offered tool ends with is sent as it is."""
    server.script.reply(calls(Call("HassTurnOn", {}), Call("nonsense", {"a": 1})))
    stream = await client.chat(VOICE, asked(), tools=[LAMP_TOOL], stream=True)
    called = [
        c.function.name async for part in stream for c in part.message.tool_calls or ()
    ]
    assert called == ["intent__HassTurnOn", "nonsense"]


async def test_thoughts_stay_away_only_when_told_so(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """A thinking model thinks unless `think` is false."""
    thoughts = []
    for think in (None, True, "low", False):
        server.script.reply("Yes.", thinking="Let me see.")
        answer = await client.chat(VOICE, asked(), think=think)
        thoughts.append(answer.message.thinking)
    assert thoughts == ["Let me see.", "Let me see.", "Let me see.", None]


async def test_a_format_gets_json_that_fits_it(client: ollama.AsyncClient) -> None:
    """Constrained output is valid even when nothing was scripted."""
    schema = {
        "type": "object",
        "properties": {"room": {"type": "string"}, "count": {"type": "integer"}},
        "required": ["room", "count"],
    }
    answer = await client.chat(VOICE, asked(), format=schema, think=False)
    assert answer.message.content == '{"room": "text", "count": 0}'


async def test_log_probabilities_come_with_their_tokens(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """As many alternatives as asked for, the likeliest first."""
    choices = {"yes": -0.2, "no": -1.8, "maybe": -4.0}
    server.script.reply(say("yes", alternatives=[choices]))
    answer = await client.chat(
        VOICE, asked(), think=False, logprobs=True, top_logprobs=2
    )
    assert answer.logprobs
    first = answer.logprobs[0]
    assert (first.token, first.logprob) == ("yes", -0.2)
    assert first.top_logprobs
    assert [top.token for top in first.top_logprobs] == ["yes", "no"]


async def test_an_answer_ends_at_its_limit(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """`num_predict` tokens, and the reason is told."""
    server.script.reply("One two three four five.")
    answer = await client.chat(VOICE, asked(), think=False, options={"num_predict": 2})
    assert (answer.message.content, answer.done_reason) == ("One two", "length")
    assert answer.eval_count == 2


async def test_a_warm_up_takes_no_scripted_answer(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """A prefill of one token leaves the queue to the question it prepares."""
    server.script.reply("Here.")
    warm_up = await client.chat(VOICE, asked(), think=False, options={"num_predict": 1})
    answer = await client.chat(VOICE, asked(), think=False)
    assert (warm_up.eval_count, answer.message.content) == (1, "Here.")


@pytest.mark.parametrize(
    ("model", "more", "status", "message"),
    [
        ("nothing:1b", {}, 404, "model 'nothing:1b' not found"),
        (TALKER, {"think": True}, 400, '"smollm2:135m" does not support thinking'),
        (
            TALKER,
            {"tools": [LAMP_TOOL]},
            400,
            "registry.ollama.ai/library/smollm2:135m does not support tools",
        ),
        ("mxbai-embed-large", {}, 400, '"mxbai-embed-large" does not support chat'),
        (
            VOICE,
            {"options": {"num_ctx": "many"}},
            500,
            'option "num_ctx" must be of type integer',
        ),
        (VOICE, {"keep_alive": "5"}, 400, 'time: missing unit in duration "5"'),
        (
            VOICE,
            {"logprobs": True, "top_logprobs": 21},
            400,
            "top_logprobs must be between 0 and 20",
        ),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
async def test_a_refused_request_says_why(
    client: ollama.AsyncClient,
    model: str,
    more: dict[str, Any],
    status: int,
    message: str,
    stream: bool,
) -> None:
    """What a model or server cannot do is an error with the server's own words."""
    with pytest.raises(ollama.ResponseError) as refused:
        await answer_of(client, model, stream=stream, **more)
    assert (refused.value.status_code, refused.value.error) == (status, message)


async def test_a_model_that_cannot_see_refuses_pictures(
    client: ollama.AsyncClient,
) -> None:
    """One that can counts them."""
    picture = asked("what is this", images=[b"\x89PNG\r\n"])
    with pytest.raises(ollama.ResponseError, match="does not support vision"):
        await client.chat(TALKER, picture)
    seen = await client.chat(VOICE, picture, think=False)
    assert seen.prompt_eval_count
    assert seen.prompt_eval_count > 768


async def test_models_are_listed_and_shown(client: ollama.AsyncClient) -> None:
    """The list has sizes, the details have capabilities."""
    listed = {model.model: model for model in (await client.list()).models}
    assert {VOICE, DEEP, TALKER, "mxbai-embed-large:latest"} == set(listed)
    assert listed[VOICE].details
    assert listed[VOICE].details.parameter_size == "36.0B"
    shown = await client.show(VOICE)
    assert shown.capabilities == ["completion", "tools", "thinking", "vision"]
    assert shown.modelinfo
    assert shown.modelinfo["qwen35moe.context_length"] == 262_144
    with pytest.raises(ollama.ResponseError, match="model 'nothing' not found"):
        await client.show("nothing")


async def test_texts_become_vectors(client: ollama.AsyncClient) -> None:
    """Of unit length, alike for alike texts."""
    texts = ["the kitchen lamp", "the kitchen light", "quarterly tax return"]
    vectors = (await client.embed("mxbai-embed-large", texts)).embeddings
    lamp, light, tax = vectors
    assert len(lamp) == 1024
    assert sum(x * x for x in lamp) == pytest.approx(1.0)
    assert sum(a * b for a, b in zip(lamp, light, strict=True)) > sum(
        a * b for a, b in zip(lamp, tax, strict=True)
    )


async def test_a_model_is_pulled_with_progress(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """It is there at the end, and an unknown one is an error in the stream."""
    progress = [p async for p in await client.pull("qwen3.5:4b", stream=True)]
    assert progress[0].status == "pulling manifest"
    completed = [p.completed for p in progress if p.completed]
    assert completed == sorted(completed)
    assert completed[-1] == progress[1].total
    assert progress[-1].status == "success"
    assert server.library.find("qwen3.5:4b")

    with pytest.raises(ollama.ResponseError, match="file does not exist"):
        [p async for p in await client.pull("qwen9:1t", stream=True)]


async def test_a_created_model_shares_its_base_and_carries_its_words(
    server: OllamaSimulator, client: ollama.AsyncClient
) -> None:
    """It is listed, and its system prompt is read when a request brings none."""
    await client.create(
        "max", from_=VOICE, system="You are Max.", parameters={"num_ctx": 8192}
    )
    assert "max:latest" in [m.model for m in (await client.list()).models]
    await client.chat("max", asked(), think=False)
    assert "You are Max." in server.journal.chats[-1].prompt
    loaded = (await client.ps()).models
    assert [model.context_length for model in loaded] == [8192]
    await client.chat(VOICE, asked(), think=False, options={"num_ctx": 8192})
    assert [entry.load for entry in server.journal.chats] == ["load", "warm"]
    await client.delete("max")
    assert "max:latest" not in [m.model for m in (await client.list()).models]
