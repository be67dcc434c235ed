"""Which model server the demo takes."""

import pytest

from scripts.dev.model_server import look_for_ollama, normalise, wanted_address

from tests.harness import free_port
from tests.simulators.ollama import OllamaSimulator


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:9000", "http://127.0.0.1:9000"),
        ("closet.local", "http://closet.local:11434"),
        ("[::]:9000", "http://[::1]:9000"),
        ("http://closet.local", "http://closet.local:80"),
        ("https://models.example.org/ollama/", "https://models.example.org:443/ollama"),
    ],
)
def test_ollama_host_is_read_as_ollama_does(host: str, url: str) -> None:
    """OLLAMA_HOST may lack the scheme, the host and the port."""
    assert normalise(host) == url


def test_the_command_line_beats_the_variable() -> None:
    """What a person types now is meant more than what was set once."""
    environment = {"OLLAMA_HOST": "closet"}
    assert wanted_address("attic", environment) == "http://attic:11434"
    assert wanted_address(None, environment) == "http://closet:11434"
    assert wanted_address(None, {}) == "http://127.0.0.1:11434"


async def test_a_server_with_models_is_taken(socket_enabled: None) -> None:
    """An Ollama server that answers and has a model is the owner's own."""
    async with OllamaSimulator() as server:
        assert not (await look_for_ollama(server.url)).problem


async def test_a_server_without_models_is_named(socket_enabled: None) -> None:
    """A fresh Ollama cannot answer; the person is told what to pull."""
    async with OllamaSimulator(models=()) as server:
        assert "pull" in (await look_for_ollama(server.url)).problem


async def test_nothing_there_is_named(socket_enabled: None) -> None:
    """Without a server the demo says where it looked."""
    url = f"http://127.0.0.1:{free_port()}"
    assert url in (await look_for_ollama(url)).problem
