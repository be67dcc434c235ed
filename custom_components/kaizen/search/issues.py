"""What the owner should repair about a search."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..issue_board import Issue
from .engine import Asked
from .errors import (
    BusyError,
    FormatOffError,
    ProtocolError,
    SearchError,
    TlsError,
    UnauthorizedError,
    UnreachableError,
)

PATIENCE: Final = 3
"""Failures in a row that may pass by themselves."""

_KEYS: Final[Mapping[type[SearchError], tuple[str, int]]] = {
    FormatOffError: ("search_format_off", 1),
    UnauthorizedError: ("search_unauthorized", 1),
    ProtocolError: ("search_protocol", 1),
    TlsError: ("search_certificate", 1),
    UnreachableError: ("search_unreachable", PATIENCE),
    BusyError: ("search_busy", PATIENCE),
}
"""The issue of a failure, and how often it must have happened."""


def issues_of(providers: Iterable[Asked]) -> Iterator[Issue]:
    """Yield what is wrong with providers, until they answer again."""
    for asked in providers:
        key, least = _KEYS.get(type(asked.last_failure), ("", 0))  # type: ignore[arg-type]
        if key and asked.failures >= least:
            yield Issue(
                key=key, subject=asked.key, placeholders={"provider": asked.name}
            )
