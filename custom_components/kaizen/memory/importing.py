"""Taking in an export: what nobody's yes could keep is left out, and what needs one waits for it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from .learning import concern
from .model import Act, Scope
from .store import Undoer
from .store.transfer import Incoming, parse


@dataclass(slots=True, kw_only=True)
class Taken:
    """What came of an import, in numbers."""

    added: int = 0
    known: int = 0
    refused: int = 0
    """No memories, not the importer's to fill in, or nothing that may be kept."""


def import_text(
    writer: Undoer,
    text: str,
    *,
    scope: Scope,
    allowed: Collection[Scope] | None,
    actor: str,
    now: datetime,
) -> Taken:
    """Store what an export holds, may be kept and is not known yet, in one change.

    `scope` gets what others' exports hold; `allowed` are the scopes the importer may fill, None for all.

    Raises:
        UnreadableFileError: It is no export that Kaizen knows, or too long; nothing was stored.
    """
    found, unread = parse(text, scope=scope, now=now)
    taken = Taken(refused=len(unread))
    with writer.change(actor):
        for one in found:
            if (admitted := _admitted(one, allowed)) is None:
                taken.refused += 1
                continue
            added = writer.add(
                admitted.draft,
                actor=actor,
                act=Act.IMPORTED,
                id=admitted.id,
                superseded_by=admitted.superseded_by,
            )
            taken.known += added.known
            taken.added += not added.known
    return taken


def _admitted(one: Incoming, allowed: Collection[Scope] | None) -> Incoming | None:
    """Return what may be stored of an imported memory; None for nothing."""
    draft = one.draft
    if allowed is not None and draft.scope not in allowed:
        return None
    texts = (draft.text, draft.subject, draft.provenance.utterance or "")
    concerns = [found for text in texts if text and (found := concern(text))]
    if any(found.never for found in concerns):
        return None
    return replace(one, draft=replace(draft, pending=draft.pending or bool(concerns)))
