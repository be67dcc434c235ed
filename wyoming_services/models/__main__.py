"""Installs weights: `python -m wyoming_services.models --voice de_DE-thorsten-medium`."""

import argparse
from pathlib import Path
import sys

from . import (
    DEFAULT_VOICE,
    DEFAULT_WHISPER,
    InstallFailed,
    UnknownModel,
    default_folder,
    install,
    voice,
    whisper,
)


def _say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


def main() -> int:
    """Install what was asked for, or what the services use when nothing is said; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m wyoming_services.models", description=__doc__
    )
    parser.add_argument(
        "--whisper", action="append", metavar="SIZE", help="tiny, base, small, …"
    )
    parser.add_argument(
        "--voice", action="append", metavar="NAME", help="a voice of Piper's"
    )
    parser.add_argument("--into", type=Path, default=default_folder(), metavar="FOLDER")
    options = parser.parse_args()
    if not options.whisper and not options.voice:
        options.whisper, options.voice = [DEFAULT_WHISPER], [DEFAULT_VOICE]
    try:
        for bundle in (
            *(whisper(size, options.into) for size in options.whisper or ()),
            *(voice(name, options.into) for name in options.voice or ()),
        ):
            install(bundle, _say)
    except (InstallFailed, UnknownModel) as err:
        print(f"✗ {err}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
