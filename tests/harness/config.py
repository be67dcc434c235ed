"""Config folders for a Home Assistant that listens on this machine only."""

from datetime import UTC, datetime
import json
from pathlib import Path
import shutil
import socket
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
LOOPBACK: Final = "127.0.0.1"


def prepare_config(folder: Path, template: Path, *, port: int) -> None:
    """Make a folder ready to start from: the template's files, Kaizen of this checkout, and the port.

    A folder that is there already keeps its own files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(template.glob("*.yaml")):
        if not (target := folder / source.name).exists():
            shutil.copy(source, target)
    integrations = folder / "custom_components"
    integrations.mkdir(exist_ok=True)
    link = integrations / "kaizen"
    link.unlink(missing_ok=True)
    link.symlink_to(ROOT / "custom_components" / "kaizen")
    # In YAML the port would be a trial that Home Assistant takes back after five minutes.
    _store(folder, "http", (3, 1), _http(port), overwrite=True)
    # Onboarding would otherwise set up whatever it finds, services in the internet included.
    _store(folder, "onboarding", (4, 1), {"done": ["core_config", "analytics"]})


def _http(port: int) -> dict[str, Any]:
    server = {
        "server_host": [LOOPBACK],
        "server_port": port,
        "cors_allowed_origins": ["https://cast.home-assistant.io"],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": True,
        "ssl_profile": "intermediate_v6",
        "use_x_frame_options": True,
        "created_at": datetime.now(UTC).isoformat(),
        "error": None,
        "error_message": None,
    }
    return {"stable": server, "pending": None, "yaml_migration_done": True}


def _store(
    folder: Path,
    key: str,
    version: tuple[int, int],
    data: dict[str, Any],
    *,
    overwrite: bool = False,
) -> None:
    """Write one file of Home Assistant's storage, before it starts."""
    path = folder / ".storage" / key
    path.parent.mkdir(exist_ok=True)
    if overwrite or not path.exists():
        major, minor = version
        content = {"version": major, "minor_version": minor, "key": key, "data": data}
        path.write_text(json.dumps(content), encoding="utf-8")


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Tell whether a server could listen on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
