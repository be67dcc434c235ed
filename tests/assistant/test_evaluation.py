"""Decisions: probabilities from a local model, by way of Home Assistant's own action."""

from collections.abc import AsyncGenerator
import math
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.kaizen.const import EntryKind

from . import rig

from tests.entries import the_entry
from tests.simulators.ollama import OllamaSimulator, raw

QUESTIONS = {
    "there": {"type": "noul", "instructions": "Has the parcel arrived?"},
    "where": {
        "type": "choice",
        "instructions": "Where is it?",
        "criteria": {"door": "At the door", "neighbour": "With a neighbour"},
    },
    "state": {
        "type": "score",
        "instructions": "How damaged is it?",
        "criteria": ["not at all", "dented", "broken"],
    },
}


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[OllamaSimulator]:
    """A model server."""
    async with OllamaSimulator() as simulator:
        yield simulator


@pytest.fixture
async def task(hass: HomeAssistant, server: OllamaSimulator, tmp_path: Path) -> str:
    """An AI task whose model can do everything."""
    hass.config.media_dirs = {"local": str(tmp_path)}
    (tmp_path / "door.jpg").write_bytes(b"door")
    entry = await rig.async_set_up(hass, server.url, rig.ai_task())
    return rig.entity_of(hass, entry, "Kaizen Tasks")


async def evaluate(
    hass: HomeAssistant, entity_id: str, questions: Any = QUESTIONS, **fields: Any
) -> Any:
    """Call the action of Home Assistant and return the answers."""
    response = await hass.services.async_call(
        "ai_task",
        "evaluate",
        {
            "task_name": "parcel",
            "entity_id": entity_id,
            "questions": questions,
            "state": "The courier left it at the door.",
            **fields,
        },
        blocking=True,
        return_response=True,
    )
    assert response is not None
    return response["answers"]


def vote(server: OllamaSimulator, **shares: float) -> None:
    """Let the model find these first tokens that likely."""
    logprobs = {token: math.log(share) for token, share in shares.items()}
    server.script.reply(next(iter(shares)), alternatives=[logprobs])


async def test_each_type_of_question(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """Yes or no, one of several, and a place on a scale."""
    vote(server, Yes=0.9, No=0.1)
    vote(server, A=0.6, B=0.2, x=0.2)
    vote(server, B=0.5, C=0.25, A=0.25)
    there, where, state = (await evaluate(hass, task)).values()
    assert there == {"type": "noul", "noul": pytest.approx(0.9)}
    assert where == {
        "type": "choice",
        "choice": "door",
        "probabilities": pytest.approx({"door": 0.75, "neighbour": 0.25}),
    }
    assert state == {
        "type": "score",
        "score": pytest.approx(1.0),
        "probabilities": pytest.approx([0.25, 0.5, 0.25]),
    }


async def test_one_token_decides(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """One request a question, one token each, without thinking and without a reload."""
    for _ in QUESTIONS:
        vote(server, Yes=0.5, A=0.5)
    await evaluate(hass, task)
    assert len(rig.asked(server)) == 3
    for chat in rig.asked(server):
        assert chat.body["stream"] is chat.body["think"] is False
        assert chat.body["options"] == {
            "num_ctx": 8192,
            "temperature": 0,
            "num_predict": 1,
        }
    assert server.journal.reloads == 0


async def test_model_that_thinks_decides_without_thinking(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """Its first token would be the beginning of a thought."""
    entry = await rig.async_set_up(hass, server.url, rig.ai_task(think="on"))
    vote(server, Yes=1.0)
    questions = {"there": QUESTIONS["there"]}
    await evaluate(hass, rig.entity_of(hass, entry, "Kaizen Tasks"), questions)
    assert rig.asked(server)[0].body["think"] is False


async def test_state_is_evaluated_once(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """Later questions reuse the prompt up to the end of the state."""
    vote(server, Yes=1.0)
    vote(server, A=1.0)
    vote(server, A=1.0)
    await evaluate(hass, task, state={"log": ["the bell rang"] * 200})
    first, second, _ = rig.asked(server)
    assert first.evaluated_tokens > 400
    assert second.evaluated_tokens < 100


async def test_picture_without_state(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """A picture alone can be judged."""
    vote(server, Yes=0.7, No=0.3)
    picture = {
        "media_content_id": "media-source://media_source/local/door.jpg",
        "media_content_type": "image/jpeg",
    }
    questions = {"there": QUESTIONS["there"]}
    answers = await evaluate(hass, task, questions, state=None, attachments=[picture])
    assert answers["there"]["noul"] == pytest.approx(0.7)
    (chat,) = rig.asked(server)
    assert chat.body["messages"][1]["images"] == ["ZG9vcg=="]
    assert "<state>" not in chat.body["messages"][1]["content"]


async def test_server_without_probabilities(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """An old server ignores the wish; its owner learns which one is needed."""
    server.script.reply(
        raw({"message": {"role": "assistant", "content": "Yes"}, "done": True})
    )
    with pytest.raises(HomeAssistantError, match=r"0\.12\.11") as raised:
        await evaluate(hass, task)
    assert raised.value.translation_key == "evaluation_no_probabilities"
    assert server.url in str(raised.value)


async def test_model_that_does_not_answer_the_question(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """No probability is made up."""
    vote(server, Sorry=0.9, I=0.1)
    with pytest.raises(HomeAssistantError, match="question there") as raised:
        await evaluate(hass, task)
    assert raised.value.translation_key == "evaluation_no_answer"


async def test_too_many_options(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """Refused before anything is asked."""
    many = {
        "type": "score",
        "instructions": "How bad?",
        "criteria": [f"level {level}" for level in range(27)],
    }
    with pytest.raises(HomeAssistantError, match="26") as raised:
        await evaluate(hass, task, {"there": QUESTIONS["there"], "many": many})
    assert raised.value.translation_key == "evaluation_too_many_options"
    assert not rig.asked(server)


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ("refused", "unreachable"),
        ("error_500", "server_error"),
        ("half_stream", "broken_stream"),
        ("not_ollama", "not_ollama"),
        ("empty", "evaluation_no_probabilities"),
    ],
)
async def test_failure_is_an_error_in_words(
    hass: HomeAssistant, server: OllamaSimulator, task: str, fault: str, key: str
) -> None:
    """Half a set of answers is none."""
    vote(server, Yes=1.0)
    await server.fault(fault, path="/api/chat")
    with pytest.raises(HomeAssistantError) as raised:
        await evaluate(hass, task)
    assert raised.value.translation_key == key
    assert "{" not in str(raised.value)


async def test_measurements(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """The sensors of a task show what the server was asked, within a few tokens."""
    for _ in QUESTIONS:
        vote(server, Yes=0.5, A=0.5)
    await evaluate(hass, task)
    entry = the_entry(hass, EntryKind.ASSISTANT)
    (last,) = [meter.last for meter in entry.runtime_data.meters.values() if meter.last]
    chats = rig.asked(server)
    assert last.requests == last.output_tokens == len(chats) == 3
    assert last.prompt_tokens == chats[-1].prompt_tokens
    spent = sum(chat.evaluated_tokens for chat in chats)
    assert last.evaluated_tokens == pytest.approx(spent, rel=0.25)
