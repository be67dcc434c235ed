"""The conversation agent."""

import asyncio
from time import monotonic
from typing import Final, Literal, override

from homeassistant.components.conversation import (
    ChatLog,
    ConversationEntity,
    ConversationEntityFeature,
    ConversationInput,
    ConversationResult,
    ConverseError,
    SystemContent,
    UserContent,
    async_get_result_from_chat_log,
)
from homeassistant.components.conversation.chat_log import ConversationBusyError
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import MATCH_ALL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import intent, issue_registry as ir, llm
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.start import async_at_started

from .. import memory
from ..const import DOMAIN, LOGGER
from ..guard import (
    GuardRefusedError,
    TierLimits,
    async_answer,
    async_limits,
    collect_refusals,
    own_words,
)
from ..search import async_origins
from ..sentences import async_sentence
from .answers import (
    Cause,
    async_begin_answer,
    async_interrupt,
    async_work,
    cut_off_note,
)
from .capabilities import async_details, layout_for
from .enrichment import StageInput, enrich, neutralise
from .entity import AgentEntity
from .extras import CURRENT_EXTRAS, Source, TurnExtras
from .metrics import TurnMetrics
from .ollama import full_name
from .prefill import Prefill
from .prompt import Layout, encode_images, exchanges, images
from .runtime import AssistantConfigEntry
from .settings import FollowUp
from .static_prompts import Prepared
from .turn import (
    Acknowledgement,
    Target,
    Turn,
    async_match_sentence,
    async_speak,
    async_verdict,
    is_spoken_at_once,
    speech_of,
    targets,
)

WARM_UP_DELAY: Final = 10.0
"""Seconds the house must have been left alone before the model reads its new prompt."""


class KaizenAgent(ConversationEntity, AgentEntity):
    """Answers with a model of the entry's server, and always with something."""

    _attr_supports_streaming = True

    def __init__(self, entry: AssistantConfigEntry, subentry: ConfigSubentry) -> None:
        """Initialize the agent of a subentry."""
        super().__init__(entry, subentry)
        if self.settings.llm_hass_api:
            self._attr_supported_features = ConversationEntityFeature.CONTROL

    @property
    @override
    def supported_languages(self) -> list[str] | Literal["*"]:
        """Models understand more languages than anyone could list."""
        return MATCH_ALL

    @override
    async def async_added_to_hass(self) -> None:
        """Keep the model warm: after the start, and whenever the house has changed."""
        await super().async_added_to_hass()
        self._prefill = Prefill(self.hass, self.runtime.ledger)
        self.async_on_remove(self._prefill.async_cancel)
        warm_up = Debouncer(
            self.hass,
            LOGGER,
            cooldown=WARM_UP_DELAY,
            immediate=False,
            function=self._async_warm_up,
            background=True,
        )
        self.async_on_remove(warm_up.async_shutdown)
        self.async_on_remove(
            self.runtime.prompts.async_on_change(warm_up.async_schedule_call)
        )

        async def started(hass: HomeAssistant) -> None:
            warm_up.async_schedule_call()

        self.async_on_remove(async_at_started(self.hass, started))

    async def _async_warm_up(self) -> None:
        """Let the model read the prompt, unless that would mean loading the model."""
        server = self.runtime.server.data
        model = full_name(self.settings.model)
        if server and any(loaded.name == model for loaded in server.loaded):
            await self.async_prepare()

    @override
    async def async_prepare(self, language: str | None = None) -> None:
        """Use the time a person takes to speak: let the model read what it will need."""
        layouts = await self._async_layouts()
        target, layout = next(iter(layouts.items()))
        prepared = await self._async_prepared(layout, self._own_context(language))
        self._prefill.async_begin(target, layout, prepared.prompt)

    @override
    async def async_process(self, user_input: ConversationInput) -> ConversationResult:
        """Answer; words that come while another turn runs are told to wait."""
        try:
            return await super().async_process(user_input)
        except ConversationBusyError as err:
            speech = await async_sentence(self.hass, user_input.language, "busy")
            return _error_result(user_input, err.conversation_id, speech)

    @override
    async def _async_handle_message(
        self, user_input: ConversationInput, chat_log: ChatLog
    ) -> ConversationResult:
        """Run one turn."""
        metrics = TurnMetrics()
        started = monotonic()
        answer = async_begin_answer(self.hass, user_input, chat_log)
        extras = CURRENT_EXTRAS.get() or TurnExtras()
        try:
            with collect_refusals() as refusals:
                result = await self._async_proof(
                    user_input, chat_log
                ) or await self._async_turn(
                    user_input, chat_log, metrics, extras, refusals
                )
        except asyncio.CancelledError:
            async_interrupt(self.hass, answer, Cause.NEW_RUN)
            raise
        except ConverseError as err:
            metrics.error = "internal"
            return err.as_conversation_result()
        except Exception:  # noqa: BLE001  (a person is waiting for words)
            LOGGER.exception("The turn failed")
            metrics.error = "internal"
            return await self._async_failed(user_input, chat_log, "internal")
        finally:
            metrics.total = monotonic() - started
            extras.metrics = metrics
            self.runtime.meter(self.subentry).record(metrics)
        return result

    async def _async_proof(
        self, user_input: ConversationInput, chat_log: ChatLog
    ) -> ConversationResult | None:
        """Let the guard and the memory have words that are meant for them, before any model reads them."""
        answer = await async_answer(
            self.hass, user_input, chat_log
        ) or await memory.async_answer(
            self.hass,
            user_input,
            chat_log,
            frozenset({self.settings.name.casefold()}),
        )
        if answer is None:
            return None
        result = await self._async_own_words(user_input, chat_log, answer.text)
        result.continue_conversation = answer.awaits_more
        return result

    async def _async_own_words(
        self, user_input: ConversationInput, chat_log: ChatLog, text: str
    ) -> ConversationResult:
        await async_speak(chat_log, self.entity_id, text)
        return async_get_result_from_chat_log(user_input, chat_log)

    async def _async_turn(
        self,
        user_input: ConversationInput,
        chat_log: ChatLog,
        metrics: TurnMetrics,
        extras: TurnExtras,
        refusals: list[GuardRefusedError],
    ) -> ConversationResult:
        started = monotonic()
        pictures = await self._async_pictures(user_input, chat_log, extras)
        layouts = await self._async_layouts()
        first, layout = next(iter(layouts.items()))
        if not layout.with_tools:
            response = await async_match_sentence(self.hass, user_input, chat_log)
            if refusals:
                return await self._async_own_words(
                    user_input,
                    chat_log,
                    await async_verdict(self.hass, user_input.language, refusals),
                )
            if response is not None:
                await async_speak(chat_log, self.entity_id, speech_of(response))
                return ConversationResult(response, chat_log.conversation_id)
        limits = await async_limits(self.hass, user_input.context)
        prepared, context_block = await asyncio.gather(
            self._async_prepared(layout, user_input.as_llm_context(DOMAIN)),
            self._async_context_block(user_input, limits),
        )
        if pictures and not await self._async_can_see(first):
            metrics.error = "no_vision"
            return await self._async_failed(
                user_input, chat_log, "no_vision", model=first.model
            )
        note = f"{cut_off_note()}{_client_note(user_input, chat_log)}"
        await self._async_provide(prepared, user_input, chat_log)
        await self._prefill.async_wait(self.settings.first_token_timeout)
        turn = Turn(
            hass=self.hass,
            runtime=self.runtime,
            settings=self.settings,
            agent_id=self.entity_id,
            user_input=user_input,
            chat_log=chat_log,
            static=prepared.prompt,
            layouts=layouts,
            user_message=f"{context_block}{note}{neutralise(own_words(user_input.text))}",
            answer_tokens=limits.answer_tokens,
            pictures=pictures,
            started=started,
            metrics=metrics,
            refusals=refusals,
            acknowledgement=Acknowledgement(
                hass=self.hass,
                language=user_input.language,
                wanted=self.settings.acknowledge
                and is_spoken_at_once(self.hass, chat_log.conversation_id),
            ),
        )
        was_cut_off = not await async_work(self.hass, turn.run())
        extras.tools.extend(outcome.tool for outcome in turn.outcomes)
        extras.sources.extend(
            Source(title=origin.title, url=origin.url)
            for origin in async_origins(self.hass, chat_log)
        )
        return _silent_result(turn) if was_cut_off else self._result(turn)

    async def _async_layouts(self) -> dict[Target, Layout]:
        return {
            target: layout_for(
                self.runtime,
                self.settings,
                target,
                await async_details(self.runtime, target),
            )
            for target in targets(self.runtime, self.settings)
        }

    async def _async_prepared(
        self, layout: Layout, llm_context: llm.LLMContext
    ) -> Prepared:
        prepared = await self.runtime.prompts.async_get(
            self.settings,
            num_ctx=layout.budget.num_ctx,
            with_tools=layout.with_tools,
            llm_context=llm_context,
        )
        self._async_report_size(prepared, layout)
        return prepared

    @callback
    def _async_report_size(self, prepared: Prepared, layout: Layout) -> None:
        issue_id = f"prompt_too_large_{self.subentry.subentry_id}"
        if prepared.prompt.fits:
            ir.async_delete_issue(self.hass, DOMAIN, issue_id)
            return
        ir.async_create_issue(
            self.hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key="prompt_too_large",
            translation_placeholders={
                "agent": self.subentry.title,
                "tokens": str(prepared.prompt.tokens),
                "num_ctx": str(layout.budget.num_ctx),
            },
        )

    async def _async_context_block(
        self, user_input: ConversationInput, limits: TierLimits
    ) -> str:
        user_id = user_input.context.user_id
        user = await self.hass.auth.async_get_user(user_id) if user_id else None
        return await enrich(
            StageInput(
                hass=self.hass,
                text=user_input.text,
                language=user_input.language,
                user_name=user.name if user else None,
                device_id=user_input.device_id,
                context=user_input.context,
                limits=limits,
                settings=self.settings,
                runtime=self.runtime,
            )
        )

    async def _async_provide(
        self, prepared: Prepared, user_input: ConversationInput, chat_log: ChatLog
    ) -> None:
        """Give the chat log the tools, and the prompt that is really sent."""
        await chat_log.async_provide_llm_data(
            user_input.as_llm_context(DOMAIN),
            prepared.api,
            " ",  # rendered as a template; the prompt itself is set below
            user_input.extra_system_prompt,
        )
        if chat_log.llm_api and prepared.api:
            chat_log.llm_api.tools = prepared.api.tools
        chat_log.content[0] = SystemContent(prepared.prompt.system)

    async def _async_pictures(
        self, user_input: ConversationInput, chat_log: ChatLog, extras: TurnExtras
    ) -> list[str]:
        """Put a caller's attachments into the chat log; return them as the model wants."""
        if extras.attachments:
            chat_log.content[-1] = UserContent(user_input.text, extras.attachments)
        paths = images(exchanges(chat_log.content[1:])[-1])
        if not paths:
            return []
        return await self.hass.async_add_executor_job(encode_images, paths)

    async def _async_can_see(self, target: Target) -> bool:
        details = await async_details(self.runtime, target)
        return "vision" in details.capabilities

    def _result(self, turn: Turn) -> ConversationResult:
        result = async_get_result_from_chat_log(turn.user_input, turn.chat_log)
        speech = speech_of(result.response)
        if turn.local_response is not None:
            result.response = turn.local_response
            result.response.async_set_speech(speech)
        elif turn.metrics.error and not turn.outcomes:
            result.response.async_set_error(
                intent.IntentResponseErrorCode.FAILED_TO_HANDLE, speech
            )
        result.continue_conversation = turn.awaits_proof or (
            result.continue_conversation
            if self.settings.follow_up is FollowUp.QUESTION
            else self.settings.follow_up is FollowUp.ALWAYS
        )
        return result

    async def _async_failed(
        self,
        user_input: ConversationInput,
        chat_log: ChatLog,
        key: str,
        **placeholders: str,
    ) -> ConversationResult:
        speech = await async_sentence(
            self.hass, user_input.language, key, **placeholders
        )
        await async_speak(chat_log, self.entity_id, speech)
        return _error_result(user_input, chat_log.conversation_id, speech)

    def _own_context(self, language: str | None) -> llm.LLMContext:
        """Return a context in which nobody in particular asks."""
        return llm.LLMContext(
            platform=DOMAIN,
            context=None,
            language=language,
            assistant="conversation",
            device_id=None,
            agent_id=self.entity_id,
        )


def _error_result(
    user_input: ConversationInput, conversation_id: str, speech: str
) -> ConversationResult:
    response = intent.IntentResponse(language=user_input.language)
    response.async_set_error(intent.IntentResponseErrorCode.FAILED_TO_HANDLE, speech)
    return ConversationResult(response, conversation_id)


def _silent_result(turn: Turn) -> ConversationResult:
    """Return the result of a turn that was told to stop: nothing more is to be said."""
    result = async_get_result_from_chat_log(turn.user_input, turn.chat_log)
    result.response.async_set_speech("")
    result.continue_conversation = False
    return result


def _client_note(user_input: ConversationInput, chat_log: ChatLog) -> str:
    """Return what a client adds for this conversation, once, as a note and no more."""
    extra = user_input.extra_system_prompt
    if not extra or extra == chat_log.extra_system_prompt:
        return ""
    return (
        f"<context>\nNote from the caller: {neutralise(own_words(extra))}\n</context>\n"
    )
