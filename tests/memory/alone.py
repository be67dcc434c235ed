"""Runs a module with the heart of the memory part and without Home Assistant: `python -m tests.memory.alone MODULE ARGUMENT…`.

For environments that have no Home Assistant, and for processes that must start quickly.
"""

from pathlib import Path
import runpy
import sys
from types import ModuleType


def main() -> None:
    """Stand in for the packages whose doors open to Home Assistant, and run the module."""
    folder = Path(__file__).parents[2]
    package = ""
    for name in ("custom_components", "kaizen", "memory"):
        folder /= name
        package = f"{package}.{name}".removeprefix(".")
        module = ModuleType(package)
        module.__path__ = [str(folder)]
        sys.modules[package] = module
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
