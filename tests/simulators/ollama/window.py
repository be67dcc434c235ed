"""Makes a prompt fit the context, losing what the real server loses."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
import re
from typing import Any, Final

from .models import ModelCard
from .prompts import RENDERERS, Message, image_tag
from .wire import WireError

IMAGE_TOKENS: Final = 768
"""What the server counts for an image."""

_IMAGE: Final = re.compile(r"\[img-(\d+)\]")
_KEPT_AT_THE_START: Final = 4
"""The default of `num_keep`."""
_NO_ROOM: Final = (
    "the prompt is longer than the context length currently available to the model; shorten the prompt, "
    "adjust the context length in settings, or use a model with a longer context length"
)

type Tokenize = Callable[[str], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A rendered request."""

    text: str
    tokens: list[str]
    """What the model reads: less than the text if even its last message did not fit."""
    images: int
    dropped: int
    """How many of the oldest messages had to go (system messages never do)."""
    cut: bool
    """Whether the text itself was cut in the middle."""


async def fit(
    card: ModelCard,
    body: Mapping[str, Any],
    context: int,
    *,
    think: bool,
    tokenize: Tokenize,
) -> Prompt:
    """Render a request; drop the oldest messages until it fits, then cut.

    Raises:
        WireError: It does not fit and the request forbids dropping or cutting.
    """
    messages: list[Message] = list(body["messages"])
    if card.system and messages[0].get("role") != "system":
        messages.insert(0, {"role": "system", "content": card.system})
    truncate = body.get("truncate") is not False
    dropped = 0
    while True:
        system = [m for m in messages[:dropped] if m.get("role") == "system"]
        tagged, images = _tag_images(system + messages[dropped:])
        text = RENDERERS[card.renderer].render(
            tagged, body.get("tools") or (), think=think
        )
        tokens = await _tokens(text, images, tokenize)
        if not truncate or len(tokens) <= context or dropped == len(messages) - 1:
            break
        dropped += 1
    cut = len(tokens) >= context
    return Prompt(
        text=text,
        tokens=_cut(tokens, context, body) if cut else tokens,
        images=len(images),
        dropped=dropped,
        cut=cut,
    )


def _cut(tokens: list[str], context: int, body: Mapping[str, Any]) -> list[str]:
    """Keep the first few tokens and the last half of the context."""
    if body.get("truncate") is False:
        raise WireError(
            400,
            f"request ({len(tokens)} tokens) exceeds the available context size ({context} tokens), try increasing it",
        )
    if body.get("shift") is False:
        raise WireError(400, _NO_ROOM)
    kept = min(_KEPT_AT_THE_START, context - 1)
    limit = context - max((context - kept) // 2, 1)
    return tokens[:kept] + tokens[len(tokens) - limit + kept :]


async def _tokens(text: str, images: Sequence[str], tokenize: Tokenize) -> list[str]:
    if not images:
        return list(await tokenize(text))
    tokens: list[str] = []
    for index, part in enumerate(_IMAGE.split(text)):
        if index % 2:
            picture = sha256(images[int(part)].encode()).hexdigest()
            tokens += [f"{picture}:{place}" for place in range(IMAGE_TOKENS)]
        else:
            tokens += await tokenize(part)
    return tokens


def _tag_images(messages: Sequence[Message]) -> tuple[list[Message], list[str]]:
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
