"""The computer this runs on, read from its operating system.

What the system does not tell stays unknown. Reading blocks: it belongs in a thread.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
import os
from pathlib import Path
import platform
import re
import subprocess
from typing import Final

COMMAND_TIMEOUT: Final = 1.5
"""Longest wait for a system tool, in seconds."""

type Run = Callable[[Sequence[str]], str]
"""Runs a command and returns its standard output; empty when it is missing or fails."""

PCI_VENDORS: Final = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel"}
_PCI_NAMES: Final = ("usr/share/hwdata/pci.ids", "usr/share/misc/pci.ids")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpu:
    """A graphics processor; memory in bytes."""

    name: str
    memory: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What a computer is made of; memory in bytes, None for what is unknown."""

    system: str | None = None
    architecture: str | None = None
    board: str | None = None
    cpu: str | None = None
    cores: int | None = None
    """Physical cores."""
    threads: int | None = None
    memory: int | None = None
    memory_available: int | None = None
    gpus: tuple[Gpu, ...] = ()


def run_command(command: Sequence[str]) -> str:
    """Return what a command prints; empty when it is missing, fails or takes too long."""
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=COMMAND_TIMEOUT, check=True
        ).stdout
    except OSError, subprocess.SubprocessError, UnicodeDecodeError:
        return ""


def read_host(
    system: str = platform.system(), root: Path = Path("/"), run: Run = run_command
) -> Host:
    """Return what the operating system tells about its computer."""
    return _read_macos(run) if system == "Darwin" else _read_linux(root, run)


def _read_linux(root: Path, run: Run) -> Host:
    processors = _text(root / "proc/cpuinfo")
    memory = dict(
        re.findall(r"^(\w+):\s+(\d+) kB$", _text(root / "proc/meminfo"), re.MULTILINE)
    )
    cores = set(
        re.findall(
            r"^physical id\s*: (\d+)$.*?^core id\s*: (\d+)$",
            processors,
            re.MULTILINE | re.DOTALL,
        )
    )
    return Host(
        system=_linux_name(root),
        architecture=platform.machine() or None,
        board=_text(root / "proc/device-tree/model").strip("\0\n ") or None,
        cpu=_first(r"^model name\s*: (.+)$", processors),
        cores=len(cores) or None,
        threads=os.cpu_count(),
        memory=_kibibytes(memory.get("MemTotal")),
        memory_available=_kibibytes(memory.get("MemAvailable")),
        gpus=_linux_gpus(root, run),
    )


def _read_macos(run: Run) -> Host:
    def sysctl(name: str) -> str:
        return run(("sysctl", "-n", name)).strip()

    chip = sysctl("machdep.cpu.brand_string") or None
    version = run(("sw_vers", "-productVersion")).strip()
    return Host(
        system=f"macOS {version}".rstrip(),
        architecture=platform.machine() or None,
        board=sysctl("hw.model") or None,
        cpu=chip,
        cores=_whole(sysctl("hw.physicalcpu")),
        threads=_whole(sysctl("hw.logicalcpu")),
        memory=_whole(sysctl("hw.memsize")),
        gpus=(Gpu(name=f"{chip} (shares the memory)"),)
        if chip and chip.startswith("Apple")
        else (),
    )


def _linux_name(root: Path) -> str | None:
    name = _first(r'^PRETTY_NAME="?([^"\n]+)"?$', _text(root / "etc/os-release"))
    boxed = any((root / mark).exists() for mark in (".dockerenv", "run/.containerenv"))
    return f"{name} in a container" if name and boxed else name


def _linux_gpus(root: Path, run: Run) -> tuple[Gpu, ...]:
    """Return the graphics processors; those with a driver's own words for them first."""
    nvidia = tuple(_nvidia_tool(run)) or tuple(_nvidia_driver(root))
    return nvidia + tuple(
        gpu
        for gpu in _drm_gpus(root)
        if not (nvidia and gpu.name.startswith(PCI_VENDORS["0x10de"]))
    )


def _nvidia_tool(run: Run) -> Iterator[Gpu]:
    table = run(
        (
            "nvidia-smi",
            "--query-gpu=name,memory.total",
            "--format=csv,noheader,nounits",
        )
    )
    for row in table.splitlines():
        name, _, mebibytes = (cell.strip() for cell in row.rpartition(","))
        memory = _whole(mebibytes)
        if name:
            yield Gpu(name=name, memory=memory and memory * 2**20)


def _nvidia_driver(root: Path) -> Iterator[Gpu]:
    for card in sorted(root.glob("proc/driver/nvidia/gpus/*/information")):
        if name := _first(r"^Model:\s+(.+)$", _text(card)):
            yield Gpu(name=name)


def _drm_gpus(root: Path) -> Iterator[Gpu]:
    for device in sorted(root.glob("sys/class/drm/card?/device")):
        vendor_id = _text(device / "vendor").strip()
        if (vendor := PCI_VENDORS.get(vendor_id)) is None:
            continue
        model = _text(device / "product_name").strip() or _pci_name(
            root, vendor_id, _text(device / "device").strip()
        )
        yield Gpu(
            name=f"{vendor} {(model or 'graphics').removeprefix(vendor).lstrip()}",
            memory=_whole(_text(device / "mem_info_vram_total")),
        )


def _pci_name(root: Path, vendor: str, device: str) -> str | None:
    """Look a device up in the list of PCI ids, where the system has one."""
    names = next(filter(None, (_text(root / path) for path in _PCI_NAMES)), "")
    devices = _first(rf"(?ms)^{vendor[2:]}  [^\n]*\n((?:[\t#][^\n]*\n)*)", names) or ""
    return _first(rf"^\t{device[2:]}  (.+)$", devices) if device else None


def _first(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text, re.MULTILINE)
    return found.group(1).strip() if found else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() else None


def _kibibytes(count: str | None) -> int | None:
    return None if count is None else int(count) * 1024
