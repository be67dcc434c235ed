"""A name server in the process: names, and addresses that change from answer to answer."""

import socket
from typing import override

from aiohttp.abc import AbstractResolver, ResolveResult


class Names(AbstractResolver):
    """Answers with the next address of a name; the last is repeated."""

    def __init__(self, **names: str) -> None:
        """Know these names, each with its addresses separated by spaces."""
        self.names = {name: value.split() for name, value in names.items()}
        self.asked: list[str] = []

    def add(self, name: str, *addresses: str) -> None:
        """Know one more; several addresses are given one after another, rebinding."""
        self.names[name] = list(addresses)

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Answer; an address with a plus in it is several at once."""
        self.asked.append(host)
        if not (known := self.names.get(host)):
            raise OSError(None, f"No address for {host}")
        address = known.pop(0) if len(known) > 1 else known[0]
        return [
            ResolveResult(
                hostname=host,
                host=one,
                port=port,
                family=socket.AF_INET6 if ":" in one else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for one in address.split("+")
        ]

    @override
    async def close(self) -> None:
        """Nothing to close."""
