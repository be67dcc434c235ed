"""What one loaded assistant entry holds."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry

from .coordinator import ServerCoordinator
from .look.record import LookBoard
from .metrics import AgentMeter
from .ollama import ModelDetails, OllamaClient, OllamaError
from .prompt import PrefixLedger
from .settings import AgentSettings
from .static_prompts import StaticPrompts

type AssistantConfigEntry = ConfigEntry[AssistantRuntime]

_DETAILS_DEADLINE: Final = 2.0
"""Longest time a turn waits to learn what its model can do, in seconds."""


@dataclass(slots=True)
class AssistantRuntime:
    """The model server of an assistant entry and the accounts of its agents."""

    entry: AssistantConfigEntry
    client: OllamaClient
    fallback: OllamaClient | None
    """Server to ask when `client` fails, if the owner configured one."""
    server: ServerCoordinator
    prompts: StaticPrompts
    ledger: PrefixLedger = field(default_factory=PrefixLedger)
    meters: dict[str, AgentMeter] = field(default_factory=dict)
    """By subentry id."""
    looks: LookBoard = field(default_factory=LookBoard)
    _details: dict[tuple[str, str], ModelDetails] = field(default_factory=dict)

    def options_for(self, model: str) -> dict[str, Any]:
        """Return the runner options every request to `model` must carry.

        Ollama reloads a model whose options differ from the last request's
        (server/sched.go, needsReload), so the largest context window that any
        agent asks for is used by all of them.
        """
        windows = [s.num_ctx for s in self._settings() if s.model == model]
        return {"num_ctx": max(windows)} if windows else {}

    def meter(self, subentry: ConfigSubentry) -> AgentMeter:
        """Return the running account of one agent."""
        return self.meters.setdefault(subentry.subentry_id, AgentMeter())

    async def details(self, client: OllamaClient, model: str) -> ModelDetails | None:
        """Return what a model can do; None while its server does not tell."""
        key = (client.url, model)
        if key not in self._details:
            try:
                async with asyncio.timeout(_DETAILS_DEADLINE):
                    self._details[key] = await client.show(model)
            except OllamaError, TimeoutError:
                return None
        return self._details[key]

    def _settings(self) -> Iterator[AgentSettings]:
        for subentry in self.entry.subentries.values():
            yield AgentSettings.from_data(subentry.data)
