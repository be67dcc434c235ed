"""What is found, in words for a model: short, dated, and behind a fence."""

from collections.abc import Iterator
from typing import Final

from ..guard import fence, new_nonce
from .model import Findings, Page, Result
from .ranking import site
from .reading import best_passage

SOURCE: Final = "web"
SNIPPET: Final = 280
DIRECT: Final = 700
PASSAGE: Final = 1400
"""Characters of each kind that a model gets."""
PAGE: Final = 5000


def tell_findings(found: Findings) -> str:
    """Return results, and the passages of the pages that were read."""
    return fence("\n".join(_lines(found)), SOURCE, nonce=new_nonce())


def tell_page(page: Page, question: str) -> str:
    """Return the part of a page that fits a question best."""
    head = f"{page.title} ({_place(page.url, page)})"
    passage = best_passage(page.text, question, PAGE)
    return fence(f"{head}\n{passage}", SOURCE, nonce=new_nonce())


def _lines(found: Findings) -> Iterator[str]:
    yield f"Found by {found.provider} for: {found.query}"
    if found.direct:
        yield f"Direct answer: {found.direct[:DIRECT]}"
    for number, result in enumerate(found.results, start=1):
        yield f"{number}. {result.title} ({_place(result.url, result)}) {result.url}"
        if result.snippet:
            yield result.snippet[:SNIPPET]
    for page in found.pages:
        yield f"On {_place(page.url, page)}:"
        yield best_passage(page.text, found.query, PASSAGE)


def _place(url: str, dated: Result | Page) -> str:
    day = f", {dated.published.isoformat()}" if dated.published else ""
    return f"{site(url)}{day}"
