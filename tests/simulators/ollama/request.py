"""What a chat request asks for, and what the server refuses."""

from collections.abc import Mapping
from typing import Any, Final

from .clock import keep_alive_seconds
from .engine import wrong_option
from .models import Library, ModelCard
from .wire import WireError

_THINK_WORDS: Final = ("high", "medium", "low", "max")


def model_of(body: Mapping[str, Any], library: Library) -> ModelCard:
    """Return the model a request names.

    Raises:
        WireError: The server has no such model, or an option is wrong.
    """
    if not 0 <= int(body.get("top_logprobs") or 0) <= 20:
        raise WireError(400, "top_logprobs must be between 0 and 20")
    if not (name := body.get("model")):
        raise WireError(400, "model is required")
    if (card := library.find(name)) is None:
        raise WireError(404, f"model '{name}' not found")
    if complaint := wrong_option(body.get("options") or {}):
        raise WireError(500, complaint)
    return card


def check_capabilities(body: Mapping[str, Any], card: ModelCard) -> None:
    """Refuse what the model cannot do.

    Raises:
        WireError: It cannot chat, use tools or see.
    """
    messages = body.get("messages") or ()
    if "completion" not in card.capabilities:
        raise WireError(400, f'"{body["model"]}" does not support chat')
    if body.get("tools") and "tools" not in card.capabilities:
        name = f"registry.ollama.ai/library/{card.name}"
        raise WireError(400, f"{name} does not support tools")
    if any(m.get("images") for m in messages) and "vision" not in card.capabilities:
        raise WireError(400, f'"{body["model"]}" does not support vision')


def thinks(body: Mapping[str, Any], card: ModelCard) -> bool:
    """Return whether the model thinks before it answers; one that can does unless told not to.

    Raises:
        WireError: The model cannot, or the value is none the server knows.
    """
    value = body.get("think")
    if isinstance(value, str) and value not in _THINK_WORDS:
        allowed = '"high", "medium", "low", "max", true, or false'
        raise WireError(400, f'invalid think value: "{value}" (must be {allowed})')
    if "thinking" in card.capabilities:
        return value is None or bool(value)
    if value:
        raise WireError(400, f'"{body["model"]}" does not support thinking')
    return False


def keep_alive(body: Mapping[str, Any]) -> float:
    """Return how long the model stays loaded after the request, in seconds.

    Raises:
        WireError: The value is not a duration.
    """
    try:
        return keep_alive_seconds(body.get("keep_alive"))
    except ValueError as err:
        raise WireError(400, str(err)) from err


def most_tokens(body: Mapping[str, Any], card: ModelCard) -> int | None:
    """Return the most tokens an answer may have; None for no limit."""
    options = {**card.parameters, **(body.get("options") or {})}
    wanted = int(options.get("num_predict") or -1)
    return wanted if wanted > 0 else None
