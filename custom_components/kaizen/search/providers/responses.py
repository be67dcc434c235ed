"""A server with OpenAI's Responses API whose model searches the web by itself.

Only what such a model cites counts as a result; what it says is other people's words, too.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import aiohttp

from ..errors import NothingFoundError, ProtocolError
from ..model import Answer, Query, Result
from .http import ask

_INSTRUCTIONS: Final = (
    "Search the web. Answer in at most five sentences, in the language of the question, and "
    "cite every source."
)
_ANSWER_TOKENS: Final = 600
_BEFORE: Final = 300
"""Characters in front of a citation that are taken for what it supports."""


class ResponsesSearch:
    """Asks one model of one server."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, model: str, key: str | None
    ) -> None:
        """Use a normalised address, such as one that ends in `/v1`."""
        self._session = session
        self._url = f"{url}/responses"
        self._model = model
        self._key = key

    async def search(self, query: Query) -> Answer:
        """Ask the model with the tool `web_search`."""
        tool: dict[str, Any] = {"type": "web_search"}
        if query.country:
            tool["user_location"] = {"type": "approximate", "country": query.country}
        found = await ask(
            self._session,
            self._url,
            body={
                "model": self._model,
                "instructions": _INSTRUCTIONS,
                "input": query.text,
                "tools": [tool],
                "max_output_tokens": _ANSWER_TOKENS,
                "store": False,
            },
            key=self._key,
        )
        output = found.get("output")
        if not isinstance(output, list):
            raise ProtocolError
        texts = list(_texts(output))
        results = [result for text in texts for result in _cited(text)]
        if not results:
            raise NothingFoundError
        direct = " ".join(str(text.get("text", "")).strip() for text in texts)
        return Answer(results=results, direct=direct)


def _texts(output: list[Any]) -> Iterator[Mapping[str, Any]]:
    for item in output:
        if isinstance(item, dict) and item.get("type") == "message":
            for content in item.get("content") or ():
                if isinstance(content, dict) and content.get("type") == "output_text":
                    yield content


def _cited(text: Mapping[str, Any]) -> Iterator[Result]:
    words = str(text.get("text", ""))
    for note in text.get("annotations") or ():
        match note:
            case {"type": "url_citation", "url": str() as url}:
                start = note.get("start_index")
                begin = start if isinstance(start, int) else 0
                yield Result(
                    title=str(note.get("title") or url),
                    url=url,
                    snippet=words[max(0, begin - _BEFORE) : begin].rpartition("\n")[2],
                )
