"""`scripts/demo`: Home Assistant with Kaizen in it, from nothing to ready in one command."""

import asyncio
from contextlib import AsyncExitStack
import json
import os
from pathlib import Path
import signal
import sys
from tempfile import TemporaryDirectory
from typing import Final

from .house import furnish
from .hub import DASHBOARD, show_rooms, simulated_hub
from .model_server import STAND_IN_EXPLAINED, look_for_ollama, wanted_address
from .options import Options, parse
from .report import report
from .state import DemoState
from .voice import talk, voice_services

from tests.harness import (
    Account,
    ApiError,
    Client,
    FlowStopped,
    ProcessFailed,
    ServerProcess,
    ask,
    free_port,
    home_assistant,
    onboard_or_log_in,
    port_is_free,
    prefer_agent,
    prepare_config,
    running,
    stand_in,
    wait_until_running,
)
from tests.harness.kaizen import agents, connect, connect_hub, disconnect, entries_of

TEMPLATE: Final = Path(__file__).parents[2] / "config"
_RESTART_WANTED: Final = 100
"""Exit code with which Home Assistant asks to be started again."""
_INTERRUPTED: Final = 130
_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotStart(Exception):
    """The demo cannot start; the message says what to do about it."""


def say(text: str) -> None:
    """Tell the person at the terminal; standard output is for the answer."""
    print(text, file=sys.stderr, flush=True)


async def demo(options: Options, folder: Path) -> None:
    """Start everything, set it up, and serve until stopped or until the one question is answered."""
    if not port_is_free(options.port):
        raise CannotStart(
            f"Port {options.port} is in use: stop what uses it, or choose another with --port."
        )
    state = DemoState.load(folder)
    prepare_config(folder, TEMPLATE, port=options.port)
    state.save(folder)
    house = home_assistant(folder, port=options.port)
    async with AsyncExitStack() as stack:
        model_url = await _model_server(options, state, folder, stack)
        hub, control = simulated_hub(state, folder)
        await stack.enter_async_context(running(hub))
        speech = await _voice(options, state, folder, stack)
        say("• Starting Home Assistant")
        await stack.enter_async_context(running(house))
        client = await stack.enter_async_context(Client(house.url))
        try:
            await _set_up(client, state, model_url, control.maker_url)
            if speech:
                await talk(client, state)
            state.save(folder)
            if options.ask is None:
                _announce(house, state, can_talk=bool(speech))
                await _serve(house)
            else:
                servers = {"ollama": model_url, "hubitat": hub.url}
                await _answer_once(client, options, servers | speech)
        finally:
            say("• Stopping")


async def _model_server(
    options: Options, state: DemoState, folder: Path, stack: AsyncExitStack
) -> str:
    """Return the address of the owner's Ollama, or of the stand-in, which is then started."""
    found = await look_for_ollama(wanted_address(options.ollama_url, os.environ))
    if not found.problem:
        say(f"• Using the Ollama server at {found.url}")
        return found.url
    say(f"• {found.problem}\n{STAND_IN_EXPLAINED}")
    if not (state.stand_in_port and port_is_free(state.stand_in_port)):
        state.stand_in_port = free_port()
    server = stand_in(
        port=state.stand_in_port,
        log=folder / "model-server.log",
        python=options.stand_in_python,
        arguments=["--backend", "smollm2"],
    )
    await stack.enter_async_context(running(server))
    return server.url


async def _voice(
    options: Options, state: DemoState, folder: Path, stack: AsyncExitStack
) -> dict[str, str]:
    """Start the voice services, if they are wanted, and return where their health is; a house is one without them."""
    if not options.voice:
        return {}
    say("• Starting speech to text and text to speech")
    services = voice_services(state, folder, options.voice_python)
    try:
        await stack.enter_async_context(running(*services.values()))
    except ProcessFailed as err:
        say(f"• There will be no speech: {err}")
        return {}
    return {name: f"{service.url}/health" for name, service in services.items()}


async def _set_up(
    client: Client, state: DemoState, model_url: str, hub_url: str
) -> None:
    """Bring Home Assistant to where a person can use it; what is there already stays."""
    await onboard_or_log_in(client, Account(password=state.password))
    await wait_until_running(client)
    # It listens on this machine alone, and would tell a hub its address in the network.
    await client.command("config/core/update", internal_url=client.url)
    await furnish(client)
    if await _is_missing(
        client, "assistant", "model server", state.model_url, model_url
    ):
        say("• Connecting Kaizen")
        await connect(client, model_url)
        state.model_url = model_url
        state.can_be_talked_to = False
        await prefer_agent(client, (await agents(client))[0])
    if await _is_missing(client, "hubitat", "hub", state.hub_url, hub_url):
        say("• Connecting a simulated Hubitat hub with 74 devices")
        await connect_hub(client, hub_url)
        state.hub_url = hub_url
    await show_rooms(client)


async def _is_missing(
    client: Client, kind: str, name: str, last_url: str, url: str
) -> bool:
    """Tell whether an entry of a kind has to be made; one that leads elsewhere is removed."""
    known = await entries_of(client, kind)
    if known and last_url != url:
        say(f"• The {name} is another one than last time: connecting Kaizen anew")
        await disconnect(client, kind)
        return True
    return not known


def _announce(house: ServerProcess, state: DemoState, *, can_talk: bool) -> None:
    account = Account(password=state.password)
    say(
        f"\nHome Assistant is ready: {house.url}\n"
        f"  user name: {account.username}\n"
        f"  password:  {account.password}\n"
        "Open it, press the speech bubble at the top right, and ask something.\n"
        + (
            "To talk, press the microphone there: the browser hears you because it runs on this machine.\n"
            if can_talk
            else ""
        )
        + f"The rooms of the house: {house.url}/{DASHBOARD}\n"
        "Ctrl-C stops everything."
    )


async def _serve(house: ServerProcess) -> None:
    """Wait until Home Assistant ends; a restart asked for in its interface is carried out."""
    while await house.wait() == _RESTART_WANTED:
        await house.start()


async def _answer_once(
    client: Client, options: Options, servers: dict[str, str]
) -> None:
    assert options.ask is not None
    say("• Asking")
    turn = await ask(client, options.ask)
    if options.json:
        print(
            json.dumps(
                await report(client, turn, servers),
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        print(turn.answer)


async def _until_stopped(options: Options) -> None:
    """Run the demo; SIGTERM and a closed terminal end it the way Ctrl-C does."""
    task = asyncio.current_task()
    assert task
    loop = asyncio.get_running_loop()

    def stop() -> None:
        # A second Ctrl-C must not leave behind what the first one is stopping.
        for number in _STOP_SIGNALS:
            loop.add_signal_handler(number, lambda: None)
        task.cancel()

    for number in _STOP_SIGNALS:
        loop.add_signal_handler(number, stop)
    if options.config_dir:
        await demo(options, options.config_dir.resolve())
        return
    with TemporaryDirectory(prefix="kaizen-demo-", ignore_cleanup_errors=True) as name:
        await demo(options, Path(name))


def main() -> int:
    """Run the demo and return its exit code."""
    options = parse()
    try:
        asyncio.run(_until_stopped(options))
    except asyncio.CancelledError:
        return 0 if options.ask is None else _INTERRUPTED
    except (
        CannotStart,
        ApiError,
        FlowStopped,
        ProcessFailed,
        RuntimeError,
        TimeoutError,
    ) as err:
        say(f"✗ {err or 'Home Assistant did not answer in time.'}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
