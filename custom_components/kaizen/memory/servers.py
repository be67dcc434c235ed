"""The model servers of the house, as far as memory needs them; the assistant hands them over."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .learning import ExtractionFailure, Request


class ModelServerError(Exception):
    """A server made no vectors; the message tells nothing of the texts."""


class CrowdedError(ExtractionFailure):
    """Asking this model made the server unload one that answers people."""


class ModelServer(Protocol):
    """One server."""

    @property
    def installed(self) -> frozenset[str] | None:
        """Return the names of its models, with tags; None while it does not tell."""

    async def embed(
        self, model: str, texts: Sequence[str]
    ) -> Sequence[Sequence[float]]:
        """Return one vector per text.

        Raises:
            ModelServerError: There are none.
        """

    async def extract(self, model: str, request: Request) -> str:
        """Return what a model answers to the memory's question.

        Raises:
            CrowdedError: It did, and pushed out a model that answers people.
            ExtractionFailure: There is no answer.
        """


class ModelServers:
    """All of them, in the order they came."""

    def __init__(self) -> None:
        """Begin with none."""
        self._servers: list[ModelServer] = []
        self._listeners: list[Callable[[], None]] = []

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self._servers)

    def attach(self, server: ModelServer) -> Callable[[], None]:
        """Use a server until the returned function is called."""
        self._servers.append(server)
        self.changed()

        def detach() -> None:
            self._servers.remove(server)
            self.changed()

        return detach

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever what the servers have may have changed."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed(self) -> None:
        """Tell that servers have come, gone, or have other models."""
        for listener in tuple(self._listeners):
            listener()

    def knows(self, model: str) -> bool | None:
        """Return whether any server has a model; None while that cannot be told."""
        told = [server.installed for server in self._servers]
        known = [names for names in told if names is not None]
        if any(_full(model) in names for names in known):
            return True
        return False if known and len(known) == len(told) else None

    async def embed(
        self, model: str, texts: Sequence[str]
    ) -> Sequence[Sequence[float]]:
        """Return one vector per text, from the first server that may have the model.

        Raises:
            ModelServerError: There are none.
        """
        if (server := self._with(model)) is None:
            raise ModelServerError("No server has the model")
        return await server.embed(model, texts)

    async def extract(self, model: str, request: Request) -> str:
        """Return what a model answers to the memory's question.

        Raises:
            ExtractionFailure: There is no answer.
        """
        if (server := self._with(model)) is None:
            raise ExtractionFailure("No server has the model")
        return await server.extract(model, request)

    def _with(self, model: str) -> ModelServer | None:
        name = _full(model)
        return next(
            (s for s in self._servers if s.installed is None or name in s.installed),
            None,
        )


_SERVERS: Final[HassKey[ModelServers]] = HassKey("kaizen_memory_servers")


@callback
def async_servers(hass: HomeAssistant) -> ModelServers:
    """Return the model servers, which are there before and after any of them."""
    return hass.data.setdefault(_SERVERS, ModelServers())


def _full(model: str) -> str:
    """Return a model's name with its tag."""
    return model if ":" in model.rpartition("/")[2] else f"{model}:latest"
