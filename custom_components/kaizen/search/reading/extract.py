"""The text of a page, without menus, advertisements and what nobody sees.

Nothing here knows Home Assistant, and everything blocks: it is called in a thread.
"""

import codecs
from datetime import date
import re
from typing import Any, Final

from ..dates import read_date
from ..errors import PageError
from ..model import Page
from .fetch import Document
from .visible import drop_unseen

TEXT_LIMIT: Final = 20_000
"""Characters of a page's text that are kept."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD: Final = 4096


def extract(document: Document, today: date) -> Page:
    """Return the text of a document.

    Raises:
        PageError: There is none in it.
    """
    text = decode(document.content, document.charset)
    if document.plain:
        return Page(url=document.url, title="", text=_checked(text))
    return _from_html(text, document.url, today)


def decode(content: bytes, charset: str | None) -> str:
    """Return bytes as text: by what was declared, else UTF-8, else what the old web used."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, "replace")
    inside = _DECLARED.search(content[:_HEAD])
    declared = inside[1].decode("ascii", "ignore") if inside else None
    for name in (charset, declared, "utf-8"):
        try:
            if name:
                return content.decode(name)
        except LookupError, UnicodeDecodeError:
            continue
    return content.decode("windows-1252", "replace")


def _from_html(text: str, url: str, today: date) -> Page:
    # Installed when a search is set up; importing them takes disk and time.
    from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415
    from trafilatura import bare_extraction  # noqa: PLC0415

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError, ValueError:
        raise PageError from None
    heading = tree.findtext(".//title") or ""
    published = _published(tree, today)
    drop_unseen(tree)
    body = tree.find("body")
    shown = "" if body is None else " ".join(body.text_content().split())
    found = bare_extraction(
        tree,
        url=url,
        include_comments=False,
        include_tables=True,
        include_images=False,
        with_metadata=False,
    )
    words = getattr(found, "text", None) or shown
    return Page(
        url=url,
        title=" ".join(heading.split()),
        text=_checked(words),
        published=published,
    )


def _published(tree: Any, today: date) -> date | None:
    """Return the day a page says it was published, as news sites and blogs mark it."""
    for path in (
        "//meta[@property='article:modified_time']/@content",
        "//meta[@property='article:published_time']/@content",
        "//meta[@itemprop='datePublished' or @name='date']/@content",
        "//time/@datetime",
    ):
        for value in tree.xpath(path)[:3]:
            if found := read_date(value, today):
                return found
    return None


def _checked(text: str) -> str:
    lines = [line for raw in text.splitlines() if (line := " ".join(raw.split()))]
    if not any(map(str.isalnum, text)):
        raise PageError
    return "\n".join(lines)[:TEXT_LIMIT]
