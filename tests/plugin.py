"""Lets pytest-homeassistant-custom-component, made for 2026.10, run on Home Assistant 2026.11.

Loaded first, with `-p`: `homeassistant` must replace `httpx` before anything imports it, and the
test plugin imports names that have moved out of `components.logger`.
"""

import homeassistant  # noqa: F401
from homeassistant.components import logger
from homeassistant.components.logger import helpers

import custom_components  # noqa: F401  (found before the test plugin shadows it)


def _provide_moved_names() -> None:
    for name in ("_clear_logger_overwrites", "DOMAIN", "SERVICE_SET_LEVEL"):
        if not hasattr(logger, name):
            setattr(logger, name, getattr(helpers, name, lambda *_: None))


_provide_moved_names()
