"""A model's answer as a chat log takes it in."""

from collections.abc import Iterator

from homeassistant.components.conversation import AssistantContentDeltaDict, ChatLog

from ..ollama import ChatChunk
from .calls import tool_input
from .thinking import ThinkingSplitter


class DeltaWriter:
    """Turns the chunks of one answer into deltas, and keeps account of what was said."""

    def __init__(self, chat_log: ChatLog) -> None:
        """Write for a chat log, whose tools the model may call."""
        api = chat_log.llm_api
        self._tools = [tool.name for tool in api.tools] if api else []
        self._splitter = ThinkingSplitter()
        self.spoken = ""
        self.called = False
        """Whether the answer has called tools."""

    def write(self, chunk: ChatChunk) -> Iterator[AssistantContentDeltaDict]:
        """Yield the deltas of a chunk."""
        if chunk.thinking:
            yield {"thinking_content": chunk.thinking}
        if chunk.content:
            yield from self._text(self._splitter.feed(chunk.content))
        if chunk.tool_calls and self._tools:
            self.called = True
            calls = [tool_input(call, self._tools) for call in chunk.tool_calls]
            yield {"tool_calls": calls}

    def flush(self) -> Iterator[AssistantContentDeltaDict]:
        """Yield what was held back; the answer has ended, one way or another."""
        yield from self._text(self._splitter.flush())

    def _text(
        self, pieces: Iterator[tuple[bool, str]]
    ) -> Iterator[AssistantContentDeltaDict]:
        for thinking, text in pieces:
            if thinking:
                yield {"thinking_content": text}
            else:
                self.spoken += text
                yield {"content": text}
