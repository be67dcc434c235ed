"""The prompt, laid out so that a model server can reuse what it has read.

What repeats comes first and stays byte-identical: tools, then the system
prompt. What changes rides in the user message, rendered once and repeated
verbatim on later turns.
"""

from .house_list import DETAIL, HouseEntity, render
from .layout import Layout, StaticPrompt, compose_static, message_text
from .ledger import PrefixLedger
from .messages import (
    TurnRecord,
    assistant_message,
    encode_images,
    exchange_messages,
    exchanges,
    images,
)
from .schema import Schema, flatten, wire_tool
from .tokens import Budget, estimate

__all__ = [
    "DETAIL",
    "Budget",
    "HouseEntity",
    "Layout",
    "PrefixLedger",
    "Schema",
    "StaticPrompt",
    "TurnRecord",
    "assistant_message",
    "compose_static",
    "encode_images",
    "estimate",
    "exchange_messages",
    "exchanges",
    "flatten",
    "images",
    "message_text",
    "render",
    "wire_tool",
]
