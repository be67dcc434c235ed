"""The form in which every setting of an agent can be changed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers import llm
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    Selector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)
import probatio

from ..ollama import InstalledModel
from ..settings import (
    SUBENTRY_AI_TASK,
    SUBENTRY_CONVERSATION,
    AgentSettings,
    FollowUp,
    Think,
)
from .models import model_selector, sees

type MakeSelector = Callable[[HomeAssistant, Sequence[InstalledModel]], Selector[Any]]

_WORK: Final = "work"
_FAILURE: Final = "failure"
_TOP: Final = ""

_COMMON: Final[Mapping[str, Sequence[str]]] = {
    _WORK: ("num_ctx", "keep_alive", "temperature"),
    _FAILURE: ("fallback_model", "first_token_timeout", "idle_timeout"),
}
FORMS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    SUBENTRY_CONVERSATION: {
        _TOP: (
            *("model", "think", "llm_hass_api", "vision_model"),
            *("name", "persona", "follow_up", "acknowledge"),
        ),
        _WORK: (*_COMMON[_WORK], "max_history"),
        _FAILURE: _COMMON[_FAILURE],
    },
    SUBENTRY_AI_TASK: {_TOP: ("model", "think"), **_COMMON},
}
"""The settings of each kind of agent, by the section of the form they are in."""

_REQUIRED: Final = frozenset(
    {"model", "think", "name", "follow_up", "acknowledge", *_COMMON[_WORK]}
)
_EMPTY: Final[Mapping[str, Any]] = {
    "llm_hass_api": [],
    "persona": "",
    "fallback_model": "",
    "vision_model": "",
}
"""What a form means by leaving a field out."""


def _number(
    low: float, high: float, step: float, unit: str | None = None
) -> MakeSelector:
    config = NumberSelectorConfig(
        min=low, max=high, step=step, mode=NumberSelectorMode.BOX
    )
    if unit:
        config["unit_of_measurement"] = unit
    return lambda hass, installed: NumberSelector(config)


def _choice(key: str, options: Sequence[str]) -> MakeSelector:
    config = SelectSelectorConfig(
        options=list(options), mode=SelectSelectorMode.DROPDOWN, translation_key=key
    )
    return lambda hass, installed: SelectSelector(config)


def _model(hass: HomeAssistant, installed: Sequence[InstalledModel]) -> Selector[Any]:
    return model_selector(installed)


def _eyes(hass: HomeAssistant, installed: Sequence[InstalledModel]) -> Selector[Any]:
    return model_selector([m for m in installed if sees(m)], looks=True)


def _apis(hass: HomeAssistant, installed: Sequence[InstalledModel]) -> Selector[Any]:
    options = [
        SelectOptionDict(value=api.id, label=api.name)
        for api in llm.async_get_apis(hass)
    ]
    return SelectSelector(SelectSelectorConfig(options=options, multiple=True))


_SELECTORS: Final[Mapping[str, MakeSelector]] = {
    "model": _model,
    "think": _choice("think", get_args(Think.__value__)),
    "llm_hass_api": _apis,
    "name": lambda hass, installed: TextSelector(),
    "persona": lambda hass, installed: TextSelector(TextSelectorConfig(multiline=True)),
    "follow_up": _choice("follow_up", list(FollowUp)),
    "acknowledge": lambda hass, installed: BooleanSelector(),
    "num_ctx": _number(2048, 1048576, 1024),
    "keep_alive": _number(-1, 604800, 1, "s"),
    "temperature": _number(0, 2, 0.05),
    "max_history": _number(0, 500, 1),
    "fallback_model": _model,
    "vision_model": _eyes,
    "first_token_timeout": _number(1, 600, 1, "s"),
    "idle_timeout": _number(1, 600, 1, "s"),
}


def schema(
    hass: HomeAssistant, subentry_type: str, installed: Sequence[InstalledModel]
) -> probatio.Schema:
    """Return the form for one kind of agent."""

    def fields(names: Sequence[str]) -> dict[probatio.Marker, Any]:
        return {
            (probatio.Required if name in _REQUIRED else probatio.Optional)(
                name
            ): _SELECTORS[name](hass, installed)
            for name in names
        }

    form = FORMS[subentry_type]
    return probatio.Schema(
        fields(form[_TOP])
        | {
            probatio.Required(name): section(
                probatio.Schema(fields(names)), {"collapsed": True}
            )
            for name, names in form.items()
            if name != _TOP
        }
    )


def fill(
    hass: HomeAssistant, subentry_type: str, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a form shows for a subentry's data."""
    settings = AgentSettings.from_data(data)
    known = {api.id for api in llm.async_get_apis(hass)}
    values: dict[str, Any] = {name: getattr(settings, name) for name in _SELECTORS} | {
        "llm_hass_api": [api for api in settings.llm_hass_api if api in known]
    }
    return _arrange(subentry_type, values)


def _arrange(subentry_type: str, values: Mapping[str, Any]) -> dict[str, Any]:
    form = FORMS[subentry_type]
    return {name: values[name] for name in form[_TOP]} | {
        name: {field: values[field] for field in names}
        for name, names in form.items()
        if name != _TOP
    }


def read(subentry_type: str, form: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's values as a subentry stores them."""
    flat = dict(_EMPTY)
    for name, value in form.items():
        flat.update(value if name in FORMS[subentry_type] else {name: value})
    flat = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in flat.items()
    }
    if not flat.get("name"):
        flat.pop("name", None)
    settings = AgentSettings.from_data(flat)
    stored = {name: getattr(settings, name) for name in flat}
    return stored | {"llm_hass_api": list(settings.llm_hass_api)}
