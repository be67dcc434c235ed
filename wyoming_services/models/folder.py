"""Where weights lie."""

import argparse
import os
from pathlib import Path
from typing import Final

_VARIABLE: Final = "KAIZEN_VOICE_MODELS"


def default_folder() -> Path:
    """Return the folder set-up fills: KAIZEN_VOICE_MODELS, else `.setup/models` of the checkout."""
    if named := os.environ.get(_VARIABLE):
        return Path(named).expanduser()
    return Path(__file__).parents[2] / ".setup" / "models"


def whisper_folder(models: Path, size: str) -> Path:
    """Return where a Whisper model lies."""
    return models / f"whisper-{size}"


def voices_folder(models: Path) -> Path:
    """Return where Piper's voices lie, side by side."""
    return models / "piper"


def add_models_option(parser: argparse.ArgumentParser) -> None:
    """Add where the weights are."""
    parser.add_argument(
        "--models",
        type=Path,
        default=default_folder(),
        metavar="FOLDER",
        help="where `python -m wyoming_services.models` put the weights",
    )
