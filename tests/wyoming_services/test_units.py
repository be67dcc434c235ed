"""What makes the services start with a machine."""

from configparser import ConfigParser
from pathlib import Path
import plistlib
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("service", ["stt", "tts", "satellite"])
def test_launchd(service: str) -> None:
    """The daemon runs what is there, with priority, and again when it ends."""
    text = (ROOT / f"config/launchd/org.kaizen.{service}.plist.in").read_bytes()
    unit = plistlib.loads(text.replace(b"@ROOT@", str(ROOT).encode()))
    program, *rest = unit["ProgramArguments"]
    assert Path(program).is_file()
    assert rest == ["run", service]
    assert unit["KeepAlive"]
    assert unit["Nice"] < 0


@pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")
def test_systemd(tmp_path: Path) -> None:
    """The same; nothing in it is left to fill in."""
    command = [str(ROOT / "scripts" / "voice"), "units", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    names = {path.stem for path in tmp_path.iterdir()}
    assert names == {"kaizen-stt", "kaizen-tts", "kaizen-satellite"}
    for path in tmp_path.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "@" not in text
        unit = ConfigParser(interpolation=None)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(text)
        program, *rest = unit["Service"]["ExecStart"].split()
        assert Path(program) == ROOT / "scripts" / "voice"
        assert rest == ["run", path.stem.removeprefix("kaizen-")]
        assert int(unit["Service"]["CPUWeight"]) > 100
