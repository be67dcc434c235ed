"""What a kept config folder remembers from one start of the demo to the next."""

from dataclasses import asdict, dataclass, field
import json
from pathlib import Path
import secrets
from typing import Final, Self

_FILE: Final = "demo.json"


@dataclass(slots=True, kw_only=True)
class DemoState:
    """The owner's password and the servers of the last start."""

    password: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    model_url: str = ""
    stand_in_port: int = 0
    hub_url: str = ""
    hub_port: int = 0
    hub_control_port: int = 0
    voice_ports: dict[str, list[int]] = field(default_factory=dict)
    """Of each voice service: for Wyoming, and for its health."""
    voice_entries: dict[str, list[str | int]] = field(default_factory=dict)
    """Of each voice service: the entry that adopted it, and the port that leads to."""
    can_be_talked_to: bool = False
    """Whether the pipeline listens and speaks."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a folder's state; a new folder gets a new password."""
        path = folder / _FILE
        return cls(**json.loads(path.read_text("utf-8"))) if path.exists() else cls()

    def save(self, folder: Path) -> None:
        """Keep the state, readable by its owner alone."""
        path = folder / _FILE
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")
