"""A server with OpenAI's Responses API whose model searches the web, over loopback.

The shape is that of OpenAI's documentation ("Web search" with the Responses API): an output of
a `web_search_call` and a `message` whose texts carry `url_citation` annotations.
"""

from .server import ResponsesSimulator

__all__ = ["ResponsesSimulator"]
