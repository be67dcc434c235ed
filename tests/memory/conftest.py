"""Fixtures for everything about memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .chroma import ChromaProcess

from tests.harness import free_port


@pytest.fixture(scope="session")
def _servers() -> Iterator[list[ChromaProcess]]:
    """What has to be stopped at the end: sockets are forbidden where fixtures of a session are made."""
    started: list[ChromaProcess] = []
    yield started
    for server in started:
        server.stop()


@pytest.fixture
def chroma(
    _servers: list[ChromaProcess],
    socket_enabled: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> ChromaProcess:
    """A Chroma server, the same for all tests; each uses a store id of its own."""
    if not _servers:
        folder: Path = tmp_path_factory.mktemp("chroma") / "data"
        _servers.append(ChromaProcess(folder, free_port()))
    _servers[0].start()
    return _servers[0]
