"""Set-up, where everything is there already: these tests run in what it made."""

from pathlib import Path
import subprocess
from typing import Final

ROOT: Final = Path(__file__).parents[2]


def set_up(*environments: str) -> subprocess.CompletedProcess[str]:
    """Run set-up the way the commands do."""
    script = f"source scripts/lib/setup.sh && set_up {' '.join(environments)}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_run_finds_everything_there() -> None:
    """Nothing is installed again, and nothing said."""
    done = set_up("home-assistant")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_failure_is_one_sentence() -> None:
    """What cannot be set up is named, with where to look."""
    done = set_up("no-such-thing")
    assert done.returncode == 1
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert "no-such-thing" in sentence
    assert "scripts/lib/environments.sh" in sentence
