"""How Kaizen learns: said outright, or read from finished conversations between a gate and a filter."""

from .answer import Fact, InvalidAnswerError
from .caution import Concern, Reason, concern, is_sensitive
from .decision import Neighbour, contradicts, decide
from .drafting import Refused, Said, draft_of
from .gate import statements
from .grounding import source_of
from .job import House, LearningJob
from .keeping import LEARNING, Similar, StoreKnowledge, carry_out
from .learner import ExtractionFailure, Extractor, Knowledge, Learner, Lesson
from .model import Add, Conversation, Decision, Ignore, Statement, Supersede, Turn
from .prompt import Request

__all__ = [
    "LEARNING",
    "Add",
    "Concern",
    "Conversation",
    "Decision",
    "ExtractionFailure",
    "Extractor",
    "Fact",
    "House",
    "Ignore",
    "InvalidAnswerError",
    "Knowledge",
    "Learner",
    "LearningJob",
    "Lesson",
    "Neighbour",
    "Reason",
    "Refused",
    "Request",
    "Said",
    "Similar",
    "Statement",
    "StoreKnowledge",
    "Supersede",
    "Turn",
    "carry_out",
    "concern",
    "contradicts",
    "decide",
    "draft_of",
    "is_sensitive",
    "source_of",
    "statements",
]
