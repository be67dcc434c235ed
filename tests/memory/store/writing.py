"""Writes memories until it is killed; says what is on the disk, line by line, after it is."""

from datetime import UTC, datetime
import json
from pathlib import Path
import random
import sys

from custom_components.kaizen.memory.model import Draft
from custom_components.kaizen.memory.store import Undoer, put_vectors
from custom_components.kaizen.memory.store.connection import open_for_writing

from tests.memory.rig import ELENA, MAX, OWNER, draft, vector


def main() -> None:
    """Do something at random, over and over."""
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    store = Undoer(
        open_for_writing(folder / "memory.db"), clock=lambda: datetime.now(UTC)
    )
    known: dict[str, str] = {
        memory.id: memory.text for memory in store.browse(limit=500)
    }
    step = 0
    while True:
        step += 1
        text = f"Fact {seed}-{step} " + "and so on " * rng.randrange(30)
        act = rng.choice(("add", "add", "add", "edit", "supersede", "trash", "vector"))
        told = _do(
            store,
            act if known else "add",
            draft(text, rng.choice((ELENA, MAX))),
            rng.choice([*known, ""]),
        )
        for name, now in told.items():
            known.pop(name, None) if now is None else known.update({name: now})
        (number,) = store.connection.execute(
            "SELECT max(number) FROM changes"
        ).fetchone()
        sys.stdout.write(json.dumps([number, told]) + "\n")
        sys.stdout.flush()


def _do(store: Undoer, act: str, new: Draft, chosen: str) -> dict[str, str | None]:
    """Return the text of every memory that was changed; None where it is told no more."""
    told: dict[str, str | None] = {}
    if not chosen or act == "add":
        memory = store.add(new, actor=OWNER).memory
    elif act == "edit":
        memory = store.edit(chosen, actor=OWNER, text=new.text)
    elif act == "supersede":
        told[chosen] = None
        memory = store.supersede([chosen], new, actor=OWNER).memory
    elif act == "trash":
        store.trash([chosen], actor=OWNER, reason="")
        return {chosen: None}
    else:
        memory = store.get(chosen)
        put_vectors(store, "m", {memory.rank: (memory.text, vector(memory.rank))})
    return told | {memory.id: memory.text}


if __name__ == "__main__":
    main()
