"""The `kaizen.converse` action: one turn for an automation."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from homeassistant.components import media_source
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.setup import async_setup_component
import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.kaizen.assistant.extras import CURRENT_EXTRAS, Source, TurnExtras

from . import rig

from tests.simulators.ollama import OllamaSimulator


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[OllamaSimulator]:
    """A model server."""
    async with OllamaSimulator() as simulator:
        yield simulator


@pytest.fixture
async def entry(
    hass: HomeAssistant, server: OllamaSimulator, tmp_path: Path
) -> MockConfigEntry:
    """An assistant with two agents, the second of which cannot see."""
    hass.config.media_dirs = {"local": str(tmp_path)}
    (tmp_path / "door.jpg").write_bytes(b"door")
    (tmp_path / "song.mp3").write_bytes(b"la la")
    return await rig.async_set_up(
        hass,
        server.url,
        rig.ai_task(),
        rig.agent(),
        rig.agent("Kaizen Small", model=rig.BLIND),
    )


async def converse(hass: HomeAssistant, text: str = "Hello", **fields: Any) -> Any:
    """Call the action and return its response."""
    context = fields.pop("context", None)
    return await hass.services.async_call(
        "kaizen",
        "converse",
        {"text": text, **fields},
        blocking=True,
        return_response=True,
        context=context,
    )


def picture(name: str = "door.jpg", mime_type: str = "image/jpeg") -> dict[str, str]:
    """What a media selector hands over."""
    return {
        "media_content_id": f"media-source://media_source/local/{name}",
        "media_content_type": mime_type,
    }


async def test_answer_with_all_that_came_of_it(
    hass: HomeAssistant, server: OllamaSimulator, entry: MockConfigEntry
) -> None:
    """The first conversation agent answers unless another one is named."""
    server.script.reply("Hello! How are you?")
    response = await converse(hass)
    assert response.pop("conversation_id")
    timings = response.pop("timings")
    assert 0 < timings["first_delta"] <= timings["total"]
    assert response == {
        "text": "Hello! How are you?",
        "continue_conversation": True,
        "agent": rig.entity_of(hass, entry, "Kaizen Voice"),
        "sources": [],
        "tools": [],
    }


async def test_named_agent_answers(
    hass: HomeAssistant, server: OllamaSimulator, entry: MockConfigEntry
) -> None:
    """An owner may have several."""
    small = rig.entity_of(hass, entry, "Kaizen Small")
    server.script.reply("I am small.", model=rig.BLIND)
    response = await converse(hass, "Tell me a story", agent=small)
    assert (response["agent"], response["text"]) == (small, "I am small.")


async def test_conversation_goes_on(
    hass: HomeAssistant, server: OllamaSimulator, entry: MockConfigEntry
) -> None:
    """Under the ID of an earlier response, or a name of one's own."""
    server.script.sequence("I am Max.", "I said I am Max.", "Hello.")
    first = await converse(hass, "Who are you?", conversation_id="porch")
    second = await converse(hass, "What?", conversation_id=first["conversation_id"])
    assert first["conversation_id"] == second["conversation_id"] == "porch"
    assert "I am Max." in rig.asked(server)[-1].prompt
    await converse(hass)
    assert "I am Max." not in rig.asked(server)[-1].prompt


async def test_picture_reaches_the_model(
    hass: HomeAssistant, server: OllamaSimulator, entry: MockConfigEntry
) -> None:
    """The agent sees what the automation attached, and only in that turn."""
    server.script.sequence("A parcel.", "Yes.")
    response = await converse(
        hass, "What is it?", conversation_id="porch", attachments=[picture()]
    )
    assert response["text"] == "A parcel."
    await converse(hass, "Really?", conversation_id="porch")
    first, second = rig.asked(server)
    assert first.body["messages"][-1]["images"] == ["ZG9vcg=="]
    assert "images" not in second.body["messages"][-1]


async def test_model_without_eyes_says_so(
    hass: HomeAssistant, server: OllamaSimulator, entry: MockConfigEntry
) -> None:
    """It would describe a picture it has not seen."""
    small = rig.entity_of(hass, entry, "Kaizen Small")
    response = await converse(
        hass, "What is this?", agent=small, attachments=[picture()]
    )
    assert response["error"] == "no_vision"
    assert not rig.asked(server)


async def test_snapshot_of_a_camera_is_removed(
    hass: HomeAssistant,
    server: OllamaSimulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pictures of a house do not stay in a temporary folder."""
    seen: list[Path] = []

    async def image(*_: Any) -> media_source.MediaImage:
        return media_source.MediaImage(content=b"snap", mime_type="image/jpeg")

    monkeypatch.setattr(media_source, "async_get_media_image", image)
    agent = hass.data["conversation"].get_entity(
        rig.entity_of(hass, entry, "Kaizen Voice")
    )
    converse_really = agent.internal_async_process

    async def spy(user_input: Any) -> Any:
        extras = CURRENT_EXTRAS.get()
        assert extras is not None
        seen.extend(attachment.path for attachment in extras.attachments)
        assert all(path.read_bytes() == b"snap" for path in seen)
        return await converse_really(user_input)

    monkeypatch.setattr(agent, "internal_async_process", spy)
    server.script.reply("A cat.")
    attachment = {
        "media_content_id": "media-source://camera/camera.door",
        "media_content_type": "image/jpeg",
    }
    assert (await converse(hass, attachments=[attachment]))["text"] == "A cat."
    assert rig.asked(server)[0].body["messages"][-1]["images"] == ["c25hcA=="]
    assert seen
    assert not any(path.exists() for path in seen)
    assert CURRENT_EXTRAS.get() is None


async def test_failure_is_still_an_answer(
    hass: HomeAssistant, server: OllamaSimulator, entry: MockConfigEntry
) -> None:
    """An automation gets the sentence a person would have heard, and why."""
    await server.fault("refused")
    response = await converse(hass, "Tell me a story")
    assert response["error"] == "unreachable"
    assert response["text"]
    assert response["timings"]["first_delta"] is None


async def test_failure_nobody_would_hear_is_raised(
    hass: HomeAssistant, server: OllamaSimulator, entry: MockConfigEntry
) -> None:
    """Without a response variable the sentence would be lost."""
    await server.fault("error_500", path="/api/chat")
    with pytest.raises(HomeAssistantError) as raised:
        await hass.services.async_call(
            "kaizen", "converse", {"text": "Tell me a story"}, blocking=True
        )
    assert raised.value.translation_key == "converse_failed"
    await server.heal()
    await hass.services.async_call(
        "kaizen", "converse", {"text": "Tell me a story"}, blocking=True
    )


async def test_sources_and_tools_are_returned(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    server: OllamaSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever the turn notes down, the automation gets."""
    agent = hass.data["conversation"].get_entity(
        rig.entity_of(hass, entry, "Kaizen Voice")
    )
    converse_really = agent.internal_async_process

    async def noting(user_input: Any) -> Any:
        extras = CURRENT_EXTRAS.get() or TurnExtras()
        extras.sources.append(Source(title="Weather", url="http://example.com/w"))
        extras.tools.append("search__web")
        return await converse_really(user_input)

    monkeypatch.setattr(agent, "internal_async_process", noting)
    server.script.reply("Rain.")
    response = await converse(hass)
    assert response["sources"] == [{"title": "Weather", "url": "http://example.com/w"}]
    assert response["tools"] == ["search__web"]


@pytest.mark.parametrize(
    "agent", ["conversation.nobody", "conversation.home_assistant", "light.kitchen"]
)
async def test_only_agents_of_kaizen_can_be_asked(
    hass: HomeAssistant, entry: MockConfigEntry, server: OllamaSimulator, agent: str
) -> None:
    """The action promises sources and timings, which others do not have."""
    with pytest.raises(ServiceValidationError, match=agent) as raised:
        await converse(hass, agent=agent)
    assert raised.value.translation_key == "not_an_agent"
    assert not rig.asked(server)


async def test_without_an_assistant_there_is_no_agent(hass: HomeAssistant) -> None:
    """The action exists before the first assistant is set up."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "kaizen", {})
    with pytest.raises(ServiceValidationError) as raised:
        await converse(hass)
    assert raised.value.translation_key == "no_agent"


async def test_unloaded_agent_cannot_be_asked(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Its entity is still known, but nobody is there."""
    agent = rig.entity_of(hass, entry, "Kaizen Voice")
    assert await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(ServiceValidationError) as raised:
        await converse(hass, agent=agent)
    assert raised.value.translation_key == "not_an_agent"


@pytest.mark.parametrize(
    "fields",
    [{"text": ""}, {"agent": "nobody"}, {"attachments": ["door.jpg"]}, {"tone": "x"}],
)
async def test_nonsense_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, fields: dict[str, Any]
) -> None:
    """The schema says no before anything happens."""
    with pytest.raises(probatio.Invalid):
        await converse(hass, **fields)


async def test_only_pictures_can_be_attached(
    hass: HomeAssistant, entry: MockConfigEntry, server: OllamaSimulator
) -> None:
    """Models do not take songs."""
    with pytest.raises(ServiceValidationError, match=r"song\.mp3") as raised:
        await converse(hass, attachments=[picture("song.mp3", "audio/mpeg")])
    assert raised.value.translation_key == "attachment_not_an_image"
    assert not rig.asked(server)


async def test_unknown_media_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Home Assistant's own words say which."""
    nowhere = {"media_content_id": "media-source://nowhere/x", "media_content_type": ""}
    with pytest.raises(media_source.MediaSourceError):
        await converse(hass, attachments=[nowhere])


@pytest.fixture
async def reader(hass: HomeAssistant) -> MockUser:
    """A user who may look, but not touch."""
    user = MockUser(name="Reader").add_to_hass(hass)
    user.mock_policy({"entities": {"all": {"read": True}}})
    return user


async def test_user_needs_control_of_the_agent(
    hass: HomeAssistant, entry: MockConfigEntry, reader: MockUser
) -> None:
    """An agent acts; reading rights are not enough."""
    with pytest.raises(Unauthorized):
        await converse(hass, context=Context(user_id=reader.id))


async def test_user_needs_to_see_the_camera(
    hass: HomeAssistant, entry: MockConfigEntry, server: OllamaSimulator
) -> None:
    """A model does not look at what its user may not."""
    user = MockUser(name="Neighbour").add_to_hass(hass)
    user.mock_policy({"entities": {"domains": {"conversation": True}}})
    camera = {
        "media_content_id": "media-source://camera/camera.bedroom",
        "media_content_type": "image/jpeg",
    }
    with pytest.raises(Unauthorized):
        await converse(hass, context=Context(user_id=user.id), attachments=[camera])
    assert not rig.asked(server)


async def test_conversation_of_another_user_is_closed(
    hass: HomeAssistant, entry: MockConfigEntry, server: OllamaSimulator
) -> None:
    """What someone told the house is not for others to ask about."""
    ada = MockUser(name="Ada", is_owner=True).add_to_hass(hass)
    bob = MockUser(name="Bob", is_owner=True).add_to_hass(hass)
    await converse(hass, context=Context(user_id=ada.id), conversation_id="diary")
    server.journal.clear()
    with pytest.raises(Unauthorized):
        await converse(hass, context=Context(user_id=bob.id), conversation_id="diary")
    assert not rig.asked(server)


async def test_user_of_the_call_is_known_to_the_turn(
    hass: HomeAssistant, entry: MockConfigEntry, server: OllamaSimulator
) -> None:
    """An automation started by a person asks in that person's name."""
    ada = MockUser(name="Ada", is_owner=True).add_to_hass(hass)
    await converse(hass, context=Context(user_id=ada.id))
    assert "Ada" in rig.asked(server)[-1].body["messages"][-1]["content"]
