"""What a caller adds to one turn, and gets back, beyond Home Assistant's conversation interface.

`ConversationInput` carries neither attachments nor measurements. A caller such as the
`kaizen.converse` action sets `CURRENT_EXTRAS` around `conversation.async_converse`; the agent
reads and fills it.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field

from homeassistant.components.conversation import Attachment

from .metrics import TurnMetrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a part of an answer comes from."""

    title: str
    url: str


@dataclass(slots=True, kw_only=True)
class TurnExtras:
    """Attachments for a turn; its tools, sources and measurements once it has run."""

    attachments: list[Attachment] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    memories: list[str] = field(default_factory=list)
    """Ids of what the model was told from memory."""
    metrics: TurnMetrics | None = None


CURRENT_EXTRAS: ContextVar[TurnExtras | None] = ContextVar(
    "kaizen_turn_extras", default=None
)
