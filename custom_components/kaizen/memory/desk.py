"""What can be done to memories on somebody's behalf: by words, by a tool, by an action, on a page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from homeassistant.util import dt as dt_util

from .learning import Supersede, carry_out, decide
from .model import UNKNOWN_VOICE, Draft, Memory, Scope, person
from .recall import Audience, agreement, read_question
from .refusals import MemoryRefusedError
from .runtime import MemoryRuntime
from .store import Changes, DuplicateError, Filter, Reader, State, Undoer
from .who import Who

FOUND_MOST: Final = 5
"""Memories that one wish may put into the trash."""
_LOOKED_AT: Final = 40
_SURE: Final = 0.99
_LIKELY: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a wish."""

    change: int | None
    """Number by which it is taken back; None when nothing had to be changed."""
    memories: tuple[Memory, ...] = ()
    """As they are now."""
    replaced: tuple[Memory, ...] = ()
    """What the new memory took the place of."""


async def async_keep(
    runtime: MemoryRuntime, draft: Draft, actor: str, outdated: Collection[str] = ()
) -> Done:
    """Keep a memory beside what is known, or in its place; `outdated` says what is out of date for certain.

    Raises:
        InvalidMemoryError: The text is empty or too long.
    """
    decision = decide(draft, await runtime.knowledge.neighbours(draft))
    if outdated and not draft.pending:
        decision = Supersede(draft=draft, ids=tuple(outdated))

    def keep(writer: Undoer) -> Done:
        before = _last_change(writer, actor)
        carry_out(writer, [decision], actor=actor)
        change = _last_change(writer, actor)
        if change == before:
            return Done(change=None)
        touched = _touched(writer, actor, change)
        return Done(
            change=change,
            memories=tuple(one for one in touched if one.superseded_by is None),
            replaced=tuple(one for one in touched if one.superseded_by),
        )

    return await runtime.store.write(keep)


async def async_trash(
    runtime: MemoryRuntime, ids: Sequence[str], actor: str, reason: str
) -> Done:
    """Put memories into the trash.

    Raises:
        UnknownMemoryError: One of them is not there.
    """

    def trash(writer: Undoer) -> Done:
        with writer.change(actor) as change:
            gone = writer.trash(ids, actor=actor, reason=reason)
        return Done(change=change if gone else None, memories=tuple(gone))

    return await runtime.store.write(trash)


async def async_find(
    runtime: MemoryRuntime, query: str, scopes: Iterable[Scope]
) -> list[Memory]:
    """Return the live memories that a person's words name; only words decide, never nearness.

    All that hold every word of the query, else the one that holds most of them.
    """
    question, wanted = read_question(query), tuple(scopes)
    now = dt_util.utcnow()

    def look(reader: Reader) -> list[Memory]:
        return [
            memory
            for memory, _ in reader.by_words(query, wanted, now=now, limit=_LOOKED_AT)
        ]

    found = [
        (agreement(question, f"{memory.subject} {memory.text}"), memory)
        for memory in await runtime.store.read(look)
    ]
    if sure := [memory for share, memory in found if share >= _SURE]:
        return sure
    share, best = max(found, key=lambda one: one[0], default=(0.0, None))
    return [best] if best and share >= _LIKELY else []


async def async_own(runtime: MemoryRuntime, scope: Scope) -> list[Memory]:
    """Return all live memories of a scope, newest first."""

    def look(reader: Reader) -> list[Memory]:
        found: list[Memory] = []
        before: int | None = None
        while page := reader.browse(Filter(scopes=[scope]), limit=500, before=before):
            found += page
            before = page[-1].rank
        return found

    return await runtime.store.read(look)


async def async_pending(
    runtime: MemoryRuntime, scopes: Collection[Scope], limit: int = 100
) -> list[Memory]:
    """Return what waits for the yes of whoever sees these scopes."""
    return await runtime.store.read(
        lambda r: r.browse(Filter(state=State.PENDING, scopes=scopes), limit=limit)
    )


async def async_recall(
    runtime: MemoryRuntime, text: str, audience: Audience
) -> list[Memory]:
    """Return what matters for a text, to whoever may hear it."""
    recall = await runtime.library.recall(text, audience, now=dt_util.utcnow())
    return [one.memory for one in recall.memories]


async def async_judge(
    runtime: MemoryRuntime,
    who: Who,
    scopes: Collection[Scope],
    keep: Iterable[str],
    drop: Iterable[str],
    scope: Scope | None = None,
) -> None:
    """Say yes or no to memories that wait.

    What a voice without a name said goes to `scope`, else to whoever says yes.

    Raises:
        MemoryRefusedError: One of them does not wait, is not theirs to judge, or the same is known by now.
    """

    def judge(writer: Undoer) -> None:
        with writer.change(who.actor):
            for one in keep:
                memory = _waiting(writer, one, scopes)
                changes: Changes = {"pending": False}
                if memory.scope == UNKNOWN_VOICE:
                    changes["scope"] = scope or person(who.user_id or "")
                writer.edit(one, actor=who.actor, **changes)
            refused = [_waiting(writer, one, scopes).id for one in drop]
            writer.trash(refused, actor=who.actor, reason="refused")

    try:
        await runtime.store.write(judge)
    except DuplicateError:
        raise MemoryRefusedError("memory_known_anew") from None


def _waiting(reader: Reader, id: str, scopes: Collection[Scope]) -> Memory:
    memory = reader.find(id)
    if (
        memory is None
        or not memory.pending
        or memory.deletion is not None
        or memory.scope not in scopes
    ):
        raise MemoryRefusedError("memory_not_found")
    return memory


def _last_change(reader: Reader, actor: str) -> int:
    last = reader.history(actor=actor, limit=1)
    return last[0].change if last else 0


def _touched(reader: Reader, actor: str, change: int) -> list[Memory]:
    versions = reader.history(actor=actor, limit=50)
    ids = dict.fromkeys(v.memory_id for v in versions if v.change == change)
    return [reader.get(one) for one in ids]
