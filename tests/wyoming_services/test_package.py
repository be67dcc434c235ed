"""What the package is made of."""

from pathlib import Path
import tomllib

import wyoming_services
from wyoming_services import VERSION, speech

ROOT = Path(__file__).parents[2]


def test_speech_is_the_integration_s_own() -> None:
    """There is one source for both deployables."""
    ours = Path(speech.__file__).resolve().parent
    assert ours == ROOT / "custom_components" / "kaizen" / "speech"


def test_version() -> None:
    """The services tell the project's version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION


def test_it_does_not_need_home_assistant() -> None:
    """It is deployed without."""
    folder = Path(wyoming_services.__file__).parent
    assert not [
        path
        for path in folder.rglob("*.py")
        if "homeassistant" in path.read_text(encoding="utf-8")
    ]
