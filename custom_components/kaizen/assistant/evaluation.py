"""Decision tasks: how likely a model finds each answer, read from its token probabilities."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from homeassistant.components import ai_task
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import JsonValueType

from ..const import DOMAIN
from .ballot import (
    ALTERNATIVES,
    MAX_OPTIONS,
    SYSTEM,
    Ballot,
    NoVoteError,
    TooManyOptionsError,
    expected_level,
)
from .generation import task_body
from .ollama import ChatChunk
from .prompt import Layout
from .turn import Target

type Question = Mapping[str, Any]


def as_ballot(name: str, question: Question) -> Ballot:
    """Return a question as a ballot.

    Raises:
        HomeAssistantError: It offers too many options.
    """
    try:
        return Ballot.from_question(question)
    except TooManyOptionsError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="evaluation_too_many_options",
            translation_placeholders={"question": name, "limit": str(MAX_OPTIONS)},
        ) from err


def request(
    ballot: Ballot, state: JsonValueType, images: Sequence[str], layout: Layout
) -> dict[str, Any]:
    """Return the body that makes a model cast its vote: the first token decides."""
    text = state if state is None or isinstance(state, str) else json_dumps(state)
    message: dict[str, Any] = {"role": "user", "content": ballot.render(text)}
    if images:
        message["images"] = list(images)
    body = task_body(layout, SYSTEM, [message])
    return {
        **body,
        "think": False,
        "logprobs": True,
        "top_logprobs": ALTERNATIVES,
        "options": {**body["options"], "temperature": 0, "num_predict": 1},
    }


def as_answer(
    name: str, question: Question, ballot: Ballot, reply: ChatChunk, target: Target
) -> ai_task.EvaluationAnswer:
    """Return the reply of `target` as an answer to a question.

    Raises:
        HomeAssistantError: The server tells no probabilities, or the model did not vote.
    """
    if reply.logprobs is None:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="evaluation_no_probabilities",
            translation_placeholders={"url": target.client.url},
        )
    try:
        probabilities = ballot.count(reply.logprobs)
    except NoVoteError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="evaluation_no_answer",
            translation_placeholders={"question": name, "model": target.model},
        ) from err
    return _ANSWERS[question["type"]](question, probabilities)


def _choice(question: Question, probabilities: list[float]) -> ai_task.ChoiceAnswer:
    by_name = dict(zip(question["criteria"], probabilities, strict=True))
    return ai_task.ChoiceAnswer(
        choice=max(by_name, key=lambda name: by_name[name]), probabilities=by_name
    )


_ANSWERS: Final[
    Mapping[str, Callable[[Question, list[float]], ai_task.EvaluationAnswer]]
] = {
    "noul": lambda _, probabilities: ai_task.NoulAnswer(noul=probabilities[0]),
    "choice": _choice,
    "score": lambda _, probabilities: ai_task.ScoreAnswer(
        score=expected_level(probabilities), probabilities=probabilities
    ),
}
