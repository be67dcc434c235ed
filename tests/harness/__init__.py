"""Boots a real Home Assistant as its own process and talks to it as its owner does; for end-to-end tests and the demo."""

from .account import Account, onboard_or_log_in
from .client import ApiError, Client, Json, wait_until_running
from .config import free_port, port_is_free, prepare_config
from .flows import FlowStopped, run_flow, suggested
from .pipeline import Turn, ask, prefer_agent
from .process import (
    ProcessFailed,
    ServerProcess,
    home_assistant,
    hub,
    running,
    stand_in,
)

__all__ = [
    "Account",
    "ApiError",
    "Client",
    "FlowStopped",
    "Json",
    "ProcessFailed",
    "ServerProcess",
    "Turn",
    "ask",
    "free_port",
    "home_assistant",
    "hub",
    "onboard_or_log_in",
    "port_is_free",
    "prefer_agent",
    "prepare_config",
    "run_flow",
    "running",
    "stand_in",
    "suggested",
    "wait_until_running",
]
