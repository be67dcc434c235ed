"""What memory keeps in mind of the conversations that go on; nothing of it is stored."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TALKS_MOST: Final = 256


@dataclass(slots=True, kw_only=True)
class Talk:
    """One conversation."""

    private: bool = False
    """Nothing is learned from it."""
    said: tuple[str, ...] = ()
    """Ids of what was kept or told last, for as long as nothing else was spoken of."""
    change: tuple[int, str] | None = None
    """Number and actor of the change that was the last thing done."""
    doomed: tuple[str, ...] = ()
    """Ids that a yes puts into the trash."""
    told: Mapping[str, float] | None = None
    """Memories in the request that is under way, with their scores; None once that is recorded."""
    turn: str = ""

    def moved_on(self) -> None:
        """Note that something else is spoken of."""
        self.said, self.change, self.doomed = (), None, ()


class Talks:
    """The conversations that were spoken in last."""

    def __init__(self) -> None:
        """Begin with none."""
        self._talks: OrderedDict[str, Talk] = OrderedDict()

    def of(self, conversation_id: str) -> Talk:
        """Return a conversation, begun if need be."""
        talk = self._talks.setdefault(conversation_id, Talk())
        self._talks.move_to_end(conversation_id)
        while len(self._talks) > TALKS_MOST:
            self._talks.popitem(last=False)
        return talk

    def find(self, conversation_id: str) -> Talk | None:
        """Return a conversation that is kept in mind."""
        return self._talks.get(conversation_id)
