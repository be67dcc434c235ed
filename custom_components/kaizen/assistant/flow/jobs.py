"""Work a model server does while a flow waits: fetching models and creating presets."""

from abc import abstractmethod
import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Self

from homeassistant.config_entries import ConfigFlowResult, SubentryFlowResult
from homeassistant.data_entry_flow import FlowHandler
from homeassistant.helpers.translation import async_get_translations

from ...const import DOMAIN
from ..failures import as_home_assistant_error
from ..ollama import OllamaClient, OllamaError, PullProgress
from ..presets import Preset

_STEP: Final = 0.01
"""Progress is told in steps of one percent."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work on a server."""

    action: Literal["download", "create"]
    model: str
    run: Callable[[OllamaClient], AsyncGenerator[PullProgress]]

    @classmethod
    def download(cls, model: str) -> Self:
        """Fetch a model from the library."""
        return cls("download", model, lambda client: client.pull(model))

    @classmethod
    def create(cls, preset: Preset, base: str) -> Self:
        """Create a preset from a model that is there."""
        return cls(
            "create",
            preset.server_model,
            lambda client: client.create(
                preset.server_model,
                base=base,
                system=None,
                parameters=preset.parameters,
            ),
        )


@dataclass(slots=True)
class Gauge:
    """How much of all layers has arrived, in whole percents."""

    _layers: dict[str, tuple[int, int]] = field(default_factory=dict)
    _told: float = 0.0

    def read(self, progress: PullProgress) -> float | None:
        """Return the new fraction; None while it has not grown by a percent."""
        if progress.digest and progress.total:
            self._layers[progress.digest] = (progress.completed, progress.total)
        total = sum(layer[1] for layer in self._layers.values())
        if not total:
            return None
        fraction = min(sum(layer[0] for layer in self._layers.values()) / total, 1.0)
        if fraction - self._told < _STEP:
            return None
        self._told = fraction
        return fraction


class JobSteps[R: (ConfigFlowResult, SubentryFlowResult), H: (str, tuple[str, str])](
    FlowHandler[Any, R, H]
):
    """The steps of a flow that wait for a server's work.

    A flow fills `jobs`, starts with `async_step_prepare` and goes on in `async_step_prepared`.
    When a job fails, the owner tries again, goes back to `choice_step` or goes on without it.
    """

    choice_step: str
    server: OllamaClient
    jobs: list[Job]
    _task: asyncio.Task[None] | None = None
    _failure: OllamaError | None = None

    @abstractmethod
    async def async_step_prepared(self, user_input: dict[str, Any] | None = None) -> R:
        """Go on once the server has what the agents need."""

    async def async_step_prepare(self, user_input: dict[str, Any] | None = None) -> R:
        """Do one job after the other, telling how far they are."""
        if self._task is not None and self._task.done():
            failure = self._task.exception()
            self._task = None
            if isinstance(failure, OllamaError):
                self._failure = failure
                return self.async_show_progress_done(next_step_id="prepare_failed")
            if failure is not None:
                raise failure
            del self.jobs[0]
        if not self.jobs:
            return self.async_show_progress_done(next_step_id="prepared")
        job = self.jobs[0]
        if self._task is None:
            self._task = self.hass.async_create_background_task(
                self._async_run(job), f"{DOMAIN} {job.action} {job.model}"
            )
        return self.async_show_progress(
            step_id="prepare",
            progress_action=job.action,
            description_placeholders={"model": job.model},
            progress_task=self._task,
        )

    async def _async_run(self, job: Job) -> None:
        gauge = Gauge()
        # Closing the generator closes the connection, which makes the server stop.
        async with aclosing(job.run(self.server)) as progress:
            async for step in progress:
                if (fraction := gauge.read(step)) is not None:
                    self.async_update_progress(fraction)

    async def async_step_prepare_failed(
        self, user_input: dict[str, Any] | None = None
    ) -> R:
        """Tell what went wrong and offer ways on."""
        assert self._failure is not None
        return self.async_show_menu(
            step_id="prepare_failed",
            menu_options=["prepare_retry", self.choice_step, "prepare_skip"],
            description_placeholders={
                "model": self.jobs[0].model,
                "reason": await self._async_reason(self._failure),
            },
        )

    async def async_step_prepare_retry(
        self, user_input: dict[str, Any] | None = None
    ) -> R:
        """Do the failed job again."""
        return await self.async_step_prepare()

    async def async_step_prepare_skip(
        self, user_input: dict[str, Any] | None = None
    ) -> R:
        """Go on without what is missing; a repair issue will remind of it."""
        self.jobs.clear()
        return await self.async_step_prepared()

    async def _async_reason(self, failure: OllamaError) -> str:
        words = as_home_assistant_error(failure, self.server.url)
        texts = await async_get_translations(
            self.hass, self.hass.config.language, "exceptions", [DOMAIN]
        )
        text = texts[f"component.{DOMAIN}.exceptions.{words.translation_key}.message"]
        return text.format(**(words.translation_placeholders or {}))
