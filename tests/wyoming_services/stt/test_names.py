"""The names of the house come to Whisper, and never make anyone wait."""

from pathlib import Path
from typing import Any

from aiohttp import web
import pytest
from wyoming_faster_whisper.hass_api import HomeAssistant, HomeAssistantError
from wyoming_faster_whisper.vocabulary import RecognitionContext

from wyoming_services.stt.names import House, Names, NamesFile
from wyoming_services.stt.whisper import Whisper

ANSWERS: dict[str, Any] = {
    "homeassistant/expose_entity/list": {
        "exposed_entities": {
            "light.lanai": {"conversation": True},
            "sensor.secret": {"conversation": False},
        }
    },
    "get_states": [
        {"entity_id": "light.lanai", "attributes": {"friendly_name": "Lanai Lamp"}},
        {"entity_id": "sensor.secret", "attributes": {"friendly_name": "Secret"}},
    ],
    "config/entity_registry/get_entries": {
        "light.lanai": {"aliases": ["the glow"], "area_id": "lanai"}
    },
    "config/area_registry/list": [
        {"area_id": "lanai", "name": "Lanai", "aliases": ["veranda"]}
    ],
    "config/floor_registry/list": [],
    "person/list": {"storage": [{"name": "Siobhan"}], "config": []},
}


async def home_assistant(request: web.Request) -> web.WebSocketResponse:
    """Answer the way Home Assistant's websocket does."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_json({"type": "auth_required"})
    login = await socket.receive_json()
    await socket.send_json(
        {"type": "auth_ok" if login["access_token"] == "good" else "auth_invalid"}
    )
    async for message in socket:
        asked = message.json()
        await socket.send_json(
            {"id": asked["id"], "success": True, "result": ANSWERS[asked["type"]]}
        )
    return socket


async def test_a_house(whisper: Whisper) -> None:
    """Exposed entities, their areas, aliases and the people who live there are named; others are not."""
    app = web.Application()
    app.router.add_get("/api/websocket", home_assistant)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api"
        names = Names([House("good", url)], whisper.count_tokens)
        await names.read()
        prompt = names.prompt()
        refused = Names([House("bad", url)], whisper.count_tokens)
        await refused.read()
    finally:
        await runner.cleanup()
    assert prompt == "Lanai, veranda, Lanai Lamp, the glow, Siobhan."
    assert refused.prompt() is None


async def test_a_house_without_people(
    whisper: Whisper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody is known by name, the other names are."""

    async def load(self: object, command: object) -> RecognitionContext:
        return RecognitionContext(used_areas=["Attic"])

    async def refuse(payload: dict[str, Any]) -> dict[str, Any]:
        raise HomeAssistantError("unknown command")

    monkeypatch.setattr(HomeAssistant, "_load", load)
    context = await House("good", "http://127.0.0.1/api")._load(refuse)  # noqa: SLF001
    assert context.all_names() == ["Attic"]


async def test_what_was_asked_for_comes_first(tmp_path: Path, whisper: Whisper) -> None:
    """Then the file's, in its order; the prompt ends where Whisper's room does."""
    file = tmp_path / "names.txt"
    file.write_text("Ecobee\n\n" + "\n".join(f"Gadget {n}" for n in range(500)))
    names = Names([NamesFile(file)], whisper.count_tokens, always="A home")
    await names.read()
    prompt = names.prompt(["Hubitat"])
    assert prompt
    assert prompt.startswith("A home. Hubitat, Ecobee, Gadget 0,")
    assert whisper.count_tokens(prompt) <= 200


class Moody:
    """A source that fails when it is told to."""

    def __init__(self) -> None:
        """Begin in good mood."""
        self.fails = False
        self.asked = 0

    async def get_context(self) -> RecognitionContext:
        """Return a name."""
        self.asked += 1
        if self.fails:
            raise HomeAssistantError("down")
        return RecognitionContext(used_areas=["Attic"])


async def test_home_assistant_is_down() -> None:
    """The last known names stay."""
    source = Moody()
    names = Names([source], len)
    await names.read()
    source.fails = True
    await names.read()
    assert names.prompt() == "Attic."


async def test_names_are_not_read_for_every_word() -> None:
    """Once a minute is enough."""
    now = 0.0
    source = Moody()
    names = Names([source], len, clock=lambda: now)
    await names.read()
    for moment, asked in ((1.0, 1), (59.0, 1), (61.0, 2), (62.0, 2)):
        now = moment
        names.freshen()
        if names._reading:  # noqa: SLF001
            await names._reading  # noqa: SLF001
        assert source.asked == asked
