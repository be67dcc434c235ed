"""A client of the Ollama HTTP API that knows no Home Assistant."""

from .address import DEFAULT_PORT, normalise_url
from .client import OllamaClient
from .errors import (
    BrokenStreamError,
    InvalidUrlError,
    ModelNotFoundError,
    NotOllamaError,
    OllamaError,
    ServerError,
    StalledError,
    TlsError,
    UnauthorizedError,
    UnreachableError,
)
from .wire import (
    ChatChunk,
    InstalledModel,
    LoadedModel,
    ModelDetails,
    PullProgress,
    ToolCall,
    Usage,
    full_name,
)

__all__ = [
    "DEFAULT_PORT",
    "BrokenStreamError",
    "ChatChunk",
    "InstalledModel",
    "InvalidUrlError",
    "LoadedModel",
    "ModelDetails",
    "ModelNotFoundError",
    "NotOllamaError",
    "OllamaClient",
    "OllamaError",
    "PullProgress",
    "ServerError",
    "StalledError",
    "TlsError",
    "ToolCall",
    "UnauthorizedError",
    "UnreachableError",
    "Usage",
    "full_name",
    "normalise_url",
]
