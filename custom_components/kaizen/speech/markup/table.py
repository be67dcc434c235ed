"""Stage 4, tables: a row is spoken as its cells, each after its column's name."""

from collections.abc import Iterable
import re
from typing import Final

from ..automaton import HARD_BREAK

_ROW_MOST: Final = 500
_SEPARATOR: Final = re.compile(r"[\s|:-]*-[\s|:-]*")
_CELL_END: Final = re.compile(r"(?<!\\)\|")


class Table:
    """Gathers the characters of a row; waits with the first until it is known to be the head."""

    def __init__(self) -> None:
        """Start before any table."""
        self._line = ""
        self._first: list[str] = []
        self._head: list[str] = []

    def add(self, char: str) -> str:
        """Take a character of a row; a row too long for a table is spoken in parts."""
        self._line += char
        return self.row() if len(self._line) >= _ROW_MOST else ""

    def row(self) -> str:
        """End a row; return what can be said."""
        line, self._line = self._line, ""
        if self._first and not self._head and _SEPARATOR.fullmatch(line):
            self._head, self._first = self._first, []
            return ""
        cells = [cell.strip() for cell in _CELL_END.split(line.strip().strip("|"))]
        if self._head:
            return self._spoken(cells)
        waiting = self.end()
        self._first = cells
        return waiting

    def end(self) -> str:
        """Return the row still waiting for the line under a head; forget the head."""
        first, self._first, self._head = self._first, [], []
        return _sentence(first) if first else ""

    def _spoken(self, cells: list[str]) -> str:
        names = self._head + [""] * (len(cells) - len(self._head))
        return _sentence(
            f"{name} {cell}" if name else cell
            for name, cell in zip(names, cells, strict=False)
            if cell
        )


def _sentence(cells: Iterable[str]) -> str:
    return ", ".join(cell for cell in cells if cell) + HARD_BREAK
