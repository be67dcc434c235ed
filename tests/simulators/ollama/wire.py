"""How answers leave the server: JSON, lines of JSON, errors, and the faults that spoil them."""

from collections.abc import Mapping
import json
import socket
import struct
from typing import Any, Final

from aiohttp import web

from .faults import AFTER_SOME_LINES, Fault, Planned
from .journal import JournalEntry

ENTRY: Final = web.RequestKey("entry", JournalEntry)
FAULT: Final = web.RequestKey("fault", object)


class WireError(Exception):
    """An error answer: `{"error": message}` with a status."""

    def __init__(self, status: int, message: str) -> None:
        """Remember what to send."""
        super().__init__(message)
        self.status = status
        self.message = message


def encode(value: Mapping[str, Any]) -> bytes:
    """Return compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def error(status: int, message: str) -> web.Response:
    """Return an error answer."""
    return _json(encode({"error": message}), status)


async def respond(request: web.Request, value: Mapping[str, Any]) -> web.StreamResponse:
    """Send one JSON object."""
    fault, body = fault_of(request), encode(value)
    if fault is None:
        return _json(body)
    match fault.fault:
        case Fault.STALL_FIRST | Fault.STALL_MIDDLE:
            await fault.released.wait()
        case Fault.SLOW:
            await fault.pace()
        case Fault.ERROR_LINE:
            return error(500, "llama runner process has terminated")
        case Fault.BROKEN_JSON:
            return _json(body[: len(body) // 2])
        case Fault.HALF_STREAM:
            response = web.StreamResponse()
            response.content_type = "application/json"
            response.content_length = len(body)
            await response.prepare(request)
            await response.write(body[: len(body) // 2])
            hang_up(request)
    return _json(body)


class Lines:
    """An answer of one JSON object a line; its head goes out with the first line, as the server's does."""

    def __init__(self, request: web.Request) -> None:
        """Prepare to answer a request."""
        self._request = request
        self._fault = fault_of(request)
        self._struck = False
        self._sent = 0
        self.response = web.StreamResponse()
        self.response.content_type = "application/x-ndjson"

    async def send(
        self, value: Mapping[str, Any] | bytes, *, last: bool = False
    ) -> bool:
        """Send a line; False when a fault has ended the stream.

        Raises:
            ConnectionResetError: The client, or a fault, has cut the connection.
        """
        line = value if isinstance(value, bytes) else encode(value)
        if self._fault is not None:
            line = await self._spoil(line, last=last)
        await self._write(line + b"\n")
        self._sent += 1
        return not (
            self._struck and self._fault and self._fault.fault is Fault.ERROR_LINE
        )

    async def _write(self, data: bytes) -> None:
        if not self.response.prepared:
            await self.response.prepare(self._request)
            self._request[ENTRY].status = self.response.status
        await self.response.write(data)

    async def _spoil(self, line: bytes, *, last: bool) -> bytes:
        planned = self._fault
        assert planned is not None
        if planned.fault is Fault.SLOW:
            await planned.pace()
        if planned.fault is Fault.STALL_FIRST:
            await planned.released.wait()
        due = self._sent >= planned.after or last
        if self._struck or not due or planned.fault not in AFTER_SOME_LINES:
            return line
        self._struck = True
        match planned.fault:
            case Fault.STALL_MIDDLE:
                await planned.released.wait()
            case Fault.BROKEN_JSON:
                return line[: len(line) // 2]
            case Fault.ERROR_LINE:
                return encode({"error": "llama runner process has terminated"})
            case Fault.HALF_STREAM:
                await self._write(line[: len(line) // 2])
                hang_up(self._request)
        return line


def fault_of(request: web.Request) -> Planned | None:
    """Return the fault that struck a request."""
    fault = request.get(FAULT)
    return fault if isinstance(fault, Planned) else None


def hang_up(request: web.Request, *, reset: bool = False) -> None:
    """Close the connection: orderly but early, or with a reset.

    Raises:
        ConnectionResetError: Always; the request is over.
    """
    transport = request.transport
    if transport is not None:
        if reset:
            connection: socket.socket = transport.get_extra_info("socket")
            no_linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)
            transport.abort()
        else:
            transport.close()
    raise ConnectionResetError("the simulator hung up")


def _json(body: bytes, status: int = 200) -> web.Response:
    return web.Response(
        body=body, status=status, content_type="application/json", charset="utf-8"
    )
