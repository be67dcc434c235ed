"""AI tasks: what an automation gets from a local model, and hears when it cannot have it."""

from collections.abc import AsyncGenerator
import json
from pathlib import Path
from typing import Any, override

from homeassistant.components.ai_task import async_generate_data
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import llm
import probatio
import pytest

from custom_components.kaizen.const import EntryKind

from . import rig

from tests.entries import the_entry
from tests.simulators.ollama import OllamaSimulator

STRUCTURE = {
    "colour": {"selector": {"text": None}, "required": True, "description": "Main one"},
    "cars": {"selector": {"number": {"min": 0, "max": 9}}},
}


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[OllamaSimulator]:
    """A model server."""
    async with OllamaSimulator() as simulator:
        yield simulator


@pytest.fixture
def picture(hass: HomeAssistant, tmp_path: Path) -> str:
    """A local picture, as a media selector names it."""
    hass.config.media_dirs = {"local": str(tmp_path)}
    (tmp_path / "yard.png").write_bytes(b"\x89PNG yard")
    (tmp_path / "notes.txt").write_text("no picture")
    return "media-source://media_source/local/yard.png"


@pytest.fixture
async def task(hass: HomeAssistant, server: OllamaSimulator, picture: str) -> str:
    """An AI task whose model can do everything."""
    entry = await rig.async_set_up(hass, server.url, rig.ai_task())
    return rig.entity_of(hass, entry, "Kaizen Tasks")


async def generate(hass: HomeAssistant, entity_id: str, **fields: Any) -> Any:
    """Call the action of Home Assistant and return the data."""
    response = await hass.services.async_call(
        "ai_task",
        "generate_data",
        {
            "task_name": "yard",
            "entity_id": entity_id,
            "instructions": "Look at the yard.",
            **fields,
        },
        blocking=True,
        return_response=True,
    )
    assert response is not None
    return response["data"]


def media(media_content_id: str, mime_type: str = "image/png") -> dict[str, str]:
    """What a media selector hands over."""
    return {"media_content_id": media_content_id, "media_content_type": mime_type}


async def test_text(hass: HomeAssistant, server: OllamaSimulator, task: str) -> None:
    """Without a structure the answer is the model's words."""
    server.script.reply("All quiet.")
    assert await generate(hass, task) == "All quiet."
    (chat,) = rig.asked(server)
    assert "format" not in chat.body
    assert chat.body["messages"][-1]["content"] == "Look at the yard."


async def test_reasoning_is_not_part_of_the_answer(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """Some models write their thoughts into the text."""
    server.script.reply("<think>Hm, dark.</think>All quiet.")
    assert await generate(hass, task) == "All quiet."


async def test_structure(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """The model is held to the schema, in one pass, and told what the fields mean."""
    server.script.reply('{"colour": "red", "cars": 2}')
    data = await generate(hass, task, structure=STRUCTURE)
    assert data == {"colour": "red", "cars": 2}
    (chat,) = rig.asked(server)
    assert chat.body["format"]["required"] == ["colour"]
    assert chat.body["think"] is False
    assert "Main one" in chat.prompt
    assert chat.body["truncate"] is False


async def test_model_may_think_if_its_owner_says_so(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """The setting of the task reaches the server."""
    entry = await rig.async_set_up(hass, server.url, rig.ai_task(think="on"))
    server.script.reply("Quiet.", thinking="Let me see.")
    assert await generate(hass, rig.entity_of(hass, entry, "Kaizen Tasks")) == "Quiet."
    assert rig.asked(server)[-1].body["think"] is True


async def test_one_options_block_per_model(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A task with a smaller window does not make the server reload the agents' model."""
    entry = await rig.async_set_up(
        hass, server.url, rig.ai_task(num_ctx=2048), rig.agent(num_ctx=8192)
    )
    await generate(hass, rig.entity_of(hass, entry, "Kaizen Tasks"))
    assert rig.asked(server)[-1].body["options"]["num_ctx"] == 8192
    assert server.journal.reloads == 0


@pytest.mark.parametrize(
    "wrong", ["Red, I think.", '{"cars": 2}', '{"colour": "red", "cars": 99}']
)
async def test_wrong_structure_is_corrected_once(
    hass: HomeAssistant, server: OllamaSimulator, task: str, wrong: str
) -> None:
    """The model sees its answer and what is wrong with it."""
    server.script.sequence(wrong, '{"colour": "red"}')
    assert await generate(hass, task, structure=STRUCTURE) == {"colour": "red"}
    first, second = rig.asked(server)
    *_, before, complaint = second.body["messages"]
    assert before["content"] == wrong
    assert complaint["role"] == "user"
    assert "cannot be used" in complaint["content"]
    assert second.body["format"] == first.body["format"]


async def test_wrong_structure_twice_is_an_error(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """The owner learns which field is wrong, and nothing is asked a third time."""
    server.script.sequence("Red.", '{"cars": 2}', '{"colour": "too late"}')
    with pytest.raises(HomeAssistantError, match="structure.*colour") as raised:
        await generate(hass, task, structure=STRUCTURE)
    assert raised.value.translation_key == "task_wrong_structure"
    assert len(rig.asked(server)) == 2


async def test_picture(
    hass: HomeAssistant, server: OllamaSimulator, task: str, picture: str
) -> None:
    """An attached picture reaches the model in base64."""
    server.script.reply("A red car.")
    assert await generate(hass, task, attachments=[media(picture)]) == "A red car."
    assert rig.asked(server)[0].body["messages"][1]["images"] == ["iVBORyB5YXJk"]


async def test_model_without_eyes_is_not_asked(
    hass: HomeAssistant, server: OllamaSimulator, picture: str
) -> None:
    """It would describe a picture it has not seen."""
    entry = await rig.async_set_up(hass, server.url, rig.ai_task(model=rig.BLIND))
    with pytest.raises(HomeAssistantError, match=rig.BLIND) as raised:
        await generate(
            hass,
            rig.entity_of(hass, entry, "Kaizen Tasks"),
            attachments=[media(picture)],
        )
    assert raised.value.translation_key == "model_without_vision"
    assert not rig.asked(server)


async def test_only_pictures_can_be_attached(
    hass: HomeAssistant, server: OllamaSimulator, task: str, picture: str
) -> None:
    """Ollama takes no other files."""
    notes = picture.replace("yard.png", "notes.txt")
    with pytest.raises(HomeAssistantError, match="text/plain") as raised:
        await generate(hass, task, attachments=[media(notes, "text/plain")])
    assert raised.value.translation_key == "attachment_not_an_image"
    assert not rig.asked(server)


async def test_picture_that_is_gone(
    hass: HomeAssistant, server: OllamaSimulator, task: str, picture: str
) -> None:
    """A file may vanish between choosing and reading it."""
    gone = picture.replace("yard", "gone")
    with pytest.raises(HomeAssistantError) as raised:
        await generate(hass, task, attachments=[media(gone)])
    assert raised.value.translation_key == "attachment_unreadable"
    assert not rig.asked(server)


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ("refused", "unreachable"),
        ("unauthorized", "unauthorized"),
        ("model_not_found", "model_not_found"),
        ("error_500", "server_error"),
        ("error_line", "server_error"),
        ("half_stream", "broken_stream"),
        ("broken_json", "broken_stream"),
        ("empty", "task_no_answer"),
    ],
)
async def test_failure_is_an_error_in_words(
    hass: HomeAssistant, server: OllamaSimulator, task: str, fault: str, key: str
) -> None:
    """Every way a server can fail says what to do about it, and is counted."""
    server.script.reply("All quiet in the yard tonight.")
    await server.fault(fault, path="/api/chat")
    with pytest.raises(HomeAssistantError) as raised:
        await generate(hass, task)
    assert raised.value.translation_domain == "kaizen"
    assert raised.value.translation_key == key
    assert "{" not in str(raised.value)
    entry = the_entry(hass, EntryKind.ASSISTANT)
    (meter,) = entry.runtime_data.meters.values()
    assert (meter.turns, meter.errors, meter.last.error) == (1, 1, key)


async def test_server_that_stalls(hass: HomeAssistant, server: OllamaSimulator) -> None:
    """A task does not wait longer than its owner allows."""
    entry = await rig.async_set_up(
        hass, server.url, rig.ai_task(first_token_timeout=0.05)
    )
    await server.fault("stall_first", path="/api/chat")
    with pytest.raises(HomeAssistantError) as raised:
        await generate(hass, rig.entity_of(hass, entry, "Kaizen Tasks"))
    assert raised.value.translation_key == "stalled"


async def test_fallback_model_answers(
    hass: HomeAssistant, server: OllamaSimulator
) -> None:
    """A model that is not there is replaced by the one configured for that."""
    entry = await rig.async_set_up(
        hass, server.url, rig.ai_task(model="gone:1b", fallback_model=rig.BLIND)
    )
    server.script.reply("All quiet.", model=rig.BLIND)
    answer = await generate(hass, rig.entity_of(hass, entry, "Kaizen Tasks"))
    assert answer == "All quiet."


async def test_prompt_that_does_not_fit_is_not_cut(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """The server would drop the beginning, and the answer would be about the rest."""
    with pytest.raises(HomeAssistantError, match="context") as raised:
        await generate(hass, task, instructions="Sum up: " + "so it goes " * 9000)
    assert raised.value.translation_key == "server_error"


async def test_endless_answer_ends(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """A model that writes white space for ever is stopped when its window is full."""
    server.script.reply(" word" * 9000)
    with pytest.raises(HomeAssistantError) as raised:
        await generate(hass, task)
    assert raised.value.translation_key == "task_answer_cut"


async def test_answer_that_was_cut_is_not_passed_on(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """Half a text would look like a whole one."""
    server.script.reply("Once upon a", done_reason="length")
    with pytest.raises(HomeAssistantError) as raised:
        await generate(hass, task)
    assert raised.value.translation_key == "task_answer_cut"


async def test_measurements(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """The sensors of a task show what the server was asked."""
    server.script.sequence("Red.", '{"colour": "red"}')
    await generate(hass, task, structure=STRUCTURE)
    entry = the_entry(hass, EntryKind.ASSISTANT)
    (meter,) = entry.runtime_data.meters.values()
    first, second = rig.asked(server)
    last = meter.last
    assert (meter.turns, meter.errors, last.requests) == (1, 0, 2)
    assert last.prompt_tokens == second.prompt_tokens
    assert last.output_tokens == first.output_tokens + second.output_tokens
    assert last.model == rig.SEES
    assert last.first_delta <= last.total


class Parcels(llm.Tool):
    """A tool that counts parcels."""

    name = "kaizen_test__parcels"
    description = "Count the parcels at a door"
    parameters = probatio.Schema({probatio.Required("door"): str})
    integration = "kaizen_test"

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Count."""
        if tool_input.tool_args["door"] == "back":
            raise HomeAssistantError("There is no back door")
        return llm.ToolResult({"parcels": 3})


class ParcelAPI(llm.API):
    """An API with that tool."""

    @override
    async def async_get_api_instance(
        self, llm_context: llm.LLMContext
    ) -> llm.APIInstance:
        """Return the instance."""
        return llm.APIInstance(self, "Use the tool.", llm_context, [Parcels()])


async def async_with_tools(hass: HomeAssistant, task: str, **fields: Any) -> Any:
    """Run a task that may count parcels."""
    result = await async_generate_data(
        hass,
        task_name="parcels",
        entity_id=task,
        instructions="How many parcels?",
        llm_api=ParcelAPI(hass=hass, id="kaizen_test", name="Parcels"),
        **fields,
    )
    return result.data


async def test_tools(hass: HomeAssistant, server: OllamaSimulator, task: str) -> None:
    """A task with tools uses them until it knows."""
    server.script.tool_call("parcels", {"door": "front"}).reply("Three parcels.")
    assert await async_with_tools(hass, task) == "Three parcels."
    first, second = rig.asked(server)
    (tool,) = first.body["tools"]
    assert tool["function"]["parameters"]["required"] == ["door"]
    *_, called, result = second.body["messages"]
    assert called["tool_calls"][0]["id"] == result["tool_call_id"]
    assert json.loads(result["content"]) == {"parcels": 3}


async def test_failed_tool_is_told_to_the_model(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """It can try another way."""
    server.script.tool_call("parcels", {"door": "back"}).reply("There is none.")
    assert await async_with_tools(hass, task) == "There is none."
    result = rig.asked(server)[1].body["messages"][-1]
    assert "no back door" in result["content"]


async def test_tools_and_structure(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """A model held to a schema cannot call tools, so it is held to it only in the end."""
    server.script.tool_call("parcels", {"door": "front"}).sequence(
        "There are three.", '{"parcels": 3}'
    )
    structure = probatio.Schema({probatio.Required("parcels"): int})
    assert await async_with_tools(hass, task, structure=structure) == {"parcels": 3}
    assert ["format" in chat.body for chat in rig.asked(server)] == [
        False,
        False,
        True,
    ]


async def test_endless_tool_calls_end(
    hass: HomeAssistant, server: OllamaSimulator, task: str
) -> None:
    """A model that goes in circles is stopped."""
    for _ in range(30):
        server.script.tool_call("parcels", {"door": "front"})
    with pytest.raises(HomeAssistantError) as raised:
        await async_with_tools(hass, task)
    assert raised.value.translation_key == "task_tool_rounds"
    assert len(rig.asked(server)) == 10
