"""The prompt, laid out so that a model server can reuse what it has read.

What repeats comes first and stays byte-identical: tools, then the system
prompt. What changes rides in the user message, rendered once and repeated
verbatim on later turns.
"""

from .house_list import HouseEntity, HouseList, house_lists
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
from .schema import Schema, flatten
from .tokens import Budget, estimate
from .wire import wire_tool

__all__ = [
    "Budget",
    "HouseEntity",
    "HouseList",
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
    "house_lists",
    "images",
    "message_text",
    "wire_tool",
]
