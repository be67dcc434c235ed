"""The guard of this house: what it remembers, and everyone it talks to."""

from collections.abc import Callable
from time import monotonic
from typing import Any, Final

from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .audit import AuditEntry, AuditKind, AuditUnwritableError, Result, async_get_audit
from .means import PIN_HOLDERS
from .model import Caller, Grant
from .proof.challenges import Binding, ChallengeBook, Ended, OpenChallenge
from .proof.keypad import Keypad
from .proof.phone import PhoneAnswer, Phones
from .provenance import TurnBegun, async_setup as async_setup_provenance
from .recent import Recent
from .store import GuardStore, GuardStoreError
from .surroundings import async_setup as async_setup_surroundings
from .usage import Usage

GUARD: Final[HassKey[Guard]] = HassKey("kaizen_guard")
DASHBOARD: Final = "dashboard"
"""What stands for the conversation where somebody acts on a page."""

_LATELY: Final = 256
"""Contexts and challenges that are remembered."""
_RESULTS: Final = {
    Ended.PROVEN: Result.RIGHT,
    Ended.EXPIRED: Result.EXPIRED,
    Ended.WRONG: Result.WRONG,
    Ended.NOT_HEARD: Result.WRONG,
}


class Guard:
    """One for a house, with or without an entry of its own."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin to follow contexts; what is remembered is loaded by `async_start`."""
        self.hass = hass
        self.ledger = async_setup_provenance(hass)
        async_setup_surroundings(hass)
        self.audit = async_get_audit(hass)
        self.store = GuardStore(hass)
        self.keypad = Keypad(hass, self.store)
        self.book = ChallengeBook(self._ended)
        self.phones = Phones(hass, self._phone_answered)
        self.on_phone: Callable[[PhoneAnswer], None] = lambda _answer: None
        """Told of a phone's answer; set by whoever carries out what is proven."""
        self.callers: dict[str, Caller] = {}
        """Who made an open challenge necessary."""
        self.grants: dict[str, Grant] = {}
        """What is proven and runs, by context."""
        self.forced: Recent[str, None] = Recent(_LATELY)
        """Challenges for which somebody gave the PIN of distress."""
        self.wished: Recent[str, set[str]] = Recent(_LATELY)
        """What was wished to be unsecured, by context: a second thing in one means several."""
        self.counted: Recent[tuple[str, str], None] = Recent(_LATELY)
        """What was unsecured in which context; one action may be several commands."""
        self._unanswered: set[Binding] = set()
        self._recorded: Recent[str, None] = Recent(_LATELY)

    async def async_start(self) -> None:
        """Load what the guard remembers, and listen for as long as Home Assistant runs."""
        await self.store.async_load()
        self.hass.data[PIN_HOLDERS] = self._pin_holders
        self.phones.async_listen()
        self.ledger.async_on_turn(self._turn_begun)
        self.hass.bus.async_listen(
            EVENT_CALL_SERVICE, self._async_words_recorded, _is_process
        )

    @property
    def usage(self) -> Usage:
        """Return what was unsecured when.

        Raises:
            GuardStoreError: It could not be read.
        """
        return Usage.from_dict(self.store.data.usage)

    @property
    def now(self) -> float:
        """Return the time as open challenges count it, in seconds."""
        return monotonic()

    def is_recorded(self, context_id: str) -> bool:
        """Return whether a turn's words came in an action, whose data Home Assistant records."""
        return context_id in self._recorded

    def heard(self, binding: Binding) -> None:
        """Note that words from there were looked at: they were an answer, or cancelled what was open."""
        self._unanswered.discard(binding)

    def _pin_holders(self) -> frozenset[str] | None:
        try:
            return frozenset(self.store.data.pins)
        except GuardStoreError:
            return None

    def _turn_begun(self, turn: TurnBegun) -> None:
        """End a challenge when something else is said where it waits, matched without this guard."""
        for challenge in self.book.all(self.now):
            binding = challenge.binding
            here = (
                binding.satellite_id == turn.satellite_id
                if binding.satellite_id
                else binding.conversation_id == turn.conversation_id
            )
            if not here:
                continue
            if binding in self._unanswered:
                self.book.cancel(binding)
            else:
                self._unanswered.add(binding)

    def _phone_answered(self, answer: PhoneAnswer) -> None:
        self.on_phone(answer)

    def _ended(self, challenge: OpenChallenge, why: Ended) -> None:
        self.phones.async_withdraw(challenge.id)
        self._unanswered.discard(challenge.binding)
        caller = self.callers.pop(challenge.id, None)
        self.hass.async_create_task(
            self._async_note(
                AuditEntry(
                    kind=AuditKind.PROOF,
                    verb=challenge.action.verb,
                    request_id=challenge.id,
                    entities=(challenge.action.entity_id,),
                    caller=caller,
                    factors=challenge.proven,
                    result=_RESULTS.get(why, Result.CANCELLED),
                )
            ),
            "kaizen guard: audit of a proof",
        )

    async def _async_note(self, entry: AuditEntry) -> None:
        try:
            await self.audit.async_note(entry)
        except AuditUnwritableError:
            return  # shown by the audit itself; a proof is nothing without its decision

    @callback
    def _async_words_recorded(self, event: Event[Any]) -> None:
        self._recorded[event.context.id] = None


@callback
def _is_process(data: Any) -> bool:
    return (data["domain"], data["service"]) == ("conversation", "process")


@callback
def async_get(hass: HomeAssistant) -> Guard | None:
    """Return the guard; None while Kaizen is being set up."""
    return hass.data.get(GUARD)


def binding_of(caller: Caller) -> Binding | None:
    """Return what an answer must come from to count for a caller."""
    if caller.satellite_id:
        return Binding(satellite_id=caller.satellite_id)
    if caller.user_id is None:
        return None
    if not caller.origin.is_talk:
        return Binding(user_id=caller.user_id, conversation_id=DASHBOARD)
    if caller.conversation_id is None:
        return None
    return Binding(user_id=caller.user_id, conversation_id=caller.conversation_id)
