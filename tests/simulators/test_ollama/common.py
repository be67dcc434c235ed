"""Requests the tests share."""

from typing import Any, Final

VOICE: Final = "qwen3.5:35b-a3b"
DEEP: Final = "qwen3.5:397b-a17b"
TALKER: Final = "smollm2:135m"

LAMP_TOOL: Final[dict[str, Any]] = {
    "type": "function",
    "function": {
        "name": "intent__HassTurnOn",
        "description": "Turns on <a device> & more",
        "parameters": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "default": "Lamp"},
                "level": {"anyOf": [{"type": "integer", "minimum": 0}]},
            },
        },
    },
}


def asked(text: str = "hello", **more: Any) -> list[dict[str, Any]]:
    """Return a conversation of one question."""
    return [{"role": "user", "content": text, **more}]


def chat(text: str = "hello", model: str = VOICE, **more: Any) -> dict[str, Any]:
    """Return the body of a chat request."""
    return {"model": model, "messages": asked(text), "think": False, **more}
