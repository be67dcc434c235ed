"""What every voice service needs: a Wyoming server that nothing breaks, `/health`, `/metrics`, and a clean end."""

from .health import Health, Probe, Status
from .options import add_serving_options, address, whole_seconds
from .protocol import BrokenClient, Silent
from .server import Connection, WyomingServer
from .service import run_service
from .web import Web

__all__ = [
    "BrokenClient",
    "Connection",
    "Health",
    "Probe",
    "Silent",
    "Status",
    "Web",
    "WyomingServer",
    "add_serving_options",
    "address",
    "run_service",
    "whole_seconds",
]
