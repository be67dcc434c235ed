"""How memory and assistant meet: its model server for memory, memory's lines for its turns."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, override

from homeassistant.components import conversation
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .. import memory
from ..const import DOMAIN
from .enrichment import MEMORY_PROVIDERS, StageInput, async_register_provider
from .extras import CURRENT_EXTRAS
from .ollama import OllamaError, full_name
from .runtime import AssistantConfigEntry, AssistantRuntime
from .settings import SUBENTRY_CONVERSATION, AgentSettings

ANSWER_WITHIN: Final = 180.0
"""Seconds a model has for its answer, loading included."""
KEEP_ALIVE: Final = 120
"""Seconds a model that only learns stays loaded, so that it makes room again."""


@callback
def async_setup(hass: HomeAssistant) -> None:
    """Let memory add to every turn."""
    async_register_provider(hass, MEMORY_PROVIDERS, _async_lines)


async def _async_lines(stage: StageInput) -> Sequence[str]:
    lines = await memory.async_lines(stage)
    if lines and (extras := CURRENT_EXTRAS.get()) is not None:
        extras.memories = list(memory.async_told(stage.hass))
    return lines


@callback
def async_attach(hass: HomeAssistant, entry: AssistantConfigEntry) -> None:
    """Lend the entry's model server to memory until the entry is unloaded."""
    servers = memory.async_servers(hass)
    entry.async_on_unload(servers.attach(LentServer(hass, entry.runtime_data)))
    entry.async_on_unload(entry.runtime_data.server.async_add_listener(servers.changed))


class LentServer(memory.ModelServer):
    """The model server of an assistant entry, as memory uses it: behind everybody who waits for an answer."""

    def __init__(self, hass: HomeAssistant, runtime: AssistantRuntime) -> None:
        """Lend the server of a loaded entry."""
        self._hass = hass
        self._runtime = runtime

    @property
    @override
    def installed(self) -> frozenset[str] | None:
        server = self._runtime.server
        if server.data is None or not server.last_update_success:
            return None
        return frozenset(full_name(model.name) for model in server.data.installed)

    @override
    async def embed(
        self, model: str, texts: Sequence[str]
    ) -> Sequence[Sequence[float]]:
        try:
            return await self._runtime.client.embed(model, texts)
        except OllamaError as err:
            raise memory.ModelServerError(type(err).__name__) from err

    @override
    async def extract(self, model: str, request: memory.Request) -> str:
        try:
            before = await self._loaded()
            answer = await self._runtime.client.chat_once(
                await self._body(model, request), timeout=ANSWER_WITHIN
            )
            after = await self._loaded()
        except OllamaError as err:
            raise memory.ExtractionFailure(type(err).__name__) from err
        finally:
            await self._after(model)
        agents = {full_name(settings.model) for _, settings in self._agents()}
        if (before & agents) - after:
            raise memory.CrowdedError(f"{model} pushed out a model that answers people")
        return answer.content

    async def _body(self, model: str, request: memory.Request) -> dict[str, Any]:
        """Return the request; a model that also answers people keeps its own window and its place."""
        own = [
            settings.keep_alive
            for _, settings in self._agents()
            if full_name(settings.model) == full_name(model)
        ]
        keep_alive = -1 if any(k < 0 for k in own) else max([KEEP_ALIVE, *own])
        body: dict[str, Any] = {
            "model": model,
            "messages": list(request.messages),
            "format": request.schema,
            "options": {**request.options, **self._runtime.options_for(model)},
            "keep_alive": keep_alive,
        }
        if request.think is not None and await self._can_think(model):
            body["think"] = request.think
        return body

    async def _can_think(self, model: str) -> bool:
        details = await self._runtime.details(self._runtime.client, model)
        return details is not None and "thinking" in details.capabilities

    async def _loaded(self) -> set[str]:
        return {full_name(one.name) for one in await self._runtime.client.loaded()}

    async def _after(self, model: str) -> None:
        """Have a model that also answers people read its own prompt again, while nobody waits."""
        for agent_id, settings in self._agents():
            if full_name(settings.model) == full_name(model):
                self._runtime.ledger.forget(
                    f"{self._runtime.client.url} {settings.model}"
                )
                await conversation.async_prepare_agent(
                    self._hass, agent_id, self._hass.config.language
                )

    def _agents(self) -> Iterator[tuple[str, AgentSettings]]:
        registry = er.async_get(self._hass)
        for subentry in self._runtime.entry.get_subentries_of_type(
            SUBENTRY_CONVERSATION
        ):
            agent_id = registry.async_get_entity_id(
                conversation.DOMAIN, DOMAIN, subentry.subentry_id
            )
            if agent_id and conversation.async_get_agent(self._hass, agent_id):
                yield agent_id, AgentSettings.from_data(subentry.data)
