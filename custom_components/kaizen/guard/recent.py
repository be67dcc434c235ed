"""A memory that forgets what was longest untouched."""

from collections import OrderedDict
from typing import override


class Recent[K, V](OrderedDict[K, V]):
    """A mapping that holds a bounded number; what was set longest ago goes first."""

    def __init__(self, limit: int) -> None:
        """Hold at most `limit`."""
        super().__init__()
        self._limit = limit

    @override
    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self._limit:
            self.popitem(last=False)
