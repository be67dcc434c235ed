"""What is said to the memory outright, understood without a model."""

from .grammar import read_command
from .merge import merged
from .model import Command, Correct, Forget, Private, Remember, Tell, Undo

__all__ = [
    "Command",
    "Correct",
    "Forget",
    "Private",
    "Remember",
    "Tell",
    "Undo",
    "merged",
    "read_command",
]
