"""The command line of `scripts/demo`."""

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the person who starts the demo asked for."""

    port: int
    config_dir: Path | None
    ollama_url: str | None
    ask: str | None
    json: bool
    voice: bool
    stand_in_python: str
    voice_python: str


def parse(arguments: list[str] | None = None) -> Options:
    """Read the command line; ends the process with an explanation when it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Starts Home Assistant with Kaizen in it on this machine, ready to use; Ctrl-C stops everything.",
    )
    parser.add_argument("--port", type=int, default=8123, help="default: 8123")
    parser.add_argument(
        "--config-dir",
        type=Path,
        metavar="FOLDER",
        help="keep Home Assistant's configuration here; without it, it is thrown away at the end",
    )
    parser.add_argument(
        "--ollama-url",
        metavar="URL",
        help="your Ollama server; default: OLLAMA_HOST, else this machine",
    )
    parser.add_argument(
        "--ask", metavar="TEXT", help="ask once, print the answer, stop everything"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="with --ask: print one JSON object about the answer and what was set up",
    )
    parser.add_argument(
        "--no-voice",
        dest="voice",
        action="store_false",
        help="leave out speech to text and text to speech",
    )
    parser.add_argument("--stand-in-python", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--voice-python", default="", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.json and options.ask is None:
        parser.error("--json needs --ask")
    if options.ask is not None and not options.ask.strip():
        parser.error("--ask needs something to ask")
    if not 0 < options.port < 65536:
        parser.error("--port takes a number from 1 to 65535")
    return Options(**vars(options))
