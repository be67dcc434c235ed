"""Stage 4, lines: headings, lists, quotes, rules and tables; where a breath ends."""

import re
from typing import Final, override

from ..automaton import HARD_BREAK, ITEM, Automaton
from .table import Table

_ENDS: Final = ".!?:;…"
_CONTINUES: Final = "(,;&/"
_BRACKET_MOST: Final = 80
_HEADING: Final = re.compile(r"#{1,6}[ \t]")
_BULLET: Final = re.compile(r"[-*+•‣◦▪][ \t]")
_NUMBERED: Final = re.compile(r"(\d{1,3})[.)][ \t]")
_TASK: Final = re.compile(r"\[([ xX])\][ \t]")
_RULE: Final = re.compile(r"([-*_=])(?:[ \t]*\1)+[ \t]*")
_DEFINITION: Final = re.compile(r"\[[^\]]+\]:")
_UNDECIDED: Final = re.compile(
    r"#{1,6}|[-*+•‣◦▪]|([-_=*])(?:[ \t]*\1)+[ \t]*|\d{1,3}[.)]?|\[[^\]]*\]?|=|_"
)


class Blocks(Automaton):
    """Holds the beginning of a line back until it is known what kind of line it is."""

    def __init__(self, done: str) -> None:
        """Keep the word for a ticked task."""
        self._done = done
        self._table = Table()
        self._held = ""
        self._at_start = True
        self._skipping = False
        self._in_row = False
        self._last = ""
        """The last character spoken, empty at the beginning of a breath."""
        self._heading = False

    @override
    def step(self, char: str) -> str:
        if self._in_row:
            return self._row_step(char)
        if char == "\n":
            return self._end_line()
        if self._skipping:
            return ""
        if not self._at_start:
            self._last = char if not char.isspace() else self._last
            return char
        if not self._held and char.isspace():
            return ""
        self._held += char
        return self._begin_line()

    @override
    def flush(self) -> str:
        out = self._table.row() if self._in_row else ""
        out += self._end_line() + self._table.end()
        self._in_row, self._at_start, self._last = False, True, ""
        return out

    def _end_line(self) -> str:
        held, self._held = self._held, ""
        if self._skipping:
            self._skipping = False
            self._at_start = True
            return ""
        if not self._at_start:
            self._at_start = True
            return self._hard() if self._heading else ""
        if not held or _RULE.fullmatch(held) or held in ("-", "*", "+", "=", ">"):
            return self._table.end() + self._hard()
        return self._text(held) + self._end_line()

    def _begin_line(self) -> str:
        held = self._held
        if held == "|":
            self._held, self._in_row = "", True
            return self._hard()
        if held[0] == ">":
            return self._quote()
        if _HEADING.fullmatch(held):
            self._held = ""
            out = self._table.end() + self._hard()
            self._at_start, self._heading = False, True
            return out
        if _BULLET.fullmatch(held):
            self._held = ""
            return self._table.end() + self._hard()
        if number := _NUMBERED.fullmatch(held):
            return self._start(self._hard() + number[1] + ITEM + " ")
        if task := _TASK.fullmatch(held):
            done = "" if task[1] == " " else self._done + ", "
            return self._start(self._hard() + done)
        if _DEFINITION.fullmatch(held):
            self._held, self._skipping = "", True
            return self._table.end()
        if _UNDECIDED.fullmatch(held) and len(held) < _BRACKET_MOST:
            return ""
        return self._text(held)

    def _quote(self) -> str:
        """Take the mark of a quotation out; ">5" is none."""
        following = self._held[1:]
        if not following:
            return ""
        if following.isdecimal() or following == "=":
            return self._text(self._held)
        self._held = ""
        return self._table.end() + self.step(following)

    def _text(self, text: str) -> str:
        wrapped = text[0].islower() or text[0] in _CONTINUES
        if self._last and not (wrapped and self._last not in _ENDS):
            return self._start(self._hard() + text)
        return self._start((" " if self._last else "") + text)

    def _start(self, text: str) -> str:
        out = self._table.end() + text
        self._held, self._at_start, self._heading = "", False, False
        self._last = text.rstrip()[-1:] or self._last
        return out

    def _hard(self) -> str:
        """Return the end of a breath, where there was one."""
        breath, self._last, self._heading = self._last, "", False
        return HARD_BREAK if breath else ""

    def _row_step(self, char: str) -> str:
        if char != "\n":
            return self._table.add(char)
        self._in_row, self._at_start = False, True
        return self._table.row()
