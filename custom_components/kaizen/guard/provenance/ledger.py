"""Follows contexts from their first sight on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.components.conversation.chat_log import async_subscribe_chat_logs
from homeassistant.components.conversation.const import ChatLogEventType
from homeassistant.const import (
    EVENT_CALL_SERVICE,
    EVENT_STATE_CHANGED,
    EVENT_STATE_REPORTED,
)
from homeassistant.core import (
    CALLBACK_TYPE,
    Context,
    Event,
    EventStateChangedData,
    EventStateReportedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.util.hass_dict import HassKey

from ...const import LOGGER
from ..model import Origin, TaintSource
from ..taint import async_forget, async_note_result
from .evidence import (
    AGENTS,
    AUTOMATION_TRIGGERED,
    PROCESSING,
    SATELLITES,
    of_event,
    of_request,
    of_turn,
)
from .marks import FORGOTTEN, Mark, Marks

_LEDGER: Final[HassKey[ContextLedger]] = HassKey("kaizen_context_ledger")

_EVENTS: Final = (
    AUTOMATION_TRIGGERED,
    EVENT_CALL_SERVICE,
    "alexa_smart_home",
    "google_assistant_command",
    "homekit_state_change",
    "script_started",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnBegun:
    """Words have arrived: at a satellite, in a conversation. One turn may be told of as both."""

    satellite_id: str | None = None
    conversation_id: str | None = None


class ContextLedger:
    """Knows where the contexts of late came from."""

    def __init__(self, hass: HomeAssistant, marks: Marks | None = None) -> None:
        """Know nothing yet."""
        self.hass = hass
        self.marks = Marks() if marks is None else marks
        self._on_turn: list[Callable[[TurnBegun], None]] = []

    @callback
    def async_start(self) -> None:
        """Listen for as long as Home Assistant runs."""
        bus = self.hass.bus
        for event_type in _EVENTS:
            bus.async_listen(event_type, self._async_seen)
        bus.async_listen(EVENT_STATE_CHANGED, self._async_seen, _has_a_past)
        bus.async_listen(EVENT_STATE_REPORTED, self._async_seen, _is_satellite)
        bus.async_listen(EVENT_STATE_CHANGED, self._async_hears, _begins_a_turn)
        async_subscribe_chat_logs(self.hass, self._async_chat)

    @callback
    def async_on_turn(self, listener: Callable[[TurnBegun], None]) -> CALLBACK_TYPE:
        """Tell a listener of every turn before it is answered; return how to stop that."""
        self._on_turn.append(listener)
        return lambda: self._on_turn.remove(listener)

    @callback
    def async_mark(
        self,
        context: Context,
        origin: Origin,
        *,
        conversation_id: str | None = None,
        taint: frozenset[TaintSource] = frozenset(),
    ) -> None:
        """Write down what whoever made a context knows of it; it is never made lighter by this."""
        self.async_see(
            context, Mark(origin=origin, conversation_id=conversation_id, taint=taint)
        )

    @callback
    def async_see(self, context: Context, evidence: Mark | None = None) -> Mark | None:
        """Return where a context came from, and remember it; None: from the house itself."""
        marks = self.marks
        own = marks.get(context.id)
        parent = marks.get(context.parent_id)
        known = own or parent or evidence
        mark = _together(own, evidence, parent, of_turn(context, known))
        if mark is None and marks.may_be_lost(context.id, context.parent_id):
            mark = FORGOTTEN
        mark = _together(_of_user(context), mark, of_request(self.hass))
        if mark is not None and mark != own:
            marks.put(context.id, mark)
        return mark

    @callback
    def async_origin(self, context: Context) -> Mark | None:
        """Return where a context came from, also when no event of it has come by yet.

        Events that are fired while another is handed out wait for their turn: an
        automation may act before the bus has told anybody that it was triggered.
        """
        first = context.origin_event
        mark = self.async_see(context, of_event(self.hass, first) if first else None)
        if mark is None and (parent := self._written_with(context.parent_id)):
            self.async_see(parent)
            mark = self.async_see(context)
        return mark

    @callback
    def turn_of(self, context: Context) -> Mark | None:
        """Return the turn a context belongs to; None when no words began it."""
        mark = self.async_origin(context)
        return mark if mark is not None and mark.origin.is_talk else None

    def _written_with(self, context_id: str | None) -> Context | None:
        """Return the context of that id with which an entity last wrote its state."""
        if context_id is None:
            return None
        return next(
            (
                state.context
                for state in self.hass.states.async_all()
                if state.context.id == context_id
            ),
            None,
        )

    @callback
    def _async_seen(self, event: Event[Any]) -> None:
        self.async_see(event.context, of_event(self.hass, event))

    @callback
    def _async_hears(self, event: Event[EventStateChangedData]) -> None:
        self._async_tell(TurnBegun(satellite_id=event.data["entity_id"]))

    @callback
    def _async_chat(
        self, conversation_id: str, kind: ChatLogEventType, data: dict[str, Any]
    ) -> None:
        if kind is ChatLogEventType.DELETED:
            async_forget(self.hass, conversation_id)
        if kind is not ChatLogEventType.CONTENT_ADDED:
            return
        content = data["content"]
        if content["role"] == "user":
            self._async_tell(TurnBegun(conversation_id=conversation_id))
        elif content["role"] == "tool_result":
            async_note_result(self.hass, conversation_id, content["tool_name"])

    @callback
    def _async_tell(self, turn: TurnBegun) -> None:
        for listener in tuple(self._on_turn):
            try:
                listener(turn)
            except Exception:  # noqa: BLE001  (a turn goes on without it)
                LOGGER.exception("A listener to turns failed")


@callback
def async_setup(hass: HomeAssistant) -> ContextLedger:
    """Return the house's ledger, which from now on follows every context."""
    if (ledger := hass.data.get(_LEDGER)) is None:
        ledger = hass.data[_LEDGER] = ContextLedger(hass)
        ledger.async_start()
    return ledger


@callback
def async_get(hass: HomeAssistant) -> ContextLedger:
    """Return the house's ledger."""
    return hass.data[_LEDGER]


def _together(*marks: Mark | None) -> Mark | None:
    """Return all that is known, earlier marks' people and places first."""
    joined: Mark | None = None
    for mark in marks:
        if mark is not None:
            joined = mark if joined is None else joined.joined(mark)
    return joined


def _of_user(context: Context) -> Mark | None:
    if context.user_id is None:
        return None
    return Mark(origin=Origin.DASHBOARD, user_id=context.user_id)


@callback
def _has_a_past(data: EventStateChangedData) -> bool:
    """Return whether a state change can tell anything of its context."""
    state: State | None = data["new_state"]
    return state is not None and (
        state.context.parent_id is not None
        or state.context.user_id is not None
        or state.entity_id.startswith((AGENTS, SATELLITES))
    )


@callback
def _is_satellite(data: EventStateReportedData) -> bool:
    return data["entity_id"].startswith(SATELLITES)


@callback
def _begins_a_turn(data: EventStateChangedData) -> bool:
    """Return whether a satellite has heard words: it is being worked out what they mean."""
    if not data["entity_id"].startswith(SATELLITES):
        return False
    old, new = data["old_state"], data["new_state"]
    return (
        new is not None
        and new.state == PROCESSING
        and (old is None or old.state != PROCESSING)
    )
