"""What people type as the address of their model server."""

import pytest

from custom_components.kaizen.assistant.ollama import InvalidUrlError, normalise_url


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("192.168.1.5", "http://192.168.1.5:11434"),
        (" ollama.local ", "http://ollama.local:11434"),
        ("ollama.local:8080", "http://ollama.local:8080"),
        ("ollama.local:80", "http://ollama.local"),
        ("[fd00::1]", "http://[fd00::1]:11434"),
        ("localhost/llm/", "http://localhost:11434/llm"),
        ("http://ollama.local", "http://ollama.local"),
        ("http://ollama.local:11434/", "http://ollama.local:11434"),
        ("HTTPS://Ollama.Local/prefix/", "https://ollama.local/prefix"),
    ],
)
def test_completes_what_is_missing(typed: str, meant: str) -> None:
    """A host alone is enough; a scheme, a port and a path are respected."""
    assert normalise_url(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://",
        "ftp://ollama.local",
        "http://ollama.local:port",
        "ollama.local:99999",
        "my server",
        "http://ollama.local/?key=1",
        "http://ollama.local/#top",
        "http://max@ollama.local",
        "max:hunter2@ollama.local",
    ],
)
def test_refuses_what_is_no_address(typed: str) -> None:
    """The refusal has a text for the form, and does not repeat a password."""
    with pytest.raises(InvalidUrlError) as refusal:
        normalise_url(typed)
    assert refusal.value.translation_key == "invalid_url"
    assert "hunter2" not in str(refusal.value)
