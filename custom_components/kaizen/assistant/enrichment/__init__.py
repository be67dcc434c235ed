"""What the house adds to a person's words before the model reads them."""

import asyncio
from collections.abc import Sequence
from typing import Final

from homeassistant.util.async_ import create_eager_task
from homeassistant.util.hass_dict import HassKey

from ...const import LOGGER
from ...guard import neutralise
from .hardware import hardware
from .house import house
from .identity import identity, identity_block
from .memory import MEMORY_PROVIDERS, memory
from .providers import ContextProvider, async_register_provider
from .search import SEARCH_PROVIDERS, search
from .stage import Stage, StageInput
from .text import one_line

__all__ = [
    "MEMORY_PROVIDERS",
    "SEARCH_PROVIDERS",
    "STAGES",
    "ContextProvider",
    "Stage",
    "StageInput",
    "async_register_provider",
    "enrich",
    "identity_block",
    "neutralise",
    "one_line",
]

STAGES: Final[tuple[Stage, ...]] = (identity, hardware, memory, house, search)

STAGE_DEADLINE: Final = 2.0
"""Longest time a stage may hold up a turn, in seconds."""

_SILENCED: Final[HassKey[set[str]]] = HassKey("kaizen_silenced_stages")


async def enrich(
    stage_input: StageInput,
    *,
    stages: Sequence[Stage] = STAGES,
    deadline: float = STAGE_DEADLINE,
) -> str:
    """Return the context block of one user message; empty when no stage has anything to say.

    Stages run at the same time and are rendered in their order. One that fails or exceeds
    `deadline` seconds is left out: a turn never fails for want of context.
    """
    answers = await asyncio.gather(
        *(
            create_eager_task(_run(stage, stage_input, deadline), name=_name(stage))
            for stage in stages
        )
    )
    lines = [text for lines in answers for line in lines if (text := one_line(line))]
    return "\n".join(("<context>", *lines, "</context>\n")) if lines else ""


async def _run(stage: Stage, stage_input: StageInput, deadline: float) -> Sequence[str]:
    silenced = stage_input.hass.data.setdefault(_SILENCED, set())
    name = _name(stage)
    try:
        async with asyncio.timeout(deadline):
            lines = await stage(stage_input)
    except Exception as err:  # noqa: BLE001  (a turn is worth more than its context)
        if name not in silenced:
            silenced.add(name)
            LOGGER.warning("Answering without %s: %r", name, err, exc_info=True)
        return ()
    if name in silenced:
        silenced.remove(name)
        LOGGER.info("Answering with %s again", name)
    return lines


def _name(stage: Stage) -> str:
    return stage.__name__
