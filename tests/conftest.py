"""Fixtures every test may use."""

import pytest


@pytest.fixture(autouse=True)
def _custom_integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant find `custom_components` of this checkout."""
