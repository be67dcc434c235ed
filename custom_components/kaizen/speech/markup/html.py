"""Stage 3: tags and comments out, entities decoded."""

import html
import re
from typing import Final, override

from ..automaton import HARD_BREAK, Automaton, shield

_HELD_MOST: Final = 256
_TAG: Final = re.compile(r"<[/!]?([A-Za-z][\w:-]*)?[^<>]*>")
_TAG_BEGINNING: Final = re.compile(r"<(?:!-?|[/!]?[A-Za-z][^<>]*|/)")
_AUTOLINK: Final = re.compile(
    r"<([a-z][a-z0-9+.-]+://[^\s<>]*|mailto:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>",
    re.IGNORECASE,
)
_ENTITY_BEGINNING: Final = re.compile(r"&#?\w{0,9};?")
_ALT: Final = re.compile(r"""\balt\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_SILENT: Final = {"script": "</script>", "style": "</style>"}
_SPOKEN: Final[dict[str, str]] = {
    **dict.fromkeys(
        [
            "p",
            "div",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "table",
            "tr",
            "blockquote",
            "pre",
            "hr",
            "details",
            "summary",
            "figure",
        ],
        HARD_BREAK,
    ),
    **dict.fromkeys(
        [
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
            "kbd",
            "mark",
            "q",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "tt",
            "u",
            "var",
            "wbr",
        ],
        "",
    ),
    **dict.fromkeys(("td", "th"), ", "),
    "br": "\n",
}


class Html(Automaton):
    """Holds a `<` back until it is known to be a tag, a `&` until it is an entity."""

    def __init__(self) -> None:
        """Start outside of any tag."""
        self._held = ""
        self._silent_until = ""

    @override
    def step(self, char: str) -> str:
        if self._silent_until:
            self._held = (self._held + char)[-len(self._silent_until) :]
            if self._held.lower() == self._silent_until:
                self._held = self._silent_until = ""
            return ""
        if not self._held:
            if char in "<&":
                self._held = char
                return ""
            return char
        self._held += char
        return self._tag() if self._held[0] == "<" else self._entity()

    @override
    def flush(self) -> str:
        held = "" if self._silent_until else self._held
        self._held = self._silent_until = ""
        name = re.match(r"</?([A-Za-z]\w*)", held)
        return "" if name and name[1].lower() in _SPOKEN else held

    def _tag(self) -> str:
        held = self._held
        if held == "<!--":
            self._held, self._silent_until = "", "-->"
            return ""
        if held[-1] == ">" and (tag := _TAG.fullmatch(held)) and len(held) > len("<>"):
            self._held = ""
            return self._spoken(held, (tag[1] or "").lower())
        if _TAG_BEGINNING.fullmatch(held) and len(held) < _HELD_MOST:
            return ""
        return self._release()

    def _spoken(self, tag: str, name: str) -> str:
        if link := _AUTOLINK.fullmatch(tag):
            return link[1].removeprefix("mailto:")
        if name in _SILENT and tag[1] != "/" and tag[-2] != "/":
            self._silent_until = _SILENT[name]
            return ""
        if name == "img":
            alt = _ALT.search(tag)
            return html.unescape(alt[1][1:-1]) if alt else ""
        return _SPOKEN.get(name, " ")

    def _entity(self) -> str:
        held = self._held
        if held[-1] == ";":
            decoded = html.unescape(held)
            if decoded != held:
                self._held = ""
                return shield(decoded)
        elif _ENTITY_BEGINNING.fullmatch(held):
            return ""
        return self._release()

    def _release(self) -> str:
        """Let go of what is no markup; its last character may begin some."""
        held, self._held = self._held, ""
        return held[:-1] + self.step(held[-1])
