"""Words that are meant for the guard: answers to what it has asked."""

from dataclasses import dataclass
import re
from typing import Final

from homeassistant.components.conversation import (
    ChatLog,
    ConversationInput,
    UserContent,
)
from homeassistant.core import HomeAssistant

from ..sentences import async_reason, async_sentence
from .carrying_out import async_carry_out
from .entry import async_policy
from .model import Caller, Factor
from .people import async_trusted
from .proof.challenges import Binding, OpenChallenge, Proof
from .proof.digits import Heard, NotHeard, hear, mentions_code
from .proof.keypad import NotTaken, Wrong
from .proof.lockout import Guesser, Locked
from .proof.pins import SHORTEST, USUAL, Verified
from .proof.replies import Reply, read_reply
from .provenance import async_caller
from .questions import async_question, async_say
from .runtime import Guard, async_get, binding_of
from .store import GuardStoreError

REDACTED: Final = "[security code]"
_USUAL: Final = frozenset({SHORTEST, USUAL})
_OF_CODES: Final = re.compile(
    r"\b(?:pin|code|pass ?code|password|unlock|disarm|geheimzahl|kennwort|passwort)|"
    r"\b(?:entriegel|entsperr|entschärf|aufsperr|aufschlie|unscharf)",
    re.IGNORECASE,
)
"""What people say around a code that nobody has asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the guard says to words that were meant for it."""

    text: str
    awaits_more: bool = False
    """Whether it has asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """Words that arrived where a challenge waits."""

    guard: Guard
    caller: Caller
    binding: Binding
    challenge: OpenChallenge
    user_input: ConversationInput
    chat_log: ChatLog

    async def say(self, key: str, *, awaits_more: bool = False) -> Answer:
        text = await async_say(
            self.guard.hass, self.user_input.language, key, self.challenge.action
        )
        return Answer(text=text, awaits_more=awaits_more)


async def async_answer(
    hass: HomeAssistant, user_input: ConversationInput, chat_log: ChatLog
) -> Answer | None:
    """Take words that answer an open challenge, or that hold a code; None leaves them to the model."""
    if (guard := async_get(hass)) is None:
        return None
    caller = await async_caller(hass, user_input.context, async_policy(hass))
    binding = binding_of(caller)
    challenge = guard.book.pending(binding, guard.now) if binding else None
    if binding is None or challenge is None:
        return await _async_unasked(guard, user_input, chat_log)
    guard.heard(binding)
    turn = _Turn(
        guard=guard,
        caller=caller,
        binding=binding,
        challenge=challenge,
        user_input=user_input,
        chat_log=chat_log,
    )
    answer = await _async_to_challenge(turn)
    if answer is None:
        if challenge.missing != {Factor.PHONE}:
            guard.book.cancel(binding)
        return await _async_unasked(guard, user_input, chat_log)
    return answer


async def _async_to_challenge(turn: _Turn) -> Answer | None:
    """Return what to say to an answer; None when the words are about something else."""
    reply = read_reply(turn.user_input.text)
    if reply is Reply.NO:
        turn.guard.book.cancel(turn.binding)
        return await turn.say("cancelled")
    if Factor.PIN in turn.challenge.missing:
        return await _async_pin(turn)
    if reply is not Reply.YES:
        return None
    if Factor.CONFIRM in turn.challenge.missing:
        return await _async_prove(turn, Factor.CONFIRM)
    return await turn.say("ask_phone")


async def _async_pin(turn: _Turn) -> Answer | None:
    lengths = _lengths(turn.guard)
    language = turn.user_input.language
    heard = hear(turn.user_input.text, lengths, language)
    if heard is NotHeard.WORDS and not mentions_code(
        turn.user_input.text, _about(lengths), language
    ):
        return None
    _redact(turn.chat_log)
    if turn.guard.is_recorded(turn.user_input.context.id):
        turn.guard.book.cancel(turn.binding)
        return await turn.say("pin_recorded")
    if not isinstance(heard, Heard):
        again = turn.guard.book.not_heard(turn.challenge.id, turn.guard.now)
        return await turn.say(
            "pin_not_heard" if again else "cancelled", awaits_more=again
        )
    return await _async_try(turn, heard.digits)


async def _async_try(turn: _Turn, digits: str) -> Answer:
    guard, caller = turn.guard, turn.caller
    trusted = await async_trusted(guard.hass, async_policy(guard.hass))
    allowed = trusted & {caller.user_id} if caller.user_id else trusted
    guesser = Guesser(satellite_id=caller.satellite_id, user_id=caller.user_id)
    try:
        verdict = await guard.keypad.async_try(digits, guesser, allowed)
    except GuardStoreError as err:
        guard.book.cancel(turn.binding)
        words = await async_reason(guard.hass, turn.user_input.language, err)
        return Answer(text=words)
    match verdict:
        case Verified(user_id=user_id, duress=duress):
            return await _async_prove(turn, Factor.PIN, user_id=user_id, duress=duress)
        case NotTaken() | Wrong(locked=Locked()):
            guard.book.cancel(turn.binding)
            return await turn.say("locked_out")
    again = guard.book.wrong(turn.challenge.id, guard.now)
    return await turn.say(
        "pin_wrong_again" if again else "pin_wrong", awaits_more=again
    )


async def _async_prove(
    turn: _Turn, factor: Factor, *, user_id: str | None = None, duress: bool = False
) -> Answer:
    guard = turn.guard
    hass, language = guard.hass, turn.user_input.language
    if duress:
        guard.forced[turn.challenge.id] = None
    proven = guard.book.prove(
        turn.challenge.id, factor, guard.now, binding=turn.binding, user_id=user_id
    )
    match proven:
        case None:
            return await turn.say("expired")
        case OpenChallenge():
            question = await async_question(hass, language, proven)
            return Answer(text=question, awaits_more=proven.missing != {Factor.PHONE})
        case Proof():
            text = await async_carry_out(
                guard,
                proven,
                turn.caller,
                language,
                duress=proven.challenge_id in guard.forced,
            )
            return Answer(text=text)


async def _async_unasked(
    guard: Guard, user_input: ConversationInput, chat_log: ChatLog
) -> Answer | None:
    """Keep a code that nobody has asked for away from the model and out of the log."""
    text, language = user_input.text, user_input.language
    lengths = _lengths(guard)
    said = _OF_CODES.search(text) and mentions_code(text, lengths, language)
    if not said and not (_has_pins(guard) and _is_code(text, lengths, language)):
        return None
    _redact(chat_log)
    words = await async_sentence(guard.hass, language, "guard_code_unasked")
    return Answer(text=words)


def _redact(chat_log: ChatLog) -> None:
    for index in range(len(chat_log.content) - 1, -1, -1):
        if isinstance(chat_log.content[index], UserContent):
            chat_log.content[index] = UserContent(REDACTED)
            return


def _lengths(guard: Guard) -> frozenset[int]:
    try:
        return guard.keypad.lengths or _USUAL
    except GuardStoreError:
        return _USUAL


def _has_pins(guard: Guard) -> bool:
    try:
        return bool(guard.keypad.lengths)
    except GuardStoreError:
        return True


def _is_code(text: str, lengths: frozenset[int], language: str) -> bool:
    """Return whether words are nothing but a code, as of somebody who answers too late."""
    return isinstance(hear(text, lengths, language), Heard)


def _about(lengths: frozenset[int]) -> frozenset[int]:
    """Return lengths with the digit more or less that is easily misheard."""
    return frozenset(n + off for n in lengths for off in (-1, 0, 1))
