"""What an owner can hand over about the memory: numbers, and nothing that anybody said."""

from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.core import HomeAssistant

from .runtime import MemoryConfigEntry, async_get
from .settings import CONF_CHROMA_HEADERS, CONF_CHROMA_URL, CONF_CONSENTING

_REDACTED: Final = frozenset({CONF_CHROMA_HEADERS, CONF_CHROMA_URL, CONF_CONSENTING})


async def async_describe(
    hass: HomeAssistant, entry: MemoryConfigEntry
) -> dict[str, Any]:
    """Return the settings without addresses and persons, and counts."""
    described: dict[str, Any] = {
        "entry": {
            "data": dict(entry.data),
            "options": async_redact_data(entry.options, _REDACTED),
        }
    }
    if (runtime := async_get(hass)) is None:
        return described
    counts = await runtime.store.read(lambda r: r.counts())
    by_kind: dict[str, int] = {}
    for (scope, state), count in counts.items():
        key = f"{scope.kind} {state}"
        by_kind[key] = by_kind.get(key, 0) + count
    status, background = runtime.status, runtime.background
    lesson = background.last_lesson if background else None
    return described | {
        "enabled": runtime.enabled,
        "counts": by_kind,
        "by": status.by,
        "model": status.model,
        "index": status.index,
        "consenting": len(runtime.consenting),
        "waiting": background.waiting if background else 0,
        "last_lesson": lesson
        and {
            "read": lesson.read,
            "proposed": lesson.proposed,
            "kept": lesson.kept,
            "ungrounded": lesson.ungrounded,
            "invalid": lesson.invalid,
        },
        "problems": await runtime.store.read(lambda r: len(r.problems())),
    }
