"""What a person can ask of the memory outright."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember:
    """Keep this, now."""

    text: str
    """The person's own words as a statement that stands alone: "I take my coffee black"."""
    about: str = ""
    """Whom or what it is about; empty for the person who speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """Put memories into the trash."""

    query: str = ""
    """What they say; empty for the last one that was kept or told in this conversation.

    When there is none, the words meant something else: "forget that" also calls off a question.
    """
    everything: bool = False
    """Everything known about the person: to be confirmed first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Let something new take the place of what was known."""

    new: str
    """A statement; it stands alone unless `query` is empty."""
    query: str = ""
    """What is out of date; empty for the last one that was kept or told in this conversation.

    When there is none, the words meant something else.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Say what is known."""

    about: str = ""
    """Whom or what; empty for the person who speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Take the last change back.

    It means a memory only if that was the last thing done in this conversation.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """Learn nothing from this conversation, or learn again."""

    on: bool


type Command = Remember | Forget | Correct | Tell | Undo | Private
