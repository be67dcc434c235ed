"""Stage 1: reasoning, control tokens and tool calls that a model wrote into its answer."""

import re
from typing import Final, override

from ..automaton import PRIVATE, Automaton

_TAGS: Final = (
    "think",
    "thinking",
    "thought",
    "reasoning",
    "tool_call",
    "tool_response",
    "function_calls",
)
_OPENING: Final = {f"<{tag}>": f"</{tag}>" for tag in _TAGS}
_TOOL_CALLS: Final = tuple(
    f'{{"{key}":'
    for key in ("name", "tool", "tool_name", "function", "tool_calls", "arguments")
)
_KNOWN: Final = (*_OPENING, *_OPENING.values(), *_TOOL_CALLS)
_PREFIXES: Final = frozenset(
    known[:length] for known in _KNOWN for length in range(1, len(known))
)
_TOKEN: Final = re.compile(r"<[|｜][\w .:/▁-]{0,32}[|｜]>")
_TOKEN_BEGINNING: Final = re.compile(r"<[|｜][\w .:/▁-]{0,32}[|｜]?")
_BLANKS_MOST: Final = 24


class Reasoning(Automaton):
    """Leaves out what stands between such tags; holds back what may be a tag."""

    def __init__(self, *, starts_in_think: bool = False) -> None:
        """Begin inside of reasoning where the prompt has opened the tag already."""
        self._held = ""
        self._closing = "</think>" if starts_in_think else ""
        self._json: _Braces | None = None

    @override
    def step(self, char: str) -> str:
        if self._closing:
            self._held = (self._held + char)[-len(self._closing) :]
            if self._held.lower() == self._closing:
                self._held = self._closing = ""
            return ""
        if self._json:
            if self._json.closes(char):
                self._json = None
            return ""
        if not self._held and char not in "<{":
            return "" if char in PRIVATE else char
        self._held += char
        return self._settle()

    @override
    def flush(self) -> str:
        held = "" if self._closing else self._held
        self._held = self._closing = ""
        self._json = None
        return held

    def _settle(self) -> str:
        released = ""
        while self._held:
            bare = "".join(self._held.split()) if self._held[0] == "{" else self._held
            bare = bare.lower()
            if bare in _OPENING:
                self._closing, self._held = _OPENING[bare], ""
            elif bare in _KNOWN:
                self._json = _Braces() if bare in _TOOL_CALLS else None
                self._held = ""
            elif _TOKEN.fullmatch(bare):
                self._held = ""
            elif (
                bare in _PREFIXES and len(self._held) < _BLANKS_MOST
            ) or _TOKEN_BEGINNING.fullmatch(bare):
                break
            else:
                first, self._held = self._held[0], self._held[1:]
                released += "" if first in PRIVATE else first
        return released


class _Braces:
    """Finds the end of a JSON object that has begun."""

    def __init__(self) -> None:
        self._depth = 1
        self._quoted = self._escaped = False

    def closes(self, char: str) -> bool:
        """Take the next character; tell whether the object ends with it."""
        if self._escaped:
            self._escaped = False
        elif self._quoted:
            self._escaped = char == "\\"
            self._quoted = char != '"'
        elif char == '"':
            self._quoted = True
        else:
            self._depth += (char == "{") - (char == "}")
        return self._depth == 0
