"""The bytes of a page, as far as they may go."""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from typing import Final
import zlib

from ..errors import PageError, PageTooLargeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a page is taken at most."""

    sent: int = 2 * 1024 * 1024
    """Bytes over the network."""
    unpacked: int = 3 * 1024 * 1024
    """Bytes after decompression."""
    redirects: int = 4
    seconds: float = 5.0
    """From the first connection to the last byte."""


_PACKED: Final = frozenset({"gzip", "x-gzip", "deflate"})
_ANY_HEADER: Final = 32 + zlib.MAX_WBITS


async def read_body(
    chunks: AsyncIterable[bytes], encoding: str, limits: Limits
) -> bytes:
    """Return a body, unpacked.

    Raises:
        PageTooLargeError: It is larger than the limits, packed or unpacked.
        PageError: It is packed in a way that was not asked for, or broken.
    """
    encoding = encoding.strip().lower()
    unpack = zlib.decompressobj(_ANY_HEADER) if encoding in _PACKED else None
    if unpack is None and encoding not in {"", "identity"}:
        raise PageError
    sent, body = 0, bytearray()
    async for chunk in chunks:
        sent += len(chunk)
        if sent > limits.sent:
            raise PageTooLargeError
        if unpack is None:
            body += chunk
        else:
            body += _unpacked(unpack, chunk, limits.unpacked + 1 - len(body))
        if len(body) > limits.unpacked:
            raise PageTooLargeError
    return bytes(body)


def _unpacked(unpack: zlib._Decompress, chunk: bytes, room: int) -> bytes:
    """Unpack at most `room` bytes: a chunk of a few bytes may hold gigabytes."""
    try:
        return unpack.decompress(chunk, room)
    except zlib.error:
        raise PageError from None
