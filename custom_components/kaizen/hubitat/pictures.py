"""What the attribute `image` of a device holds: drivers put an address there, a data address, or the picture itself."""

import base64
import binascii
import re
from typing import Any, Final

from yarl import URL

from .model.coerce import is_nothing

MOST_BYTES: Final = 10 * 1024 * 1024
_DATA: Final = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_KINDS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)


def read_picture(raw: Any, hub: str) -> URL | bytes | None:
    """Return a picture, or where it is; an address without a host is one of the hub's."""
    if not isinstance(raw, str) or is_nothing(raw):
        return None
    text = raw.strip()
    if prefix := _DATA.match(text):
        return _decoded(text[prefix.end() :])
    if text.lower().startswith(("http://", "https://")):
        return _address(text)
    picture = _decoded(text)
    if picture is not None and content_type(picture) is not None:
        return picture
    return _address(f"{hub}{text}") if text.startswith("/") else None


def content_type(picture: bytes) -> str | None:
    """Return which kind of picture it is by how it begins; None for anything that is none."""
    return next((kind for start, kind in _KINDS if picture.startswith(start)), None)


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error, ValueError:
        return None


def _address(text: str) -> URL | None:
    try:
        url = URL(text)
    except ValueError:
        return None
    return url if url.host else None
