"""Tries Chroma in process: prints what came of every check, as JSON."""

import asyncio
import json
from pathlib import Path
import sys
import traceback

from custom_components.kaizen.memory.index.chroma import ChromaIndex
from custom_components.kaizen.memory.index.chroma_embedded import EmbeddedChroma
from custom_components.kaizen.memory.index.protocol import Space

from tests.memory.index.conformance import CHECKS, LASTING


async def main() -> None:
    """Give every check a store of its own, all in one folder."""
    folder = Path(sys.argv[1])
    outcome = {}
    for check in (*CHECKS, *LASTING):
        name = check.__name__

        def make(space: Space, name: str = name) -> ChromaIndex:
            return ChromaIndex(EmbeddedChroma(folder), name, space)

        try:
            await check(make)
        except Exception:  # noqa: BLE001
            outcome[name] = traceback.format_exc()
        else:
            outcome[name] = ""
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    asyncio.run(main())
