"""The names of the house, as a hint for Whisper: it takes "Ecobee" from garbage to right.

What a home has is read, and cut to what a prompt has room for, by wyoming-faster-whisper's own reader.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
import logging
from pathlib import Path
import time
from typing import Any, Final, Protocol, override

from wyoming_faster_whisper.hass_api import HomeAssistant, HomeAssistantError
from wyoming_faster_whisper.vocabulary import RecognitionContext

_LOGGER = logging.getLogger(__name__)

_ROOM: Final = 200
"""Tokens of names; Whisper cuts at 223 and begins to echo them before."""
_FRESH: Final = 60.0
"""Seconds names are used before they are read again."""

type Command = Callable[[dict[str, Any]], Coroutine[Any, Any, dict[str, Any]]]


class Source(Protocol):
    """Where names come from."""

    async def get_context(self) -> RecognitionContext:
        """Return the names, the most important first.

        Raises:
            HomeAssistantError: they cannot be had now.
            OSError: likewise.
        """


class House(HomeAssistant):  # type: ignore[misc]
    """Home Assistant's exposed entities, areas, floors and aliases; and, here, its people."""

    @override
    async def _load(self, command: Command) -> RecognitionContext:
        context: RecognitionContext = await super()._load(command)
        try:
            people = (await command({"type": "person/list"}))["result"]
        except HomeAssistantError:
            # A home without the integration "person" has names all the same.
            return context
        context.priority_entities += [
            person["name"]
            for group in ("storage", "config")
            for person in people.get(group, ())
        ]
        return context


class NamesFile:
    """A file with a name a line, the most important first."""

    def __init__(self, path: Path) -> None:
        """Take the file; it is read again when names are."""
        self._path = path

    async def get_context(self) -> RecognitionContext:
        """Return what the file holds now."""
        text = await asyncio.to_thread(self._path.read_text, encoding="utf-8")
        return RecognitionContext(priority_entities=text.splitlines())


class Names:
    """What is known of the house's names; reading them again never makes anyone wait."""

    def __init__(
        self,
        sources: Iterable[Source],
        count_tokens: Callable[[str], int],
        *,
        always: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take where names come from, and what every prompt begins with."""
        self._sources = tuple(sources)
        self._known: list[RecognitionContext | None] = [None] * len(self._sources)
        self._count = count_tokens
        self._always = always
        self._clock = clock
        self._read_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None
        self._working = True

    def freshen(self) -> None:
        """Read the names again, in the background, unless that was done a moment ago."""
        if self._reading and not self._reading.done():
            return
        if self._sources and self._clock() - self._read_at >= _FRESH:
            self._reading = asyncio.create_task(self.read())

    async def read(self) -> None:
        """Read the names; what cannot be read stays as it was."""
        problem = ""
        for index, source in enumerate(self._sources):
            try:
                self._known[index] = await source.get_context()
            except (HomeAssistantError, OSError, ValueError, KeyError) as err:
                problem = str(err)
        self._read_at = self._clock()
        if problem and self._working:
            _LOGGER.warning("Names could not be read, the last known stay: %s", problem)
        self._working = not problem

    async def stop(self) -> None:
        """Stop reading."""
        if self._reading:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    def prompt(self, asked: Iterable[str] = ()) -> str | None:
        """Return the hint for an utterance: what the client asked to listen for, then the house's names."""
        known = [context for context in self._known if context]
        merged = RecognitionContext(
            used_areas=[*asked, *_all(known, "used_areas")],
            priority_entities=_all(known, "priority_entities"),
            empty_areas=_all(known, "empty_areas"),
            other_entities=_all(known, "other_entities"),
        )
        prompt: str | None = merged.whisper_prompt(self._count, _ROOM, self._always)
        return prompt


def _all(contexts: Iterable[RecognitionContext], tier: str) -> list[str]:
    return [name for context in contexts for name in getattr(context, tier)]
