"""Has the model read the static prompt before anyone asks.

Home Assistant calls `async_prepare` while a person is still speaking, and a
changed house would cost the next turn a cold prompt. Neither may evict a
conversation: when the model already holds the static prompt, nothing is sent.
"""

import asyncio
from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..const import LOGGER
from .ollama import OllamaError
from .prompt import Layout, PrefixLedger, StaticPrompt
from .turn import Target

PREFILL_DEADLINE: Final = 300.0
"""Longest time a prefill may take, in seconds; a large model may have to be loaded."""


class Prefill:
    """At most one prefill at a time for one agent."""

    def __init__(self, hass: HomeAssistant, ledger: PrefixLedger) -> None:
        """Start idle."""
        self._hass = hass
        self._ledger = ledger
        self._running: asyncio.Task[None] | None = None

    @callback
    def async_begin(self, target: Target, layout: Layout, static: StaticPrompt) -> None:
        """Begin in the background, unless it is under way or not needed."""
        if self._running is None or self._running.done():
            if self._ledger.holds(target.key, static.segments):
                return
            self._running = self._hass.async_create_background_task(
                self._async_prefill(target, layout, static), "kaizen prefill"
            )

    async def async_wait(self, deadline: float) -> None:
        """Wait for a running prefill: the turn's own request would only queue behind it."""
        if self._running is not None and not self._running.done():
            await asyncio.wait((self._running,), timeout=deadline)

    @callback
    def async_cancel(self) -> None:
        """Give up a running prefill."""
        if self._running is not None:
            self._running.cancel()

    async def _async_prefill(
        self, target: Target, layout: Layout, static: StaticPrompt
    ) -> None:
        body = layout.body(static, [{"role": "system", "content": static.system}])
        body["options"] = {**body["options"], "num_predict": 1}
        try:
            reply = await target.client.chat_once(body, timeout=PREFILL_DEADLINE)
        except OllamaError as err:
            LOGGER.debug("Prefill of %s failed: %s", target.key, err)
        else:
            self._ledger.record(
                target.key,
                static.segments,
                reply.usage.prompt_tokens if reply.usage else 0,
                keep_alive=layout.keep_alive,
            )
