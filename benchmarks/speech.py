"""How long Kaizen needs to turn a speech unit into words, beside a peer in the same run.

`python -m benchmarks.speech`. The peer says digits and nothing else: num2words
where it is installed (bring your own, it is no dependency of Kaizen), and
markdown-it-py, which only parses the markup.
"""

from collections.abc import Callable
from importlib import import_module
import re
from statistics import median
import sys
from time import perf_counter
from typing import Final

from custom_components.kaizen.speech import Lexicon, Normalizer, Voice, language_for

MILLISECONDS_MOST: Final = 1.0
"""Most time a unit may take, in milliseconds, on a machine as fast as those a house has."""
ROUNDS: Final = 15
_CHUNK: Final = 4
_ANSWERS: Final = (
    "The living room is **72.5°F** and the humidity is 45%. It will be warmer tomorrow. ",
    "Dr. Smith arrives at 5:30 p.m. on 2026-11-22 and pays $3.50 for 2 kWh. ",
    "Here is the list:\n\n- Milk, 2 l\n- Eggs, 12\n- Bread\n\n",
    "The lights in the living room are on, and the front door is locked. Good night! ",
    "| Room | Temperature |\n|---|---|\n| Kitchen | 21.5 °C |\n| Hall | 19 °C |\n\n",
    "See [the manual](https://www.example.com/a) or call (408) 555-1234, 5-7 days. ",
)
_DIGITS: Final = re.compile(r"\d+")


def kaizen_streaming() -> int:
    """Speak the answers as a model writes them, a few characters at a time."""
    voice = Voice(language=language_for("en"), lexicon=Lexicon())
    units = 0
    for answer in _ANSWERS:
        normalizer = Normalizer(voice)
        for start in range(0, len(answer), _CHUNK):
            units += len(list(normalizer.feed(answer[start : start + _CHUNK])))
        units += len(list(normalizer.flush()))
    return units


def peers() -> dict[str, Callable[[], object]]:
    """Return what is installed to compare with."""
    found: dict[str, Callable[[], object]] = {}
    try:
        num2words = import_module("num2words").num2words
        found["num2words on digits"] = lambda: [
            _DIGITS.sub(lambda match: str(num2words(int(match[0]))), answer)
            for answer in _ANSWERS
        ]
    except ImportError:
        pass
    try:
        markdown = import_module("markdown_it").MarkdownIt("commonmark").enable("table")
        found["markdown-it-py, parsing"] = lambda: [
            markdown.parse(answer) for answer in _ANSWERS
        ]
    except ImportError:
        pass
    return found


def _seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def main() -> int:
    """Measure in turns, print, and fail where a unit takes too long."""
    contenders: dict[str, Callable[[], object]] = {
        "kaizen": kaizen_streaming,
        **peers(),
    }
    units = kaizen_streaming()
    samples: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, work in contenders.items():
            samples[name].append(_seconds(work) * 1000 / units)
    ours = median(samples["kaizen"])
    print(f"{len(_ANSWERS)} answers, {units} speech units, {ROUNDS} rounds")
    for name, values in samples.items():
        value = median(values)
        print(f"{name:<26} {value:8.3f} ms per unit   kaizen / it {ours / value:6.2f}")
    missed = ours > MILLISECONDS_MOST
    print(f"at most {MILLISECONDS_MOST} ms per unit: {'MISSED' if missed else 'ok'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
