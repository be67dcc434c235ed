"""Whom to ask, and whom next."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..ollama import OllamaClient
from ..runtime import AssistantRuntime
from ..settings import AgentSettings


@dataclass(frozen=True, slots=True)
class Target:
    """A model on a server."""

    client: OllamaClient
    model: str

    @property
    def key(self) -> str:
        """What tells this target's prompt cache from any other's."""
        return f"{self.client.url} {self.model}"


def targets(runtime: AssistantRuntime, settings: AgentSettings) -> Iterator[Target]:
    """Yield the agent's own model, then its fallbacks: model before server."""
    models = [settings.model]
    if settings.fallback_model and settings.fallback_model != settings.model:
        models.append(settings.fallback_model)
    clients = [runtime.client]
    if runtime.fallback:
        clients.append(runtime.fallback)
    for client in clients:
        for model in models:
            yield Target(client, model)
