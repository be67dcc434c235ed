"""Why a search found nothing: each error is a sentence in `exceptions`."""

from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN


class SearchError(HomeAssistantError):
    """A search or a page failed; the message names no query and no secret."""

    key = "search_failed"
    said = "The search failed."
    """The reason in words for a model."""
    provider_is_down = True
    """Whether the provider, not the question, is to blame."""

    def __init__(self, **placeholders: str) -> None:
        """Tell what went wrong."""
        super().__init__(
            self.said,
            translation_domain=DOMAIN,
            translation_key=self.key,
            translation_placeholders=placeholders or None,
        )


class UnreachableError(SearchError):
    """Nothing answers, or not in time."""

    key = "search_unreachable"
    said = "The search does not answer."


class TlsError(UnreachableError):
    """No trusted encrypted connection."""

    key = "search_certificate"
    said = "There is no trusted connection to the search."


class FormatOffError(SearchError):
    """A SearXNG server does not hand out JSON."""

    key = "search_format_off"
    said = "The search server does not hand out JSON."


class UnauthorizedError(SearchError):
    """The key is refused, or one is missing."""

    key = "search_unauthorized"
    said = "The search refuses its key."


class BusyError(SearchError):
    """Too many requests, or the server failed."""

    key = "search_busy"
    said = "The search is overloaded or out of order."


class ProtocolError(SearchError):
    """Something answers, but not what was set up."""

    key = "search_protocol"
    said = "Something answers, but it is not the search that was set up."


class NothingFoundError(SearchError):
    """There are no results."""

    key = "search_nothing_found"
    said = "Nothing was found."
    provider_is_down = False


class SearchOffError(SearchError):
    """Nobody has set up a search."""

    key = "search_off"
    said = "Searching the web is turned off in this house."
    provider_is_down = False


class NotAllowedError(SearchError):
    """Whoever asks may not search."""

    key = "search_not_allowed"
    said = "Whoever asks may not search the web here."
    provider_is_down = False


class QuotaError(SearchError):
    """Whoever asks has searched enough for this hour."""

    key = "search_quota"
    said = "No more searches are allowed within this hour."
    provider_is_down = False


class PageError(SearchError):
    """A page cannot be read."""

    key = "search_page_unreadable"
    said = "The page cannot be read."
    provider_is_down = False


class ForbiddenAddressError(PageError):
    """An address that is not a public web page's."""

    key = "search_page_forbidden"
    said = "Only public web pages can be read, not addresses inside the house."


class UnknownPageError(PageError):
    """An address that neither a search nor the person has named."""

    key = "search_page_unknown"
    said = (
        "Only pages can be read that a search of this conversation has found, or whose "
        "address the person has given."
    )


class PageTooLargeError(PageError):
    """A page is larger than the limit."""

    key = "search_page_too_large"
    said = "The page is too large to be read."
