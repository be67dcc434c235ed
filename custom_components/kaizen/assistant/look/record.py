"""What was looked at last."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture a camera has taken."""

    content: bytes = field(repr=False)
    mime_type: str
    taken: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A picture, and what a model saw in it."""

    entity_id: str
    """The camera."""
    picture: Picture
    description: str = ""
    """Someone else's words; empty until a model has looked, or when it failed."""


@dataclass(slots=True)
class LookBoard:
    """The latest look of an assistant, kept in memory alone: pictures of a home are private."""

    last: Look | None = None
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    def show(self, look: Look) -> None:
        """Show a look in place of the one before, and tell the listeners."""
        self.last = look
        for listener in tuple(self._listeners):
            listener()

    def add_listener(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each look until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
