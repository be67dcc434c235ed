"""Stage 4, within a line: emphasis, links, images and footnote marks."""

import re
from typing import Final, override

from ..automaton import Automaton, shield

_RUN_MOST: Final = 32
_TEXT_MOST: Final = 200
_TARGET_MOST: Final = 300
_NESTED_MOST: Final = 3
_NO_BRACKETS: Final = str.maketrans("", "", "[]")
_MARK: Final = re.compile(r"\^.*|\d{1,3}(?:\s*[,–-]\s*\d{1,3})*")
_CLOSING: Final = {"(": ")", "[": "]"}


class Inline(Automaton):
    """Drops the marks of emphasis and the targets of links."""

    def __init__(self, nested: int = 0) -> None:
        """Start outside of any link, or inside of so many."""
        self._nested = nested
        self._reset()

    def _reset(self) -> None:
        self._previous = " "
        self._run = ""
        self._escaped = False
        self._text: str | None = None
        """What stands in a bracket that is still open."""
        self._depth = 0
        self._closed: str | None = None
        """What stood in a bracket that has just been closed."""
        self._target: str | None = None
        self._target_end = ""

    @override
    def step(self, char: str) -> str:
        if self._target is not None:
            return self._target_step(char)
        if self._closed is not None:
            return self._closed_step(char)
        if self._text is not None:
            return self._text_step(char)
        return self._plain_step(char)

    @override
    def flush(self) -> str:
        out = ""
        if self._target is not None or self._closed is not None:
            out = self._spoken(mark_possible=self._target is None)
        elif self._text is not None:
            out = "[" + self._within(self._text)
        elif self._run:
            out = self._settle_run(" ")
        self._reset()
        return out

    def _plain_step(self, char: str) -> str:
        if self._escaped:
            self._escaped = False
            return self._say(shield(char) if not char.isalnum() else "\\" + char)
        if char == "\\":
            out = self._settle_run(char)
            self._escaped = True
            return out
        if char in "*_~!" and (not self._run or self._run[0] == char != "!"):
            if len(self._run) < _RUN_MOST:
                self._run += char
            return ""
        if char == "[":
            out = "" if self._run == "!" else self._settle_run(char)
            self._run, self._text, self._depth = "", "", 1
            return out
        out = self._settle_run(char)
        if char in "*_~!":
            self._run = char
            return out
        return out + self._say(char)

    def _say(self, text: str) -> str:
        self._previous = text[-1]
        return text

    def _settle_run(self, following: str) -> str:
        run, self._run = self._run, ""
        if not run:
            return ""
        before, after = self._previous, following
        match run[0]:
            case "*":
                alone = before.isspace() and after.isspace()
                product = len(run) == 1 and before.isdigit() and after.isdigit()
                kept = alone or product
            case "_":
                kept = before.isalnum() and after.isalnum()
            case "~":
                kept = len(run) == 1
            case _:
                kept = True
        return self._say(run) if kept else ""

    def _text_step(self, char: str) -> str:
        text = self._text or ""
        self._depth += (char == "[") - (char == "]")
        if self._depth == 0:
            self._closed, self._text = text, None
            return ""
        if char == "\n" or len(text) >= _TEXT_MOST:
            self._text = None
            return self._say("[" + self._within(text)) + self._plain_step(char)
        self._text = text + char
        return ""

    def _closed_step(self, char: str) -> str:
        mark_again = char == "[" and _MARK.fullmatch(self._closed or "")
        if char in _CLOSING and not mark_again:
            self._target, self._target_end, self._depth = "", _CLOSING[char], 1
            return ""
        return self._spoken(mark_possible=True) + self._plain_step(char)

    def _target_step(self, char: str) -> str:
        target = self._target or ""
        self._depth += (char == "(") - (char == ")") if self._target_end == ")" else 0
        if self._depth == 0 or (char == self._target_end == "]"):
            return self._spoken(mark_possible=False)
        if char == "\n" or len(target) >= _TARGET_MOST:
            return self._spoken(mark_possible=False) + self._plain_step(char)
        self._target = target + char
        return ""

    def _spoken(self, *, mark_possible: bool) -> str:
        text, self._closed, self._target = self._closed or "", None, None
        if not text or (mark_possible and _MARK.fullmatch(text)):
            return ""
        inner = self._within(text)
        spoken = f"({inner})" if mark_possible else inner
        return self._say(spoken) if spoken else ""

    def _within(self, text: str) -> str:
        if self._nested == _NESTED_MOST:
            return text.translate(_NO_BRACKETS)
        inline = Inline(self._nested + 1)
        return inline.feed(text) + inline.flush()
