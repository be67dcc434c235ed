"""The address of a model server, as people type it and as requests need it."""

from typing import Final

from yarl import URL

from .errors import InvalidUrlError

DEFAULT_PORT: Final = 11434


def normalise_url(text: str) -> str:
    """Complete an address: without a scheme it is http, on Ollama's port unless one is given.

    A path in front of the API, as a reverse proxy may want it, is kept.

    Raises:
        InvalidUrlError: It is no HTTP address, or it has credentials, a query or a fragment.
    """
    text = text.strip()
    complete = "://" in text
    try:
        url = URL(text if complete else f"http://{text}")
        port, host = url.explicit_port, url.host
    except ValueError:
        raise InvalidUrlError("Not a URL") from None
    if url.scheme not in {"http", "https"} or not host or any(map(str.isspace, text)):
        raise InvalidUrlError("Not an HTTP URL")
    if url.raw_user is not None or url.raw_password is not None:
        raise InvalidUrlError("Credentials do not belong in the URL")
    if url.raw_query_string or url.raw_fragment:
        raise InvalidUrlError("A server's URL has no query and no fragment")
    if not complete and port is None:
        url = url.with_port(DEFAULT_PORT)
    return str(url).rstrip("/")
