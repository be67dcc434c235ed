"""What can go wrong between Kaizen and an Ollama server."""

from typing import ClassVar


class OllamaError(Exception):
    """A request to the model server failed."""

    translation_key: ClassVar[str] = "server_error"


class UnreachableError(OllamaError):
    """Nothing answers at the address, or not in time."""

    translation_key: ClassVar[str] = "unreachable"


class TlsError(UnreachableError):
    """The server's certificate is not trusted, or it does not speak TLS."""


class UnauthorizedError(OllamaError):
    """The server refuses the API key, or wants one."""

    translation_key: ClassVar[str] = "unauthorized"


class NotOllamaError(OllamaError):
    """Something answers, but not as Ollama does."""

    translation_key: ClassVar[str] = "not_ollama"


class ModelNotFoundError(OllamaError):
    """The server, or the library it pulls from, does not have the model."""

    translation_key: ClassVar[str] = "model_not_found"

    def __init__(self, model: str) -> None:
        """Remember which model is missing."""
        super().__init__(f"Model {model} not found")
        self.model = model


class ServerError(OllamaError):
    """The server reports a failure of its own."""

    translation_key: ClassVar[str] = "server_error"

    def __init__(self, status: int, message: str) -> None:
        """Keep the HTTP status (200 when reported inside a stream) and the server's words."""
        super().__init__(f"{message or 'No reason given'} (status {status})")
        self.status = status
        self.message = message


class BrokenStreamError(OllamaError):
    """The answer ended in the middle or could not be read."""

    translation_key: ClassVar[str] = "broken_stream"


class StalledError(OllamaError):
    """The server stopped sending for longer than allowed."""

    translation_key: ClassVar[str] = "stalled"


class InvalidUrlError(ValueError):
    """The text is not the address of an HTTP server, or carries credentials."""

    translation_key: ClassVar[str] = "invalid_url"
