"""An honest Ollama server: the wire format of 2026, its prompt accounting, and every way it can fail.

    async with OllamaSimulator() as server:
        server.script.reply("Hello!").tool_call("HassTurnOn", {"name": "Lamp"})
        await server.fault("half_stream", times=1, path="/api/chat")
        ...
        assert server.journal.chats[-1].evaluated_tokens <= 250

In tests, ask for the `socket_enabled` fixture: the Home Assistant plugin forbids opening sockets without it.
"""

from .answers import Backend, Call, Finish, Question, Raw, Text, Thinking
from .clock import Clock
from .engine import DEFAULT_NUM_CTX, Speed
from .faults import Fault
from .journal import Journal, JournalEntry
from .models import (
    EMBEDDING,
    INSTALLED,
    QWEN3,
    QWEN_DEEP,
    QWEN_SMALL,
    QWEN_VOICE,
    REGISTRY,
    SMOLLM2,
    ModelCard,
)
from .script import Answer, Script, call, calls, raw, say
from .server import OllamaSimulator
from .tokens import tokenize

__all__ = [
    "DEFAULT_NUM_CTX",
    "EMBEDDING",
    "INSTALLED",
    "QWEN3",
    "QWEN_DEEP",
    "QWEN_SMALL",
    "QWEN_VOICE",
    "REGISTRY",
    "SMOLLM2",
    "Answer",
    "Backend",
    "Call",
    "Clock",
    "Fault",
    "Finish",
    "Journal",
    "JournalEntry",
    "ModelCard",
    "OllamaSimulator",
    "Question",
    "Raw",
    "Script",
    "Speed",
    "Text",
    "Thinking",
    "call",
    "calls",
    "raw",
    "say",
    "tokenize",
]
