"""Text in, spoken text out: `python -m speech`, with the folder above on the path."""

import argparse
from pathlib import Path
import sys

from . import LANGUAGES, Lexicon, Normalizer, Voice, language_for


def main() -> int:
    """Speak standard input, or the words given, unit by unit as they are safe."""
    parser = argparse.ArgumentParser(prog="speech", description=__doc__)
    parser.add_argument("text", nargs="*", help="default: standard input")
    parser.add_argument("--language", default="en", help=", ".join(LANGUAGES))
    parser.add_argument(
        "--lexicon", type=Path, metavar="FILE", help="lines of: written = spoken"
    )
    arguments = parser.parse_args()
    try:
        lexicon = (
            Lexicon.parse(arguments.lexicon.read_text(encoding="utf-8").splitlines())
            if arguments.lexicon
            else Lexicon()
        )
    except (OSError, ValueError) as error:
        parser.error(f"{arguments.lexicon}: {error}")
    normalizer = Normalizer(
        Voice(language=language_for(arguments.language), lexicon=lexicon)
    )
    chunks = [" ".join(arguments.text)] if arguments.text else sys.stdin
    for chunk in chunks:
        for unit in normalizer.feed(chunk):
            sys.stdout.write(unit)
            sys.stdout.flush()
    sys.stdout.writelines(normalizer.flush())
    return 0


if __name__ == "__main__":
    sys.exit(main())
