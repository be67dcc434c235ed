"""Speech for the demo: both voice services, and a pipeline that one can talk to in a browser."""

from pathlib import Path
from typing import Final

from .state import DemoState

from tests.harness import Client, ServerProcess, free_port, port_is_free
from tests.harness.kaizen import agents
from tests.harness.voice import abandon, adopt, give_voice, voice_service

_SERVICES: Final = ("stt", "tts")


def voice_services(
    state: DemoState, folder: Path, python: str
) -> dict[str, ServerProcess]:
    """Return both services as they will run, where they ran last time if they can."""
    found = {}
    for name in _SERVICES:
        known = state.voice_ports.get(name)
        if not (known and all(map(port_is_free, known))):
            state.voice_ports[name] = known = [free_port(), free_port()]
        port, http_port = known
        log = folder / f"voice-{name}.log"
        found[name] = voice_service(
            name, port=port, http_port=http_port, log=log, python=python
        )
    return found


async def talk(client: Client, state: DemoState) -> None:
    """Let Home Assistant adopt both services, and make a pipeline with them the preferred one; once."""
    for name in _SERVICES:
        port = state.voice_ports[name][0]
        known = state.voice_entries.get(name)
        if known and known[1] == port:
            continue
        if known:
            await abandon(client, str(known[0]))
        state.voice_entries[name] = [await adopt(client, port), port]
        state.can_be_talked_to = False
    if not state.can_be_talked_to:
        await give_voice(
            client,
            (await agents(client))[0],
            stt=str(state.voice_entries["stt"][0]),
            tts=str(state.voice_entries["tts"][0]),
        )
        state.can_be_talked_to = True
