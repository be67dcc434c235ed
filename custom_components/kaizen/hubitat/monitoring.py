"""Warns while Hubitat Safety Monitor watches nothing at all, not even smoke and water."""

from typing import Final

from homeassistant.core import CALLBACK_TYPE, callback

from .model import Changes
from .runtime import HubRuntime

MONITORING_OFF: Final = "hub_monitoring_off"


@callback
def async_watch(runtime: HubRuntime) -> CALLBACK_TYPE:
    """Show an issue while HSM is disarmed altogether; return a function that ends that."""

    @callback
    def judge(_: Changes) -> None:
        off = runtime.state.hsm.monitoring_off is True
        runtime.link.issues.async_set(MONITORING_OFF, off)

    judge(Changes())
    return runtime.subscribe(None, judge)
