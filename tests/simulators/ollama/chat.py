"""POST /api/chat."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
import random
import re
from typing import Any, Final

from aiohttp import web

from .answers import Backend, Call, Finish, Piece, Question, Raw, Text, Thinking
from .clock import keep_alive_seconds
from .engine import Engine, Runner, Speed, wrong_option
from .faults import Fault
from .journal import JournalEntry
from .models import Library, ModelCard
from .prompts import RENDERERS, Message, image_tag
from .tokens import common_prefix
from .wire import ENTRY, Lines, WireError, fault_of, respond

IMAGE_TOKENS: Final = 768
"""What the server counts for an image."""

_IMAGE: Final = re.compile(r"\[img-(\d+)\]")
_THINK_WORDS: Final = ("high", "medium", "low", "max")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A rendered request."""

    text: str
    tokens: list[str]
    images: int
    truncated: bool


class Chat:
    """Answers chat requests with a backend."""

    def __init__(
        self, backend: Backend, library: Library, engine: Engine, speed: Speed
    ) -> None:
        """Share the server's parts."""
        self._backend = backend
        self._library = library
        self._engine = engine
        self._speed = speed
        self._ids = random.Random(0)

    async def handle(self, request: web.Request, now: Any) -> web.StreamResponse:
        """Answer one request; `now` writes the present time."""
        entry = request[ENTRY]
        body = entry.body
        card = self._card(body)
        keep_alive = _keep_alive(body)
        head = {"model": body["model"], "created_at": now()}
        if not body.get("messages") and keep_alive == 0:
            self._engine.unload(card)
            return await respond(request, {**head, **_ended("unload")})
        think = _think(body, card)
        _require(card, body)
        runner, entry.load = self._engine.load(
            card, body.get("options") or {}, keep_alive
        )
        entry.load_duration = 0.0 if entry.load == "warm" else self._speed.load
        if not body.get("messages"):
            self._engine.finished(runner)
            return await respond(request, {**head, **_ended("load")})
        prompt = self._prompt(card, runner, body, think=think)
        if body.get("_debug_render_only"):
            info = {"rendered_template": prompt.text, "image_count": prompt.images}
            shown = {key: value for key, value in info.items() if value}
            message = {"role": "", "content": ""}
            return await respond(
                request,
                {**head, "message": message, "done": False, "_debug_info": shown},
            )
        entry.prompt, entry.truncated = prompt.text, prompt.truncated
        entry.prompt_tokens = len(prompt.tokens)
        question = Question(
            body=body, prompt=prompt.text, think=think, max_tokens=_limit(card, body)
        )
        try:
            async with runner.turn:
                return await self._answer(request, runner, prompt, question, now)
        finally:
            self._engine.finished(runner)

    async def _answer(
        self,
        request: web.Request,
        runner: Runner,
        prompt: Prompt,
        question: Question,
        now: Any,
    ) -> web.StreamResponse:
        entry, body = request[ENTRY], question.body
        self._account(entry, runner, prompt)
        turn = _Turn(entry, question, runner, self._backend)
        streams = body.get("stream") is not False
        lines = Lines(request)
        whole: dict[str, Any] = {"role": "assistant", "content": ""}
        logprobs: list[Any] = []
        fault = fault_of(request)
        silent = fault is not None and fault.fault is Fault.EMPTY
        try:
            async for piece in turn.pieces(silent=silent):
                if isinstance(piece, Raw):
                    await lines.send(piece.line)
                    continue
                if isinstance(piece, Finish):
                    self._finish(entry, piece)
                    break
                part = self._part(piece, body)
                if streams:
                    line = {"model": body["model"], "created_at": now(), **part}
                    if not await lines.send(line):
                        return lines.response
                else:
                    _merge(whole, part["message"])
                    logprobs += part.get("logprobs", ())
            else:
                return lines.response
        finally:
            turn.keep()
        head = {"model": body["model"], "created_at": now()}
        if streams:
            await lines.send({**head, **_ended(entry.done_reason, entry)}, last=True)
            return lines.response
        if not body.get("tools"):
            whole.pop("tool_calls", None)
        extra = {"logprobs": logprobs} if logprobs else {}
        return await respond(
            request,
            {**head, **_ended(entry.done_reason, entry), "message": whole, **extra},
        )

    def _card(self, body: Mapping[str, Any]) -> ModelCard:
        if not 0 <= int(body.get("top_logprobs") or 0) <= 20:
            raise WireError(400, "top_logprobs must be between 0 and 20")
        if not (name := body.get("model")):
            raise WireError(400, "model is required")
        if (card := self._library.find(name)) is None:
            raise WireError(404, f"model '{name}' not found")
        if complaint := wrong_option(body.get("options") or {}):
            raise WireError(500, complaint)
        return card

    def _prompt(
        self, card: ModelCard, runner: Runner, body: Mapping[str, Any], *, think: bool
    ) -> Prompt:
        """Render; drop the oldest messages until it fits, but never a system message or the last one."""
        messages: list[Message] = list(body["messages"])
        if card.system and messages[0].get("role") != "system":
            messages.insert(0, {"role": "system", "content": card.system})
        tools = body.get("tools") or ()
        renderer = RENDERERS[card.renderer]
        truncate = body.get("truncate") is not False
        for first in range(len(messages)):
            kept = [m for m in messages[:first] if m.get("role") == "system"]
            tagged, images = _with_image_tags(kept + messages[first:])
            text = renderer.render(tagged, tools, think=think)
            tokens = self._tokens(text, images)
            if len(tokens) <= runner.context_length or not truncate:
                break
        cut = len(tokens) > runner.context_length
        return Prompt(
            text=text,
            tokens=tokens[-runner.context_length :] if cut else tokens,
            images=len(images),
            truncated=first > 0 or cut,
        )

    def _tokens(self, text: str, images: Sequence[str]) -> list[str]:
        if not images:
            return list(self._backend.tokenize(text))
        tokens: list[str] = []
        for index, part in enumerate(_IMAGE.split(text)):
            if index % 2:
                picture = sha256(images[int(part)].encode()).hexdigest()
                tokens += [f"{picture}:{place}" for place in range(IMAGE_TOKENS)]
            else:
                tokens += self._backend.tokenize(part)
        return tokens

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

    def _part(self, piece: Piece, body: Mapping[str, Any]) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": ""}
        extra: dict[str, Any] = {}
        match piece:
            case Text(text, alternatives):
                message["content"] = text
                if body.get("logprobs"):
                    extra["logprobs"] = self._logprobs(text, alternatives, body)
            case Thinking(text):
                message["thinking"] = text
            case Call(name, arguments, call_id):
                letters = "abcdefghijklmnopqrstuvwxyz0123456789"
                drawn = "call_" + "".join(self._ids.choices(letters, k=8))
                function = {"index": 0, "name": name, "arguments": arguments}
                message["tool_calls"] = [{"id": call_id or drawn, "function": function}]
        return {"message": message, "done": False, **extra}

    def _logprobs(
        self,
        text: str,
        alternatives: Mapping[str, float] | None,
        body: Mapping[str, Any],
    ) -> list[dict[str, Any]]:
        listed = []
        pieces = [text] if alternatives else self._backend.tokenize(text)
        for token in pieces:
            choices = alternatives or {token: -0.01}
            entry = _logprob(token, choices.get(token, -0.01))
            if wanted := int(body.get("top_logprobs") or 0):
                ranked = sorted(choices.items(), key=lambda item: -item[1])
                entry["top_logprobs"] = [_logprob(*item) for item in ranked[:wanted]]
            listed.append(entry)
        return listed


class _Turn:
    """The pieces of one answer, counted and remembered as they pass."""

    def __init__(
        self, entry: JournalEntry, question: Question, runner: Runner, backend: Backend
    ) -> None:
        self._entry = entry
        self._question = question
        self._runner = runner
        self._backend = backend
        self._thinking = ""
        self._calls: list[tuple[str, Mapping[str, Any]]] = []

    async def pieces(self, *, silent: bool) -> AsyncGenerator[Piece]:
        """Pass the backend's pieces on, up to the limit of tokens."""
        if silent:
            yield Finish()
            return
        limit = self._question.max_tokens
        answer = self._backend.answer(self._question)
        try:
            async for piece in answer:
                if isinstance(piece, Thinking) and not self._question.think:
                    continue
                if isinstance(piece, Text | Thinking | Call):
                    self._entry.output_tokens += self._count(piece)
                yield piece
                if limit is not None and self._entry.output_tokens >= limit:
                    yield Finish(reason="length")
                    return
        finally:
            await answer.aclose()

    def keep(self) -> None:
        """Leave what was written in the slot, behind the prompt."""
        renderer = RENDERERS[self._runner.card.renderer]
        written = renderer.written(self._thinking, self._entry.answer, self._calls)
        self._runner.slot = [*self._runner.slot, *self._backend.tokenize(written)]

    def _count(self, piece: Text | Thinking | Call) -> int:
        entry = self._entry
        match piece:
            case Text(text, _):
                entry.answer += text
                return len(self._backend.tokenize(text))
            case Thinking(text):
                self._thinking += text
                return len(self._backend.tokenize(text))
            case Call(name, arguments, _):
                self._calls.append((name, arguments))
                entry.tool_calls.append({"name": name, "arguments": dict(arguments)})
                renderer = RENDERERS[self._runner.card.renderer]
                return len(self._backend.tokenize(renderer.call(name, arguments)))


def _think(body: Mapping[str, Any], card: ModelCard) -> bool:
    value = body.get("think")
    if isinstance(value, str) and value not in _THINK_WORDS:
        allowed = '"high", "medium", "low", "max", true, or false'
        raise WireError(400, f'invalid think value: "{value}" (must be {allowed})')
    if "thinking" in card.capabilities:
        return value is None or bool(value)
    if value:
        raise WireError(400, f'"{body["model"]}" does not support thinking')
    return False


def _require(card: ModelCard, body: Mapping[str, Any]) -> None:
    messages = body.get("messages") or ()
    if "completion" not in card.capabilities:
        raise WireError(400, f'"{body["model"]}" does not support chat')
    if body.get("tools") and "tools" not in card.capabilities:
        name = f"registry.ollama.ai/library/{card.name}"
        raise WireError(400, f"{name} does not support tools")
    if any(m.get("images") for m in messages) and "vision" not in card.capabilities:
        raise WireError(400, f'"{body["model"]}" does not support vision')


def _keep_alive(body: Mapping[str, Any]) -> float:
    try:
        return keep_alive_seconds(body.get("keep_alive"))
    except ValueError as err:
        raise WireError(400, str(err)) from err


def _limit(card: ModelCard, body: Mapping[str, Any]) -> int | None:
    options = {**card.parameters, **(body.get("options") or {})}
    wanted = int(options.get("num_predict") or -1)
    return wanted if wanted > 0 else None


def _with_image_tags(messages: Sequence[Message]) -> tuple[list[Message], list[str]]:
    tagged: list[Message] = []
    images: list[str] = []
    for message in messages:
        tags = ""
        for image in message.get("images") or ():
            tags += image_tag(len(images))
            images.append(image)
        content = tags + str(message.get("content") or "")
        tagged.append({**message, "content": content} if tags else message)
    return tagged, images


def _merge(whole: dict[str, Any], part: Mapping[str, Any]) -> None:
    whole["content"] += part["content"]
    if "thinking" in part:
        whole["thinking"] = whole.get("thinking", "") + part["thinking"]
    if "tool_calls" in part:
        whole["tool_calls"] = whole.get("tool_calls", []) + part["tool_calls"]


def _ended(reason: str | None, entry: JournalEntry | None = None) -> dict[str, Any]:
    ended: dict[str, Any] = {
        "message": {"role": "assistant", "content": ""},
        "done": True,
        "done_reason": reason or "stop",
    }
    if entry is None:
        return ended
    spent = entry.load_duration + entry.prompt_duration + entry.output_duration
    counts = {
        "total_duration": _ns(spent),
        "load_duration": _ns(entry.load_duration),
        "prompt_eval_count": entry.prompt_tokens,
        "prompt_eval_duration": _ns(entry.prompt_duration),
        "eval_count": entry.output_tokens,
        "eval_duration": _ns(entry.output_duration),
    }
    return {**ended, **{key: value for key, value in counts.items() if value}}


def _logprob(token: str, logprob: float) -> dict[str, Any]:
    return {"token": token, "logprob": logprob, "bytes": list(token.encode())}


def _ns(seconds: float) -> int:
    return round(seconds * 1e9)
