"""A satellite in a real house: spoken to, answering, interrupted, and everything around it failing."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from pathlib import Path
import re
from typing import Final

import pytest
import pytest_asyncio
import pytest_socket
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient

from .conftest import OWNER, ROOT, House

from tests.harness import (
    ServerProcess,
    free_port,
    onboard_or_log_in,
    running,
    wait_until_running,
)
from tests.harness.client import Client
from tests.harness.voice import (
    VOICE_PYTHON,
    adopt,
    entity_of,
    give_voice,
    spoken,
    voice_service,
)

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not VOICE_PYTHON.exists(), reason="needs the voice environment"),
]

ROOM: Final = ROOT / "tests" / "wyoming_services" / "satellite" / "room.py"
SPOKEN: Final = 22_050
HEARD: Final = 16_000
WAKE: Final = "Okay Nabu."
LONG: Final = "This is a very long story about a small house by the sea. " * 12


@dataclass(slots=True, kw_only=True)
class Room:
    """A house, a room in it, and what is said and heard there."""

    house: House
    folder: Path
    stt: ServerProcess
    tts: ServerProcess
    stt_port: int
    tts_port: int
    satellite: Client
    entity: str

    async def say(self, *texts: str) -> None:
        """Say something in the room."""
        pause = bytes(HEARD // 5 * 2)
        said = [await spoken(self.tts_port, text) + pause for text in texts]
        (self.folder / "saying").write_bytes(b"".join(said))
        (self.folder / "saying").rename(self.folder / "said.raw")

    async def understood(self, pcm: bytes) -> str:
        """Return the words in what was heard."""
        async with AsyncTcpClient("127.0.0.1", self.stt_port) as client:
            await client.write_event(Transcribe(language="en").event())
            await client.write_event(AudioStart(SPOKEN, 2, 1).event())
            for start in range(0, len(pcm), 4096):
                piece = AudioChunk(SPOKEN, 2, 1, pcm[start : start + 4096])
                await client.write_event(piece.event())
            await client.write_event(AudioStop().event())
            event = await client.read_event()
        assert event
        return re.sub(r"[^\w\s]", "", Transcript.from_event(event).text).casefold()

    def heard(self) -> list[bytes]:
        """Return what the loudspeaker has played."""
        return [file.read_bytes() for file in sorted(self.folder.glob("0*.raw"))]

    async def quiet(self) -> None:
        """Wait until nobody listens or speaks, here and in Home Assistant, and forget what was heard."""
        await self.state("idle")
        await self.in_house("idle")
        for file in self.folder.glob("0*.raw"):
            file.unlink()

    async def state(self, wanted: str) -> None:
        """Wait until the satellite is in a state, with a house."""
        async with self.satellite as http:
            while True:
                now = await http.get("/state")
                if now["state"] == wanted and now["listening_allowed"]:
                    return
                await asyncio.sleep(0.02)

    async def in_house(self, wanted: str) -> None:
        """Wait until Home Assistant shows the satellite in a state."""
        while (await self.house.client.get(f"/api/states/{self.entity}"))[
            "state"
        ] != wanted:
            await asyncio.sleep(0.05)

    async def ask(self, *texts: str) -> str:
        """Say something, and return the words that are heard in answer."""
        await self.say(*texts)
        await self.state("speaking")
        await self.state("idle")
        return await self.understood(b"".join(self.heard()))

    async def was_asked(self, words: str) -> bool:
        """Tell whether the model was asked something with these words."""
        chats = await self.house.model.chats()
        asked = [chat["body"]["messages"][-1]["content"] for chat in chats]
        return any(words in text.casefold() for text in asked)


async def until(condition: Callable[[], bool]) -> None:
    """Return when it is so."""
    while not condition():
        await asyncio.sleep(0.02)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(
    house: House, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Room]:
    """A room with a satellite that Home Assistant has adopted, as it has the services for speech."""
    pytest_socket.enable_socket()
    folder = tmp_path_factory.mktemp("room")
    ports = {name: free_port() for name in ("stt", "tts", "satellite")}
    http = {name: free_port() for name in ports}
    program = f"{VOICE_PYTHON} {ROOM}"
    options = {
        "satellite": [
            *("--mic-command", f"{program} microphone {folder}"),
            *("--snd-command", f"{program} loudspeaker {folder}"),
            *("--name", "Kitchen satellite", "--area", "Kitchen", "--no-chime"),
            "--debug",
        ]
    }
    services = {
        name: voice_service(
            name,
            port=ports[name],
            http_port=http[name],
            log=folder / f"{name}.log",
            arguments=options.get(name, ()),
        )
        for name in ports
    }
    async with running(*services.values()):
        # Announcements are fetched from there; by itself it would tell its address in the network.
        await house.client.command("config/core/update", internal_url=house.client.url)
        entries = {name: await adopt(house.client, ports[name]) for name in ports}
        await give_voice(
            house.client, house.agent, stt=entries["stt"], tts=entries["tts"]
        )
        entity = await entity_of(house.client, entries["satellite"], "assist_satellite")
        found = Room(
            house=house,
            folder=folder,
            stt=services["stt"],
            tts=services["tts"],
            stt_port=ports["stt"],
            tts_port=ports["tts"],
            satellite=Client(services["satellite"].url),
            entity=entity,
        )
        await found.state("idle")
        yield found


async def test_a_spoken_question(room: Room) -> None:
    """The wake word, a question, and an answer out of the loudspeaker, in words."""
    await room.house.model.answer("The heating in the **bedroom** is set to 21°C.")
    heard = await room.ask(WAKE, "Tell me about the heating in the bedroom.")
    assert "heating in the bedroom is set to" in heard
    assert "degrees" in heard
    assert "asterisk" not in heard
    assert await room.was_asked("heating in the bedroom")
    await room.in_house("idle")


async def test_interrupted_while_it_speaks(room: Room) -> None:
    """The wake word cuts an answer off, and the next one is heard alone."""
    await room.quiet()
    await room.house.model.answer(LONG, "My favourite fruit is the banana.")
    await room.say(WAKE, "Tell me a very long story.")
    await until(lambda: sum(map(len, room.heard())) > SPOKEN * 2)
    await room.say(WAKE, "What is your favourite fruit?")
    await room.state("listening")
    (cut_off,) = room.heard()
    await room.state("speaking")
    await room.state("idle")
    first, second = room.heard()
    assert first == cut_off
    assert len(cut_off) < 10 * SPOKEN * 2
    assert "banana" in await room.understood(second)
    assert "story" not in await room.understood(second)


async def test_interrupted_while_it_thinks(room: Room) -> None:
    """Home Assistant lets go of a run that never ends, and hears the next one from its first word."""
    await room.quiet()
    await room.house.model.fail("stall_first", times=1, path="/api/chat")
    await room.house.model.answer("Never heard.", "My favourite fruit is the banana.")
    await room.say(WAKE, "Tell me a very long story.")
    await room.state("thinking")
    await room.in_house("processing")
    heard = await room.ask(WAKE, "What is your favourite fruit?")
    assert "banana" in heard
    assert await room.was_asked("fruit")


async def test_an_announcement(room: Room) -> None:
    """What the house announces is heard, and the action ends when it was."""
    await room.quiet()
    await room.house.client.post(
        "/api/services/assist_satellite/announce",
        {
            "entity_id": room.entity,
            "message": "The washing machine has finished.",
            "preannounce": False,
        },
    )
    assert "washing machine" in await room.understood(b"".join(room.heard()))


async def test_a_timer(room: Room) -> None:
    """A timer that was set by voice rings where it was set."""
    await room.quiet()
    await room.say(WAKE, "Set a timer for two seconds.")
    async with room.satellite as http:
        while not (await http.get("/state"))["ringing"]:
            await asyncio.sleep(0.05)
        await http.post("/wake")
        assert not (await http.get("/state"))["ringing"]


async def test_speech_to_text_is_killed(room: Room) -> None:
    """A turn without ears ends in a tone; with them, the next one works."""
    await room.quiet()
    await room.say(WAKE, "Tell me a very long story, as long as you can.")
    await room.state("listening")
    await room.stt.kill()
    await room.state("idle")
    await until(lambda: len(room.heard()) == 1)
    await room.stt.start()
    await room.quiet()
    await room.house.model.answer("My favourite fruit is the banana.")
    assert "banana" in await room.ask(WAKE, "What is your favourite fruit?")


async def test_text_to_speech_is_killed(room: Room) -> None:
    """In the middle of an answer: what came is heard, then it is over, and the next answer is heard whole."""
    await room.quiet()
    await room.house.model.answer(LONG * 4, "My favourite fruit is the banana.")
    await room.say(WAKE, "Tell me a very long story.")
    await until(lambda: sum(map(len, room.heard())) > SPOKEN)
    await room.tts.kill()
    await room.tts.start()
    await room.state("idle")
    await room.quiet()
    assert "banana" in await room.ask(WAKE, "What is your favourite fruit?")


async def test_home_assistant_restarts(room: Room) -> None:
    """It finds its satellite again, which is idle until then."""
    await room.quiet()
    await room.house.process.stop()
    async with room.satellite as http:
        assert not (await http.get("/state"))["listening_allowed"]
    await room.house.process.start()
    await onboard_or_log_in(room.house.client, OWNER)
    await wait_until_running(room.house.client)
    await room.quiet()
    await room.house.model.answer("My favourite fruit is the banana.")
    assert "banana" in await room.ask(WAKE, "What is your favourite fruit?")
