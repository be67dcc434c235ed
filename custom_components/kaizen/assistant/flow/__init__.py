"""How an owner connects a model server and sets up its agents."""

from .agents import SUBENTRY_FLOWS
from .entry import AssistantFlow

__all__ = ["SUBENTRY_FLOWS", "AssistantFlow"]
