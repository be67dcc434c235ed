"""Which results are the same, and which come first."""

from collections.abc import Iterable, Sequence
from datetime import date
import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from .model import Result

TITLE_LIMIT: Final = 150
SNIPPET_LIMIT: Final = 400
PER_SITE: Final = 2
"""Results of one site among those that are kept first."""
FRESH_DAYS: Final = 30
"""Days during which a result counts as new."""

_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref_src|srsltid"
)
_WORD: Final = re.compile(r"\w{3,}")


def rank(
    results: Iterable[Result], query: str, *, today: date, most: int
) -> list[Result]:
    """Return the best results, each page once, at most two of a site before others."""
    unique: dict[str, Result] = {}
    for result in results:
        if is_web_address(result.url) and (tidy := _tidied(result)).title:
            known = unique.setdefault(canonical(result.url), tidy)
            if len(tidy.snippet) > len(known.snippet):
                unique[canonical(result.url)] = tidy
    words = set(_WORD.findall(query.casefold()))
    scored = sorted(
        enumerate(unique.values()),
        key=lambda placed: -_score(placed[0], placed[1], words, today),
    )
    return _spread([result for _, result in scored])[:most]


def is_web_address(url: str) -> bool:
    """Return whether this looks like a page's address."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def canonical(url: str) -> str:
    """Return what addresses of the same page have in common."""
    parts = urlsplit(url.strip())
    query = urlencode(
        sorted(
            pair
            for pair in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(pair[0].lower())
        )
    )
    path = parts.path.rstrip("/")
    return f"{site(url)}{_port(parts.netloc)}{path}{'?' if query else ''}{query}"


def site(url: str) -> str:
    """Return the name of a site as a person would say it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").removeprefix("m.")


def _port(netloc: str) -> str:
    found = re.search(r":(\d+)$", netloc)
    return f":{found[1]}" if found and found[1] not in {"80", "443"} else ""


def _tidied(result: Result) -> Result:
    return Result(
        title=_cut(result.title, TITLE_LIMIT),
        url=result.url.strip(),
        snippet=_cut(result.snippet, SNIPPET_LIMIT),
        published=result.published,
    )


def _cut(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _score(place: int, result: Result, words: set[str], today: date) -> float:
    """Weigh the provider's own order, the words found again, and how new it is."""
    said = set(_WORD.findall(f"{result.title} {result.snippet}".casefold()))
    overlap = len(words & said) / len(words) if words else 0.0
    age = (today - result.published).days if result.published else None
    fresh = age is not None and -1 <= age <= FRESH_DAYS
    return 1 / (place + 2) + 0.3 * overlap + (0.1 if fresh else 0.0)


def _spread(results: Sequence[Result]) -> list[Result]:
    counts: dict[str, int] = {}
    first: list[Result] = []
    rest: list[Result] = []
    for result in results:
        name = site(result.url)
        counts[name] = counts.get(name, 0) + 1
        (first if counts[name] <= PER_SITE else rest).append(result)
    return first + rest
