"""POST /api/chat: from a request to the lines of an answer."""

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from . import request as asked
from .answers import Backend, Call, Finish, Piece, Question, Raw, Text, Thinking
from .engine import Engine, Runner, Speed
from .faults import Fault
from .journal import JournalEntry
from .models import Library
from .parts import Parts, Whole, counted, ended
from .prompts import RENDERERS
from .tokens import common_prefix, tokenize
from .window import Prompt, fit
from .wire import ENTRY, Lines, fault_of, respond


class Chat:
    """Answers chat requests with a backend."""

    def __init__(
        self,
        backend: Backend,
        library: Library,
        engine: Engine,
        speed: Speed,
        now: Callable[[], str],
    ) -> None:
        """Share the server's parts; `now` writes the present time."""
        self._backend = backend
        self._library = library
        self._engine = engine
        self._speed = speed
        self._now = now
        self._parts = Parts()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        entry = request[ENTRY]
        body = entry.body
        card = asked.model_of(body, self._library)
        keep_alive = asked.keep_alive(body)
        if not body.get("messages") and keep_alive == 0:
            self._engine.unload(card)
            return await respond(request, self._head(body) | ended("unload"))
        asked.check_capabilities(body, card)
        think = asked.thinks(body, card)
        runner, entry.load = self._engine.load(card, body, keep_alive)
        entry.load_duration = 0.0 if entry.load == "warm" else self._speed.load
        try:
            if not body.get("messages"):
                return await respond(request, self._head(body) | ended("load"))
            prompt = await fit(
                card,
                body,
                runner.context_length,
                think=think,
                tokenize=self._backend.tokenize,
            )
            if body.get("_debug_render_only"):
                return await respond(request, self._head(body) | _rendering(prompt))
            entry.prompt, entry.truncated = (
                prompt.text,
                bool(prompt.dropped or prompt.cut),
            )
            question = Question(
                body=body,
                prompt=prompt.text,
                think=think,
                max_tokens=asked.most_tokens(body, card),
            )
            async with runner.turn:
                self._account(entry, runner, prompt)
                return await self._answer(request, runner, question)
        finally:
            self._engine.finished(runner)

    async def _answer(
        self, request: web.Request, runner: Runner, question: Question
    ) -> web.StreamResponse:
        entry, body = request[ENTRY], question.body
        turn = _Turn(entry=entry, question=question, runner=runner)
        streams = body.get("stream") is not False
        lines, whole = Lines(request), Whole()
        fault = fault_of(request)
        silent = fault is not None and fault.fault is Fault.EMPTY
        try:
            async for piece in _nothing() if silent else turn.pieces(self._backend):
                match piece:
                    case Raw(line):
                        await lines.send(line)
                    case Finish():
                        self._finish(entry, piece)
                    case Text() | Thinking() | Call():
                        part = self._parts.part(piece, body)
                        if not streams:
                            whole.add(part)
                        elif not await lines.send(self._head(body) | part):
                            return lines.response
        finally:
            turn.keep()
        if entry.done_reason is None:
            return lines.response
        if not streams:
            return await respond(request, self._head(body) | whole.ended(entry))
        await lines.send(self._head(body) | counted(entry), last=True)
        return lines.response

    def _head(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return {"model": body["model"], "created_at": self._now()}

    def _account(self, entry: JournalEntry, runner: Runner, prompt: Prompt) -> None:
        """Count what the slot spares; the last token is always evaluated, to have something to go on from."""
        total = len(prompt.tokens)
        shared = common_prefix(runner.slot, prompt.tokens)
        entry.append_only = bool(runner.slot) and shared == len(runner.slot)
        entry.prompt_tokens = total
        entry.cached_tokens = max(min(shared, total - 1), 0)
        entry.evaluated_tokens = total - entry.cached_tokens
        entry.prompt_duration = entry.evaluated_tokens / self._speed.prompt
        runner.slot = prompt.tokens

    def _finish(self, entry: JournalEntry, finish: Finish) -> None:
        entry.done_reason = finish.reason
        entry.output_duration = entry.output_tokens / self._speed.output
        if finish.prompt_tokens is not None:
            entry.prompt_tokens = finish.prompt_tokens
            entry.cached_tokens = finish.cached_tokens
            entry.evaluated_tokens = finish.prompt_tokens - finish.cached_tokens
            entry.output_tokens = finish.output_tokens
            entry.prompt_duration = finish.prompt_duration
            entry.output_duration = finish.output_duration


@dataclass(slots=True, kw_only=True)
class _Turn:
    """The pieces of one answer, counted and remembered as they pass."""

    entry: JournalEntry
    question: Question
    runner: Runner
    thinking: str = ""
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    async def pieces(self, backend: Backend) -> AsyncGenerator[Piece]:
        """Pass the backend's pieces on; thoughts nobody wanted were never thought."""
        answer = backend.answer(self.question)
        try:
            async for piece in answer:
                if isinstance(piece, Thinking) and not self.question.think:
                    continue
                self.entry.output_tokens += self._count(piece)
                yield piece
        finally:
            await answer.aclose()

    def keep(self) -> None:
        """Leave what was written in the slot, behind the prompt."""
        renderer = RENDERERS[self.runner.card.renderer]
        written = renderer.written(self.thinking, self.entry.answer, self.calls)
        self.runner.slot = self.runner.slot + tokenize(written)

    def _count(self, piece: Piece) -> int:
        match piece:
            case Text(text, _):
                self.entry.answer += text
                return len(tokenize(text))
            case Thinking(text):
                self.thinking += text
                return len(tokenize(text))
            case Call(name, arguments, _):
                self.calls.append((name, arguments))
                call = {"name": name, "arguments": dict(arguments)}
                self.entry.tool_calls.append(call)
                renderer = RENDERERS[self.runner.card.renderer]
                return len(tokenize(renderer.call(name, arguments)))
        return 0


async def _nothing() -> AsyncGenerator[Piece]:
    yield Finish()


def _rendering(prompt: Prompt) -> dict[str, Any]:
    info: dict[str, Any] = {"rendered_template": prompt.text}
    if prompt.images:
        info["image_count"] = prompt.images
    message = {"role": "", "content": ""}
    return {"message": message, "done": False, "_debug_info": info}
