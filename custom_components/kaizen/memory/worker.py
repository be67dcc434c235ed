"""A thread of one's own: work that blocks is done in it, one piece after the other."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


class Worker:
    """One thread, started when it is first needed."""

    def __init__(self, name: str) -> None:
        """Name the thread."""
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run[**P, T](
        self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what `work` returns.

        Work that has begun is finished even when nobody waits for it any more.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._executor, lambda: work(*args, **kwargs)
        )

    async def close(self) -> None:
        """Finish what is queued and end the thread."""
        await asyncio.to_thread(self._executor.shutdown)
