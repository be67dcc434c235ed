"""The models of a server as a form offers them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from homeassistant.helpers import llm
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..ollama import InstalledModel, full_name
from ..presets import MODELS, Preset, installed_name

MISSING_MARK: Final = "⬇"
"""Stands in front of models the server does not have; the forms explain it."""

_GIGABYTE: Final = 10**9
_SHOWN_CAPABILITIES: Final = ("tools", "thinking", "vision")


def label(model: InstalledModel) -> str:
    """Return a model's name, size and what it can do."""
    able = [
        name for name in _SHOWN_CAPABILITIES if name in (model.capabilities or set())
    ]
    return " · ".join(
        filter(None, (model.name, _size(model.size / _GIGABYTE), ", ".join(able)))
    )


def _size(gigabytes: float) -> str:
    return f"{gigabytes:.0f} GB" if gigabytes >= 10 else f"{gigabytes:.1f} GB"


def chats(model: InstalledModel) -> bool:
    """Tell whether a model can talk, as far as the server tells."""
    return model.capabilities is None or "completion" in model.capabilities


def sees(model: InstalledModel) -> bool:
    """Tell whether a model can look at pictures, as far as the server tells."""
    return model.capabilities is None or "vision" in model.capabilities


def find(installed: Iterable[InstalledModel], name: str) -> InstalledModel | None:
    """Return an installed model by its name."""
    full = full_name(name)
    return next((model for model in installed if model.name == full), None)


def model_selector(
    installed: Sequence[InstalledModel], *, looks: bool = False
) -> SelectSelector:
    """Return a choice of the models a server has, then of those it could fetch.

    `looks` offers those made for describing pictures, and only them.
    """
    names = [model.name for model in installed]
    options = [
        SelectOptionDict(value=model.name, label=label(model))
        for model in sorted(installed, key=lambda model: model.name)
        if chats(model)
    ]
    options += [
        SelectOptionDict(
            value=row.tag, label=f"{MISSING_MARK} {row.tag} · {_size(row.size)}"
        )
        for row in MODELS
        if row.current and row.looks is looks and not installed_name(row, names)
    ]
    return SelectSelector(
        SelectSelectorConfig(
            options=options, custom_value=True, mode=SelectSelectorMode.DROPDOWN
        )
    )


def able_settings(
    preset: Preset, name: str, model: InstalledModel | None
) -> dict[str, Any]:
    """Return a preset's settings, without what its model is known to be unable to do."""
    settings = preset.settings(name, [llm.LLM_API_ASSIST])
    if model is None or model.capabilities is None:
        return settings
    if "tools" not in model.capabilities:
        settings["llm_hass_api"] = []
    if "thinking" not in model.capabilities:
        settings["think"] = "off"
    if model.context_length:
        settings["num_ctx"] = min(settings["num_ctx"], model.context_length)
    return settings


def check(settings: Mapping[str, Any], model: InstalledModel | None) -> dict[str, str]:
    """Return what a model cannot do of what its settings ask, by field."""
    if model is None or model.capabilities is None:
        return {}
    if not chats(model):
        return {"model": "cannot_chat"}
    errors: dict[str, str] = {}
    if settings.get("think", "off") != "off" and "thinking" not in model.capabilities:
        errors["think"] = "no_thinking"
    if settings.get("llm_hass_api") and "tools" not in model.capabilities:
        errors["llm_hass_api"] = "no_tools"
    if model.context_length and settings["num_ctx"] > model.context_length:
        errors["base"] = "context_too_long"
    return errors
