"""Wishes to the memory that are said outright: done at once, without a model, and answered in words."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from homeassistant.components.conversation import (
    ChatLog,
    ConversationInput,
    UserContent,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..guard import Answer, Reply, TaintSource, async_note_taint, read_reply, taint_of
from ..sentences import async_sentence
from .desk import (
    FOUND_MOST,
    Done,
    async_find,
    async_keep,
    async_own,
    async_recall,
    async_trash,
)
from .learning import Reason, Refused, Said, draft_of
from .model import Channel, Draft, Memory, person
from .phrases import (
    Command,
    Correct,
    Forget,
    Private,
    Remember,
    Tell,
    Undo,
    merged,
    read_command,
)
from .recall import Audience, scopes_of
from .runtime import MemoryRuntime, async_get
from .talks import Talk
from .who import Who, async_who

REDACTED: Final = "[something secret]"
TOLD_MOST: Final = 8
"""Memories that are read out."""
_FORGET: Final = "asked to forget"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """Words that are a wish to the memory."""

    runtime: MemoryRuntime
    who: Who
    audience: Audience
    talk: Talk
    user_input: ConversationInput
    chat_log: ChatLog

    async def say(
        self, key: str, *, awaits_more: bool = False, **placeholders: str
    ) -> Answer:
        """Return a sentence in the language of the turn."""
        text = await async_sentence(
            self.runtime.hass, self.user_input.language, f"memory_{key}", **placeholders
        )
        return Answer(text=text, awaits_more=awaits_more)

    @property
    def said(self) -> Said:
        """Return who said it, and how."""
        spoken = self.user_input.satellite_id or self.user_input.device_id
        return Said(
            at=dt_util.utcnow(),
            speaker=self.who.user_id,
            utterance=self.user_input.text,
            channel=Channel.SPOKEN if spoken else Channel.TYPED,
            conversation_id=self.chat_log.conversation_id,
            taint=self.who.taint | frozenset(map(str, taint_of(self.chat_log))),
        )


async def async_answer(
    hass: HomeAssistant,
    user_input: ConversationInput,
    chat_log: ChatLog,
    names: frozenset[str] = frozenset(),
) -> Answer | None:
    """Do what was said to the memory outright; None leaves the words to the model.

    `names` are what the agent is called, lower case.
    """
    if (runtime := async_get(hass)) is None:
        return None
    talk = runtime.talks.of(chat_log.conversation_id)
    reply = read_reply(user_input.text) if talk.doomed else None
    command = None
    if reply is None:
        command = read_command(user_input.text, user_input.language, names)
        if command is None:
            talk.moved_on()
            return None
    who = await async_who(hass, user_input.context)
    turn = _Turn(
        runtime=runtime,
        who=who,
        audience=who.audience or Audience(guest=True),
        talk=talk,
        user_input=user_input,
        chat_log=chat_log,
    )
    if reply is not None:
        return await _async_confirmed(turn, reply)
    assert command is not None
    talk.doomed = ()
    if not _concerns(command, talk):
        talk.moved_on()
        return None
    if who.audience is None:
        return await turn.say("guest")
    if not runtime.enabled:
        return await turn.say("off")
    return await _HANDLERS[type(command)](turn, command)


def _concerns(command: Command, talk: Talk) -> bool:
    """Return whether words that point at what was said before have anything to point at."""
    match command:
        case Undo():
            return talk.change is not None
        case Forget(query="", everything=False) | Correct(query=""):
            return bool(talk.said)
    return True


async def _async_remember(turn: _Turn, command: Remember) -> Answer:
    draft = draft_of(command, turn.said)
    if isinstance(draft, Refused):
        return await _async_refused(turn, draft)
    return await _async_keep(turn, draft)


async def _async_keep(
    turn: _Turn, draft: Draft, outdated: tuple[str, ...] = ()
) -> Answer:
    done = await async_keep(turn.runtime, draft, turn.who.actor, outdated)
    turn.talk.moved_on()
    if done.change is None or not done.memories:
        return await turn.say("known")
    (memory, *_) = done.memories
    _note(turn, done)
    if memory.pending:
        return await turn.say("waits")
    if done.replaced:
        return await turn.say(
            "replaced", text=_plain(memory), old=_plain(done.replaced[0])
        )
    return await turn.say("kept", text=_plain(memory))


async def _async_refused(turn: _Turn, refused: Refused) -> Answer:
    if refused.concern.reason is Reason.SECRET:
        _redact(turn.chat_log)
    return await turn.say(refused.concern.reason)


async def _async_correct(turn: _Turn, command: Correct) -> Answer | None:
    text, outdated = command.new, tuple[str, ...]()
    if not command.query:
        if (old := await _async_last(turn)) is None:
            return None
        text = merged(old.text, command.new, turn.user_input.language)
        outdated = (old.id,)
    draft = draft_of(Remember(text=text), turn.said)
    if isinstance(draft, Refused):
        return await _async_refused(turn, draft)
    return await _async_keep(turn, draft, outdated)


async def _async_last(turn: _Turn) -> Memory | None:
    """Return the one memory that was spoken of last, if it is still there to be changed."""
    if len(turn.talk.said) != 1:
        return None
    memory = await turn.runtime.store.read(lambda r: r.find(turn.talk.said[0]))
    changeable = memory and memory.is_live and memory.scope in scopes_of(turn.audience)
    return memory if changeable else None


async def _async_forget(turn: _Turn, command: Forget) -> Answer | None:
    if turn.who.user_id is None:
        return await turn.say("who")
    if command.everything:
        return await _async_ask(turn)
    if command.query:
        found = await async_find(turn.runtime, command.query, scopes_of(turn.audience))
    else:
        found = await _async_said(turn)
    if not found:
        return await turn.say("nothing_found")
    if len(found) > FOUND_MOST:
        return await turn.say("too_many", count=str(len(found)))
    return await _async_trash(turn, [memory.id for memory in found])


async def _async_said(turn: _Turn) -> list[Memory]:
    known = await turn.runtime.store.read(
        lambda r: [r.find(one) for one in turn.talk.said]
    )
    own = set(scopes_of(turn.audience))
    return [
        memory
        for memory in known
        if memory and memory.deletion is None and memory.scope in own
    ]


async def _async_trash(turn: _Turn, ids: list[str]) -> Answer:
    done = await async_trash(turn.runtime, ids, turn.who.actor, _FORGET)
    turn.talk.moved_on()
    _note(turn, done)
    if len(done.memories) == 1:
        return await turn.say("forgotten", text=_plain(done.memories[0]))
    return await turn.say("forgotten_several", count=str(len(done.memories)))


async def _async_ask(turn: _Turn) -> Answer:
    own = await async_own(turn.runtime, person(turn.who.user_id or ""))
    if not own:
        return await turn.say("nothing_known")
    turn.talk.doomed = tuple(memory.id for memory in own)
    return await turn.say("everything", awaits_more=True, count=str(len(own)))


async def _async_confirmed(turn: _Turn, reply: Reply) -> Answer:
    """Take a yes or a no to the question whether everything is to be forgotten."""
    doomed, turn.talk.doomed = turn.talk.doomed, ()
    own = {m.id for m in await async_own(turn.runtime, person(turn.who.user_id or ""))}
    ids = [one for one in doomed if one in own]
    if reply is Reply.NO or not ids:
        return await turn.say("nothing_changed")
    return await _async_trash(turn, ids)


async def _async_tell(turn: _Turn, command: Tell) -> Answer | None:
    if command.about:
        memories = await async_find(
            turn.runtime, command.about, scopes_of(turn.audience)
        )
        if not memories:
            return None
        key = "told_about"
    elif turn.who.user_id is None:
        return await turn.say("who")
    else:
        memories = await async_recall(
            turn.runtime, "What do you know about me?", turn.audience
        )
        key = "told"
    if not memories:
        return await turn.say("nothing_known")
    turn.talk.moved_on()
    shown = memories[:TOLD_MOST]
    turn.talk.said = tuple(memory.id for memory in shown)
    if any(memory.taint for memory in memories):
        async_note_taint(
            turn.runtime.hass, turn.chat_log.conversation_id, TaintSource.MEMORY
        )
    listed = "; ".join(_plain(memory) for memory in shown)
    if more := len(memories) - len(shown):
        return await turn.say(f"{key}_more", text=listed, count=str(more))
    return await turn.say(key, text=listed)


async def _async_undo(turn: _Turn, command: Undo) -> Answer:
    assert turn.talk.change is not None
    number, actor = turn.talk.change
    turn.talk.moved_on()
    if actor != turn.who.actor:
        return await turn.say("nothing_changed")
    undone = await turn.runtime.store.write(
        lambda w: w.undo_changes([number], actor=actor)
    )
    turn.talk.said = tuple(m.id for m in undone.memories if m.deletion is None)
    return await turn.say("undone" if undone.memories else "nothing_changed")


async def _async_private(turn: _Turn, command: Private) -> Answer:
    turn.talk.private = command.on
    turn.talk.moved_on()
    if command.on and turn.runtime.background:
        turn.runtime.background.forget(turn.chat_log.conversation_id)
    return await turn.say("private_on" if command.on else "private_off")


_HANDLERS: Final[Mapping[type[Command], Callable[..., Awaitable[Answer | None]]]] = {
    Remember: _async_remember,
    Forget: _async_forget,
    Correct: _async_correct,
    Tell: _async_tell,
    Undo: _async_undo,
    Private: _async_private,
}


def _note(turn: _Turn, done: Done) -> None:
    turn.talk.said = tuple(m.id for m in done.memories if m.deletion is None)
    if done.change is not None:
        turn.talk.change = (done.change, turn.who.actor)


def _plain(memory: Memory) -> str:
    return memory.text.rstrip(".!")


def _redact(chat_log: ChatLog) -> None:
    """Take a secret out of what a model reads in the next turn."""
    for index in range(len(chat_log.content) - 1, -1, -1):
        if isinstance(chat_log.content[index], UserContent):
            chat_log.content[index] = UserContent(REDACTED)
            return
