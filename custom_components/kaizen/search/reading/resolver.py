"""Names are looked up once, checked, and connected to as they were checked."""

from collections.abc import Callable
import socket
from typing import override

from aiohttp.abc import AbstractResolver, ResolveResult

from ..errors import ForbiddenAddressError


class CheckedResolver(AbstractResolver):
    """Hands the connector only addresses that may be connected to.

    The connector connects to what is returned here and asks nobody again, so that a name
    cannot mean one address when it is checked and another when it is used.
    """

    def __init__(self, inner: AbstractResolver, public: Callable[[str], bool]) -> None:
        """Ask `inner`."""
        self._inner = inner
        self._public = public

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a name.

        Raises:
            ForbiddenAddressError: One of them is not public.
        """
        found = await self._inner.resolve(host, port, family)
        if not all(self._public(one["host"]) for one in found):
            raise ForbiddenAddressError
        return found

    @override
    async def close(self) -> None:
        """Close `inner`."""
        await self._inner.close()
