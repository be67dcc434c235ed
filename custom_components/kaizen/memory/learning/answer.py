"""What a model may answer, and the check of it."""

from dataclasses import dataclass
import json
from typing import Any, Final

import probatio

from ..model import Category

FACTS_MOST: Final = 3
TEXT_MOST: Final = 160
ABOUT_MOST: Final = 40

SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "facts": {
            "type": "array",
            "maxItems": FACTS_MOST,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "minLength": 1, "maxLength": TEXT_MOST},
                    "about": {"type": "string", "maxLength": ABOUT_MOST},
                    "category": {"enum": [category.value for category in Category]},
                },
                "required": ["text", "about", "category"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["facts"],
    "additionalProperties": False,
}
"""For the `format` of a request."""

_ANSWER: Final = probatio.Schema(
    {
        probatio.Required("facts"): probatio.All(
            [
                {
                    probatio.Required("text"): probatio.All(
                        str, probatio.Length(min=1, max=TEXT_MOST)
                    ),
                    probatio.Required("about"): probatio.All(
                        str, probatio.Length(max=ABOUT_MOST)
                    ),
                    probatio.Required("category"): probatio.In(
                        [category.value for category in Category]
                    ),
                }
            ],
            probatio.Length(max=FACTS_MOST),
        )
    }
)


class InvalidAnswerError(ValueError):
    """A model did not answer as it was asked to; its words are not repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a model has read, not believed yet."""

    text: str
    about: str
    category: Category


def read_answer(text: str) -> tuple[Fact, ...]:
    """Return the facts of an answer.

    Raises:
        InvalidAnswerError: It is not JSON, or not of the schema to the letter.
    """
    try:
        answer = _ANSWER(json.loads(text))
    except ValueError, RecursionError, probatio.Invalid:
        raise InvalidAnswerError("The answer does not follow the schema") from None
    return tuple(
        Fact(
            text=fact["text"], about=fact["about"], category=Category(fact["category"])
        )
        for fact in answer["facts"]
    )
