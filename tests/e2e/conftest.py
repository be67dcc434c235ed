"""One house for each module: booted once, with Kaizen set up through its config flow."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
import pytest_socket

from scripts.dev.house import furnish

from tests.harness import (
    Account,
    Client,
    ServerProcess,
    free_port,
    home_assistant,
    onboard_or_log_in,
    prefer_agent,
    prepare_config,
    running,
    stand_in,
    wait_until_running,
)
from tests.harness.kaizen import agents, connect
from tests.harness.model_server import ModelServer

ROOT: Final = Path(__file__).parents[2]
OWNER: Final = Account(password="correct horse battery")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a test works with."""

    process: ServerProcess
    client: Client
    model: ModelServer
    agent: str
    """The entity of the agent for speaking, which the preferred pipeline uses."""


@pytest.fixture(autouse=True)
def _custom_integrations() -> None:
    """Home Assistant runs in a process of its own: nothing to prepare in this one."""


@pytest.fixture(autouse=True)
def verify_cleanup() -> None:
    """The house outlives a test, and so do the tasks that watch it."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    """A house whose model server says what the tests tell it to."""
    pytest_socket.enable_socket()
    folder = tmp_path_factory.mktemp("house")
    port = free_port()
    prepare_config(folder, ROOT / "config", port=port)
    model = stand_in(port=free_port(), log=folder / "model-server.log")
    process = home_assistant(folder, port=port)
    async with running(model, process), Client(process.url) as client:
        await onboard_or_log_in(client, OWNER)
        await wait_until_running(client)
        await furnish(client)
        await connect(client, model.url)
        voice = (await agents(client))[0]
        await prefer_agent(client, voice)
        yield House(
            process=process, client=client, model=ModelServer(model.url), agent=voice
        )


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def _fresh_model(socket_enabled: None, request: pytest.FixtureRequest) -> None:
    """Every test begins with a model server that has nothing to say and nothing wrong with it."""
    if "house" in request.fixturenames:
        await request.getfixturevalue("house").model.reset()
