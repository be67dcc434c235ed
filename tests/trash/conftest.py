"""Fixtures for the trash."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from .things import Rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncGenerator[Rig]:
    """An empty trash and an empty folder of files."""
    rig = await Rig(tmp_path).start()
    yield rig
    rig.store.close()
