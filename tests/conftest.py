"""Fixtures every test may use."""

from shutil import copytree

import pytest
from pytest_homeassistant_custom_component.common import get_test_config_dir


@pytest.fixture(autouse=True)
def _custom_integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant find `custom_components` of this checkout."""


@pytest.fixture
def hass_config_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give each test a configuration folder of its own: Kaizen keeps files there."""
    folder = tmp_path_factory.mktemp("config")
    copytree(get_test_config_dir(), folder, dirs_exist_ok=True)
    return str(folder)
