"""Where an answer comes from: named shortly when spoken, linked when read.

One text serves both: of a link in Markdown, speech says only the name of the site.
"""

from collections.abc import Sequence
from typing import Final

from homeassistant.components.conversation import ChatLog
from homeassistant.core import HomeAssistant, callback

from ..sentences import async_sentence
from .asker import Asker
from .book import Origin, addresses_in
from .ranking import site
from .runtime import async_runtime

MOST: Final = 3


@callback
def async_origins(hass: HomeAssistant, chat_log: ChatLog) -> list[Origin]:
    """Return what the present turn of a conversation has read, best first."""
    if (runtime := async_runtime(hass)) is None:
        return []
    asker = _asker_of(chat_log)
    return runtime.book.origins(asker.conversation, asker.turn)


async def async_sources_note(
    hass: HomeAssistant, chat_log: ChatLog, spoken: str, language: str
) -> str | None:
    """Return what follows an answer: its sources, and a warning of links nobody has found.

    Sites the answer names come first. None for a turn that has read nothing.
    """
    if not (origins := async_origins(hass, chat_log)):
        return None
    links = ", ".join(
        f"[{site(one.url)}]({_safe(one.url)})" for one in _named_first(origins, spoken)
    )
    note = await async_sentence(hass, language, "search_sources", sources=links)
    if invented := _invented(hass, chat_log, spoken):
        warning = await async_sentence(
            hass, language, "search_invented_link", sites=", ".join(invented)
        )
        note = f"{warning} {note}"
    return f"\n\n{note}"


def _named_first(origins: Sequence[Origin], spoken: str) -> list[Origin]:
    """Return one page of each site, those first whose site is named."""
    sites: dict[str, Origin] = {}
    for origin in origins:
        sites.setdefault(site(origin.url), origin)
    words = spoken.casefold()
    named = [o for name, o in sites.items() if name.rpartition(".")[0] in words]
    return (named or list(sites.values()))[:MOST]


def _invented(hass: HomeAssistant, chat_log: ChatLog, spoken: str) -> list[str]:
    """Return the sites of links in an answer that neither a search nor the person has named."""
    runtime = async_runtime(hass)
    asker = _asker_of(chat_log)
    return sorted(
        {
            site(url)
            for url in addresses_in(spoken)
            if runtime
            and not runtime.book.find(asker.conversation, url)
            and not asker.has_given(url)
        }
    )


def _asker_of(chat_log: ChatLog) -> Asker:
    return Asker(who="", searches=0, chat_log=chat_log)


def _safe(url: str) -> str:
    """Return an address that does not end a Markdown link."""
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
