"""What of a page a person would see: text for machines only is where orders to them hide."""

from collections.abc import Iterator
import re
from typing import Any, Final

_NEVER_SEEN: Final = (
    *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg"),
    *("canvas", "math", "input", "select", "textarea", "button", "dialog"),
)
_HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|(?<![\w-])opacity\s*:\s*0?\.?0+(?:%|\s*(?:;|!|$))"
    r"|font-size\s*:\s*(?:0(?:px|pt|em|rem|%)?|1(?:px|pt|%)|0?\.[0-2]\d*(?:px|pt|em|rem)?)\s*(?:;|!|$)"
    r"|(?:left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01]|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)"
    r"|transform\s*:\s*scale\(\s*0\s*[,)]"
    r"|(?<![\w-])color\s*:\s*transparent"
    r"|(?<![\w-])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_COLOURS: Final = re.compile(
    r"(?<![\w-])(color|background(?:-color)?)\s*:\s*([#\w]+(?:\([^)]*\))?)",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE: Final = re.compile(r"^[a-z0-9]*([.#])([\w-]+)$", re.IGNORECASE)
_HIDDEN_CLASSES: Final = frozenset(
    {
        *("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"),
        *("d-none", "hidden", "is-hidden", "hide", "invisible"),
    }
)
_WHITE: Final = {"white": "#ffffff", "#fff": "#ffffff", "black": "#000000"}
STYLES_LIMIT: Final = 200_000
"""Characters of style sheets that are read."""


def drop_unseen(tree: Any) -> None:
    """Take everything out of an lxml tree that a browser would not show."""
    classes, ids = _hidden_names(tree)
    for element in [*tree.iter()]:
        markup = isinstance(element.tag, str)
        if (
            not markup
            or element.tag in _NEVER_SEEN
            or _is_hidden(element, classes, ids)
        ):
            _drop(element)


def _is_hidden(element: Any, classes: frozenset[str], ids: frozenset[str]) -> bool:
    if element.tag in {"html", "body"}:
        return False
    style = element.get("style", "")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden", "").lower() == "true"
        or element.get("type", "").lower() == "hidden"
        or not classes.isdisjoint(element.get("class", "").split())
        or element.get("id", "") in ids
        or bool(style and hides(style))
    )


def hides(style: str) -> bool:
    """Return whether a style keeps an element from being seen."""
    if _HIDING.search(style):
        return True
    colours = {
        name.lower().partition("-")[0]: _WHITE.get(value.lower(), value.lower())
        for name, value in _COLOURS.findall(style)
    }
    return "color" in colours and colours["color"] == colours.get("background")


def _hidden_names(tree: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Return the classes and ids that the page's own style sheets hide."""
    names: dict[str, set[str]] = {".": set(_HIDDEN_CLASSES), "#": set()}
    sheets = "\n".join(style.text or "" for style in tree.iter("style"))
    for selectors, style in _RULE.findall(sheets[:STYLES_LIMIT]):
        if hides(style):
            for sign, name in _simple(selectors):
                names[sign].add(name)
    return frozenset(names["."]), frozenset(names["#"])


def _simple(selectors: str) -> Iterator[tuple[str, str]]:
    for selector in selectors.split(","):
        if found := _SIMPLE.match(selector.strip()):
            yield found[1], found[2]


def _drop(element: Any) -> None:
    """Remove an element but not the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
