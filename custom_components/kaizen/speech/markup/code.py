"""Stage 2: blocks of code are left in the chat, code within a sentence is unwrapped."""

from typing import Final, override

from ..automaton import HARD_BREAK, Automaton, shield

_FENCE_LEAST: Final = 3
_INLINE_MOST: Final = 200
_RUN_MOST: Final = 64


class Code(Automaton):
    """Counts backticks; mentions once that there was a block of code."""

    def __init__(self, notice: str) -> None:
        """Keep the sentence that stands in for the first block."""
        self._notice = notice
        self._run = ""
        self._fence = ""
        self._inline = 0
        self._inline_length = 0
        self._line_start = True

    @override
    def step(self, char: str) -> str:
        if char == (self._run[:1] or char) and self._may_run(char):
            self._run = (self._run + char)[:_RUN_MOST]
            return ""
        settled = self._settle() if self._run else ""
        if char == "\n":
            self._line_start = True
        elif not char.isspace():
            self._line_start = False
        if self._fence:
            return settled
        if settled or not self._inline:
            return settled + (shield(char) if self._inline else char)
        self._inline_length += 1
        if char == "\n" or self._inline_length > _INLINE_MOST:
            self._inline = 0
            return char
        return shield(char)

    @override
    def flush(self) -> str:
        settled = self._settle() if self._run else ""
        self._fence, self._inline, self._line_start = "", 0, True
        return settled

    def _may_run(self, char: str) -> bool:
        return char == "`" or (
            char == "~"
            and bool(self._line_start or self._run)
            and self._fence[:1] != "`"
        )

    def _settle(self) -> str:
        run, self._run = self._run, ""
        if self._fence:
            if run[0] == self._fence[0] and len(run) >= len(self._fence):
                self._fence = ""
                return "\n"
            return ""
        if len(run) >= _FENCE_LEAST:
            self._fence, self._inline = run, 0
            notice, self._notice = self._notice, ""
            return HARD_BREAK + notice + HARD_BREAK
        if run[0] == "~":
            return run
        if not self._inline:
            self._inline, self._inline_length = len(run), 0
        elif self._inline == len(run):
            self._inline = 0
        return ""
