"""Options every service has."""

import argparse
from urllib.parse import urlsplit


def address(text: str) -> tuple[str, int]:
    """Read "tcp://HOST:PORT", or "HOST:PORT".

    Raises:
        ValueError: it is something else.
    """
    parts = urlsplit(text if "//" in text else f"tcp://{text}")
    if parts.scheme != "tcp" or not parts.hostname or parts.port is None:
        raise ValueError("expected tcp://HOST:PORT")
    return parts.hostname, parts.port


def whole_seconds(text: str) -> float:
    """Read a time above zero, in seconds.

    Raises:
        ValueError: it is not.
    """
    seconds = float(text)
    if not seconds > 0:
        raise ValueError("expected more than 0")
    return seconds


def add_serving_options(
    parser: argparse.ArgumentParser, *, port: int, http_port: int
) -> None:
    """Add where to listen, and how much to say."""
    parser.add_argument(
        "--uri",
        type=address,
        default=("127.0.0.1", port),
        metavar="tcp://HOST:PORT",
        help=f"where Wyoming is spoken, without a password: default tcp://127.0.0.1:{port}; "
        f"tcp://0.0.0.0:{port} when Home Assistant runs on another machine",
    )
    parser.add_argument(
        "--http",
        type=address,
        default=("127.0.0.1", http_port),
        metavar="HOST:PORT",
        help=f"where /health and /metrics are: default 127.0.0.1:{http_port}",
    )
    parser.add_argument(
        "--most-clients",
        type=int,
        default=16,
        metavar="N",
        help="how many may be connected at once (16)",
    )
    parser.add_argument("--debug", action="store_true", help="say more")
