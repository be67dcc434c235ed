"""Fixtures every test may use."""

from collections.abc import Generator

import pytest


@pytest.fixture(autouse=True)
def _custom_integrations(enable_custom_integrations: None) -> Generator[None]:
    """Let Home Assistant find `custom_components` of this checkout."""
    yield
