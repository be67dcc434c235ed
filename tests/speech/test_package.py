"""The library by itself: ten stages, no Home Assistant, a command."""

import os
from pathlib import Path
import subprocess
import sys

from custom_components.kaizen.speech import STAGES

_PARENT = Path(__file__).parents[2] / "custom_components" / "kaizen"


def _run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        input=text,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(_PARENT), "PYTHONUTF8": "1"},
        cwd=Path(__file__).parent,
        check=False,
        timeout=60,
    )


def test_there_are_ten_stages_in_order() -> None:
    """Every time, the same ones."""
    assert [stage.number for stage in STAGES] == list(range(1, 11))


def test_it_needs_neither_home_assistant_nor_anything_else() -> None:
    """The voice services carry it without the integration."""
    code = (
        "import sys, speech\n"
        "known = set(sys.stdlib_module_names) | {'speech'}\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*sorted(n for n in loaded - known if 'speech' in str(getattr("
        "sys.modules.get(n), '__file__', '')) or n == 'homeassistant'))"
    )
    done = _run("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_the_command_speaks_what_it_reads(tmp_path: Path) -> None:
    """Text in, spoken text out."""
    lexicon = tmp_path / "names.txt"
    lexicon.write_text("# names\nlight.hall = the big lamp\n", encoding="utf-8")
    done = _run(
        "-m", "speech", "--lexicon", str(lexicon), text="light.hall uses **5 W**.\n"
    )
    assert done.stdout == "the big lamp uses five watts.\n\n"


def test_the_command_speaks_german() -> None:
    """Words may stand on the command line."""
    done = _run("-m", "speech", "--language", "de-AT", "Es ist 7:05 Uhr.")
    assert done.stdout == "Es ist sieben Uhr fünf.\n\n"


def test_the_command_names_a_broken_lexicon(tmp_path: Path) -> None:
    """The line that cannot be read is named."""
    lexicon = tmp_path / "names.txt"
    lexicon.write_text("no equals sign\n", encoding="utf-8")
    done = _run("-m", "speech", "--lexicon", str(lexicon), "x")
    assert done.returncode == 2
    assert "line 1" in done.stderr
