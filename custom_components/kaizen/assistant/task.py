"""AI tasks: data, with or without a structure, and decisions, from a local model."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, override

from homeassistant.components import ai_task, conversation
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import llm
import probatio

from ..const import DOMAIN
from . import structure
from .capabilities import async_details, layout_for
from .entity import AgentEntity
from .evaluation import as_answer, as_ballot, request
from .failures import as_home_assistant_error
from .generation import Generation, prompt_text
from .media import async_read_images
from .metrics import TurnMetrics
from .ollama import ChatChunk, OllamaError
from .prompt import Layout, wire_tool
from .turn import Target, targets


class KaizenTask(ai_task.AITaskEntity, AgentEntity):
    """Runs AI tasks on the model of its subentry."""

    _attr_supported_features = (
        ai_task.AITaskEntityFeature.GENERATE_DATA
        | ai_task.AITaskEntityFeature.EVALUATE
        | ai_task.AITaskEntityFeature.SUPPORT_ATTACHMENTS
    )

    @override
    async def _async_generate_data(
        self, task: ai_task.GenDataTask, chat_log: conversation.ChatLog
    ) -> ai_task.GenDataTaskResult:
        """Answer a task with text, or with data of its structure."""
        with self._measured() as metrics:
            system = chat_log.content[0]
            images = await async_read_images(self.hass, task.attachments)
            generation = Generation(
                runtime=self.runtime,
                settings=self.settings,
                layouts=await self._async_layouts(with_eyes=bool(images)),
                agent_id=self.entity_id,
                chat_log=chat_log,
                instructions=system.content if system.role == "system" else "",
                images=images,
                tools=[*_wire_tools(chat_log.llm_api)] if chat_log.llm_api else [],
                metrics=metrics,
                started=monotonic(),
            )
            if task.structure is None:
                data = await generation.answer()
            else:
                data = await _async_structured(generation, task.structure)
        return ai_task.GenDataTaskResult(
            conversation_id=chat_log.conversation_id, data=data
        )

    @override
    async def _async_evaluate(
        self, task: ai_task.EvaluationTask
    ) -> ai_task.EvaluationTaskResult:
        """Put each question to the model and read how likely it finds each answer."""
        answers: dict[str, ai_task.EvaluationAnswer] = {}
        with self._measured() as metrics:
            ballots = {name: as_ballot(name, q) for name, q in task.questions.items()}
            images = await async_read_images(self.hass, task.attachments)
            layouts = await self._async_layouts(with_eyes=bool(images))
            target, layout = next(iter(layouts.items()))
            metrics.model = target.model
            for name, ballot in ballots.items():
                metrics.requests += 1
                body = request(ballot, task.state, images, layout)
                reply = await target.client.chat_once(
                    body, timeout=self.settings.first_token_timeout
                )
                self._account(metrics, target, body, reply)
                answers[name] = as_answer(
                    name, task.questions[name], ballot, reply, target
                )
        return ai_task.EvaluationTaskResult(answers=answers)

    async def _async_layouts(self, *, with_eyes: bool) -> dict[Target, Layout]:
        """Return whom to ask and how, best first; only models that see `with_eyes`."""
        layouts: dict[Target, Layout] = {}
        for target in targets(self.runtime, self.settings):
            details = await async_details(self.runtime, target)
            if not with_eyes or "vision" in details.capabilities:
                layouts[target] = layout_for(
                    self.runtime, self.settings, target, details
                )
        if layouts:
            return layouts
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="model_without_vision",
            translation_placeholders={"model": self.settings.model},
        )

    def _account(
        self,
        metrics: TurnMetrics,
        target: Target,
        body: dict[str, Any],
        reply: ChatChunk,
    ) -> None:
        if (usage := reply.usage) is None:
            return
        ledger, segments = self.runtime.ledger, prompt_text(body)
        metrics.prompt_tokens = usage.prompt_tokens
        metrics.evaluated_tokens += ledger.evaluated(
            target.key, segments, usage.prompt_tokens
        )
        metrics.output_tokens += usage.output_tokens
        metrics.output_seconds += usage.output
        ledger.record(target.key, segments)

    @contextmanager
    def _measured(self) -> Iterator[TurnMetrics]:
        """Account for a task however it ends; a failure leaves as a translated error."""
        metrics = TurnMetrics(model=self.settings.model)
        started = monotonic()
        try:
            yield metrics
        except OllamaError as err:
            metrics.error = err.translation_key
            raise as_home_assistant_error(err, self.runtime.client.url) from err
        except HomeAssistantError as err:
            metrics.error = err.translation_key or type(err).__name__
            raise
        finally:
            metrics.total = monotonic() - started
            self.runtime.meter(self.subentry).record(metrics)


async def _async_structured(generation: Generation, wanted: probatio.Schema) -> Any:
    """Return data of a structure; a wrong answer is shown to the model once.

    With tools the first answer is free, since one held to a schema cannot call them.
    """
    schema = structure.json_schema(wanted, llm.selector_serializer)
    generation = generation.told(structure.explain(schema))
    if not generation.tools:
        generation = generation.constrained(schema)
    answer = await generation.answer()
    try:
        return structure.read(wanted, answer)
    except structure.StructureError as err:
        generation.ask(structure.feedback(err))
    answer = await generation.constrained(schema).answer()
    try:
        return structure.read(wanted, answer)
    except structure.StructureError as err:
        raise generation.error("task_wrong_structure", error=str(err)) from err


def _wire_tools(api: llm.APIInstance) -> Iterator[dict[str, Any]]:
    for tool in api.tools:
        parameters = structure.json_schema(tool.parameters, api.custom_serializer)
        yield wire_tool(tool.name, tool.description, parameters)
